// SPDX-License-Identifier: MIT
/* What one branch's log has said so far: who waits, which desks work, how fast calls come,
 * today and on the days before. Facts and running averages only; nothing is forecast here.
 * Pure: time is an argument, memory is the caller's, nothing is ever allocated. */
#ifndef LOKET_FORECAST_TRACK_H
#define LOKET_FORECAST_TRACK_H

#include <stdbool.h>
#include <stdint.h>

enum {
    TRACK_SERVICES_MAX = 64,
    TRACK_DESKS_MAX = 256,   /* index 0 is nobody: a call without a desk */
    TRACK_UNNAMED_MAX = 128, /* visitors being served at a desk that was not named */
    TRACK_WAITING_MAX = 2048,
    TRACK_RECENT = 5,
    TRACK_DAYS = 8, /* days a speed is remembered */
    TRACK_WINDOWS = 6,
    TRACK_BINS = 96, /* quarters of an hour of a day */
    TRACK_INPUTS = 32
};

/* One who waits. `x` and `raw_s` are kept from the arrival so that the wait, once known, can be
 * learned together with what was known then. */
struct track_ticket {
    uint32_t key;
    uint16_t service;
    uint8_t lane; /* 0 regular, 1 priority, 2 return */
    bool before;  /* true arrival unknown: counts as waiting, is never learned */
    int16_t next, previous;
    uint16_t ahead;
    double arrive_s;
    float x[TRACK_INPUTS];
    float raw_s[3];   /* the regression's P10, P50, P90 before calibration */
    float given_s[3]; /* what was told */
};

struct track_desk {
    bool open, paused, busy;
    uint16_t service; /* of the visitor being served */
    uint32_t ticket;
    double since_s; /* the call, or the end of the last service; 0 = none today */
    int windows;    /* planned hours of today */
    float from_s[TRACK_WINDOWS], to_s[TRACK_WINDOWS];
};

struct track_speed {
    double desk_s; /* desk-seconds (or seconds) that passed while somebody waited */
    double calls;
};

struct track_service {
    bool seen;
    double arrive_sum_s; /* of those who wait */
    int16_t head, tail;  /* waiting, in order of arrival; -1 = nobody */
    uint16_t waiting, waiting_priority;
    int32_t desks;   /* serving it, as the log says; -1 = never said */
    double expect_s; /* configured seconds per visitor; 0 = never said */
    double tick_s;   /* `today` and `lately` are accounted up to here */
    struct track_speed today, past[TRACK_DAYS];
    struct track_speed lately;    /* seconds with a queue and calls, fading with 30 min */
    double calls_30, arrivals_30; /* fading counts */
    double calls_at_s, arrivals_at_s;
    double wait_sum_s, waits;         /* of the delayed so far */
    double serve_sum_s, serves;       /* occupied time, call to end */
    float recent_s[TRACK_RECENT];     /* waits of the last called today, ring */
    float error_s[TRACK_RECENT];      /* wait minus the P50 told, ring */
    float ratio_wait_s, ratio_load_s; /* fading sums: waits, and the queue-length forecast then */
    int recent_count;
    double last_call_s; /* today; < 0 = none */
    double first_call_s;
    float calls_bin[TRACK_BINS], profile[TRACK_BINS]; /* today; mean of days before */
    float hour_wait_s[24], hour_waits[24];
    float close_s, open_s; /* usual last and first call; 0 = unknown */
    int days;
};

struct track {
    int32_t day; /* any number that grows; 0 = no day yet */
    int days;
    bool named;      /* some call named its desk */
    bool knows_open; /* today some desk was said to open or resume */
    int waiting, busy, open;
    int16_t free_head;
    double tick_s;
    struct track_speed today, past[TRACK_DAYS]; /* of the whole branch */
    double wait_sum_s, waits, serve_sum_s, serves;
    float skill[TRACK_DESKS_MAX][TRACK_SERVICES_MAX]; /* calls, fading by the day */
    float skill_all[TRACK_DESKS_MAX];
    struct track_service service[TRACK_SERVICES_MAX];
    struct track_desk desk[TRACK_DESKS_MAX + TRACK_UNNAMED_MAX];
    struct track_ticket ticket[TRACK_WAITING_MAX];
};

void track_init(struct track *track);
/* Closes the books of the day and begins another: nobody waits, no desk works. */
void track_new_day(struct track *track, int32_t day);
/* Accounts the branch's time up to at_s; call it before each change. */
void track_tick(struct track *track, double at_s);
/* The same for a service, too; call it before each change of the service. */
void track_advance(struct track *track, int service, double at_s);
/* Seconds never run backwards within a day; the caller sees to it. NULL when the branch is full:
 * the ticket is then unknown and nothing is learned from it. */
struct track_ticket *track_arrive(struct track *track, int service, uint32_t key, int lane,
                                  bool before, double at_s);
/* The waiting ticket; NULL = does not wait. */
struct track_ticket *track_find(struct track *track, int service, uint32_t key);
/* Takes it out of the queue; it stays readable until the next arrival. */
void track_leave(struct track *track, struct track_ticket *ticket);
/* A waiting ticket was called: speeds and waits of its service. The caller lets it leave. */
void track_called(struct track *track, const struct track_ticket *ticket, double at_s);
/* Somebody is being served; `desk` 0 = at a desk without a name. */
void track_serve(struct track *track, int service, uint32_t key, int desk, double at_s);
/* Service over (`served`) or no-show. */
void track_end(struct track *track, int service, uint32_t key, bool served, double at_s);
void track_plan(struct track *track, int desk, double from_s, double to_s);
/* Whether a desk calls this service, judged by what it has called so far; a new desk may call
 * all. `desk` beyond TRACK_DESKS_MAX: one without a name. */
bool track_serves(const struct track *track, int desk, int service);
/* Another desk takes this place: nothing is known of it. */
void track_desk_new(struct track *track, int desk);
void track_desk_open(struct track *track, int desk, bool open);
void track_desk_pause(struct track *track, int desk, bool paused);
/* Delayed in the sense of what is learned: somebody of the service was ahead or, where desks
 * are named, it had to wait at all. */
bool track_delayed(const struct track *track, const struct track_ticket *ticket, double wait_s);
/* Desks that work on a service now, at least 1. */
double track_desks(const struct track *track, int service);
/* sum * e^(-(to - from) / half an hour) */
double track_fade(double sum, double from_s, double to_s);

#endif

// SPDX-License-Identifier: MIT
#include "firmware/forecast/walk.h"

#include <string.h>

static const float PAUSE_S = 600.0F;      /* what is left of a pause nobody planned */
static const float CHANGEOVER_S = 120.0F; /* a desk that was free for longer has gone */

/* Middles of 16 equal shares of a lognormal time with mean 1 and coefficient of variation .8 */
enum { SHARES = 16 };
static const float shares[SHARES] = {0.21F, 0.31F, 0.39F, 0.46F, 0.53F, 0.60F, 0.68F, 0.76F,
                                     0.84F, 0.94F, 1.05F, 1.19F, 1.37F, 1.62F, 2.05F, 3.05F};

struct walker {
    uint32_t key;
    uint16_t service;
    double turn_s; /* arrival, brought forward by the lane's credit */
};

struct walk {
    const struct track *track;
    const struct walk_times *times;
    double at_s;
    int walkers, desks;
    struct walker walker[WALK_WAITING_MAX + 1];
    uint16_t desk[WALK_DESKS_MAX];
    double ready_s[WALK_DESKS_MAX];
};

static uint32_t mix(uint32_t a, uint32_t b)
{
    uint32_t hash = a * 0x9E3779B1U ^ (b + 0x7F4A7C15U) * 0x85EBCA77U;
    hash ^= hash >> 15;
    hash *= 0x2C1B3C6DU;
    return hash ^ hash >> 13;
}

/* Sixteen paths see each share once, in the ticket's own order. */
static float draw(uint32_t key, int path)
{
    uint32_t hash = mix(key, 1);
    return shares[((uint32_t)path * (2 * (hash & 7) + 1) + (hash >> 8)) % SHARES];
}

/* What is left of a service that has lasted a while already. */
static double rest_s(uint32_t key, int path, double mean_s, double elapsed_s)
{
    int first = 0;
    while (first < SHARES && shares[first] * mean_s <= elapsed_s)
        first++;
    if (first == SHARES)
        return 0.5 * mean_s * (double)draw(key, path);
    int left = SHARES - first;
    uint32_t hash = mix(key, 2);
    int share = first + (int)(((uint32_t)path * (2 * (hash & 7) + 1) + (hash >> 8)) % SHARES) *
                            left / SHARES;
    return shares[share] * mean_s - elapsed_s;
}

static void add_walker(struct walk *walk, const struct walker *walker)
{
    int at = walk->walkers++;
    for (; at > 0 && walk->walker[at - 1].turn_s > walker->turn_s; at--)
        walk->walker[at] = walk->walker[at - 1];
    walk->walker[at] = *walker;
}

/* All whose turn is before one's own, in order. */
static void gather_walkers(struct walk *walk, double turn_s)
{
    const struct track *track = walk->track;
    walk->walkers = 0;
    for (int s = 0; s < TRACK_SERVICES_MAX; s++) {
        for (int16_t i = track->service[s].head; i >= 0; i = track->ticket[i].next) {
            const struct track_ticket *ticket = &track->ticket[i];
            double turn = ticket->arrive_s - (ticket->lane == 1 ? track->credit_s : 0);
            if (turn <= turn_s && walk->walkers < WALK_WAITING_MAX)
                add_walker(walk, &(struct walker){ticket->key, ticket->service, turn});
        }
    }
}

static double next_window_s(const struct track_desk *desk, double at_s)
{
    double next_s = -1;
    for (int i = 0; i < desk->windows; i++)
        if (desk->from_s[i] > at_s && (next_s < 0 || desk->from_s[i] < next_s))
            next_s = desk->from_s[i];
    return next_s;
}

/* A start in a planned break waits for its end; behind the last window a desk serves on. */
static double on_duty_s(const struct track_desk *desk, double at_s)
{
    for (int i = 0; i < desk->windows; i++)
        if (at_s >= desk->from_s[i] && at_s < desk->to_s[i])
            return at_s;
    double next_s = next_window_s(desk, at_s);
    return next_s > 0 ? next_s : at_s;
}

/* When a desk takes its next visitor, on one path; < 0 = not to be counted on. */
static double ready_s(const struct walk *walk, const struct track_desk *desk, int path)
{
    double at_s = walk->at_s;
    bool known = walk->track->knows_open;
    if (desk->busy) {
        double rest =
            rest_s(desk->ticket, path, walk->times->call_s[desk->service], at_s - desk->since_s);
        double ready = at_s + rest;
        return desk->paused ? on_duty_s(desk, ready + PAUSE_S) : on_duty_s(desk, ready);
    }
    if (known && desk->open)
        return desk->paused ? on_duty_s(desk, at_s + PAUSE_S) : at_s;
    if (!known && desk->since_s > 0 && at_s - desk->since_s < CHANGEOVER_S)
        return at_s + 10;
    return next_window_s(desk, at_s);
}

static void gather_desks(struct walk *walk, int path)
{
    walk->desks = 0;
    for (int d = 0; d < TRACK_DESKS_MAX + TRACK_UNNAMED_MAX; d++) {
        const struct track_desk *desk = &walk->track->desk[d];
        if (!desk->busy && !desk->open && desk->windows == 0 && desk->since_s == 0)
            continue;
        double ready = ready_s(walk, desk, path);
        if (ready < 0 || walk->desks == WALK_DESKS_MAX)
            continue;
        walk->desk[walk->desks] = (uint16_t)d;
        walk->ready_s[walk->desks++] = ready;
    }
}

/* Index of the desk that takes the walker first, or -1. */
static int first_desk(const struct walk *walk, int service)
{
    int best = -1;
    for (int i = 0; i < walk->desks; i++)
        if (track_serves(walk->track, walk->desk[i], service) &&
            (best < 0 || walk->ready_s[i] < walk->ready_s[best]))
            best = i;
    return best;
}

/* One path: everybody ahead is served in order; seconds until the own turn, < 0 = never. */
static double walk_path(struct walk *walk, int service, int path)
{
    gather_desks(walk, path);
    for (int i = 0; i < walk->walkers; i++) {
        const struct walker *walker = &walk->walker[i];
        int at = first_desk(walk, walker->service);
        if (at < 0)
            continue;
        double took_s = (double)draw(walker->key, path) * walk->times->call_s[walker->service];
        walk->ready_s[at] =
            on_duty_s(&walk->track->desk[walk->desk[at]], walk->ready_s[at] + took_s);
    }
    int own = first_desk(walk, service);
    if (own < 0)
        return -1;
    double wait_s = walk->ready_s[own] - walk->at_s;
    return wait_s > 0 ? wait_s : 0;
}

bool walk_wait(const struct track *track, const struct walk_times *times, int service, int lane,
               double at_s, float out_s[3])
{
    struct walk walk = {.track = track, .times = times, .at_s = at_s};
    float wait_s[WALK_PATHS] = {0};
    gather_walkers(&walk, at_s - (lane == 1 ? track->credit_s : 0));
    for (int path = 0; path < WALK_PATHS; path++) {
        double one_s = walk_path(&walk, service, path);
        if (one_s < 0)
            return false;
        int at = path;
        for (; at > 0 && wait_s[at - 1] > (float)one_s; at--)
            wait_s[at] = wait_s[at - 1];
        wait_s[at] = (float)one_s;
    }
    out_s[0] = wait_s[1];
    out_s[1] = 0.25F * (wait_s[6] + wait_s[7] + wait_s[8] + wait_s[9]);
    out_s[2] = wait_s[14];
    return true;
}

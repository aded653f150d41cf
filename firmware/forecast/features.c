// SPDX-License-Identifier: MIT
#include "firmware/forecast/features.h"

#include <math.h>
#include <string.h>

static const double FIRST_GUESS_S = 300.0; /* a visitor, before anything at all is known */
static const double WAIT_MAX_S = 36000.0;
static const double PRIOR_CALLS = 10.0;

static double least(double a, double b)
{
    return a < b ? a : b;
}

static struct track_speed sum_past(const struct track_speed past[TRACK_DAYS])
{
    struct track_speed sum = {0, 0};
    for (int i = 0; i < TRACK_DAYS; i++) {
        sum.desk_s += past[i].desk_s;
        sum.calls += past[i].calls;
    }
    return sum;
}

static double shrunk(struct track_speed speed, double prior_s, double weight)
{
    return (speed.desk_s + weight * prior_s) / (speed.calls + weight);
}

/* Desk-seconds of a call of the branch: the other services' experience. */
static double branch_call_s(const struct track *track, double expect_s)
{
    double guess_s = expect_s > 0 && expect_s < 1800 ? expect_s : FIRST_GUESS_S;
    struct track_speed all = track->named ? sum_past(track->past) : (struct track_speed){0, 0};
    if (track->named) {
        guess_s = shrunk((struct track_speed){track->serve_sum_s, track->serves}, guess_s, 3);
        all.desk_s += track->today.desk_s / 2;
        all.calls += track->today.calls / 2;
        return shrunk(all, guess_s, 3);
    }
    for (int s = 0; s < TRACK_SERVICES_MAX; s++) {
        struct track_speed one = sum_past(track->service[s].past);
        all.desk_s += one.desk_s + track->service[s].today.desk_s;
        all.calls += one.calls + track->service[s].today.calls;
    }
    return shrunk(all, guess_s, 3);
}

double features_call_s(const struct track *track, int index)
{
    const struct track_service *service = &track->service[index];
    struct track_speed past = sum_past(service->past);
    double prior_s = shrunk(past, branch_call_s(track, service->expect_s), 5);
    return shrunk(service->today, prior_s, past.calls < 5 ? 3 : PRIOR_CALLS);
}

/* Desk-seconds of all who wait: own mean time of their service, shrunk to the branch's, times
 * what today's pace adds. */
static double load_s(const struct track *track)
{
    double all_s = shrunk((struct track_speed){track->serve_sum_s, track->serves}, 1, 0.01);
    struct track_speed past = sum_past(track->past);
    double call_s = shrunk(track->today, shrunk(past, branch_call_s(track, 0), 5), 20);
    double sum_s = 0;
    for (int s = 0; s < TRACK_SERVICES_MAX; s++) {
        const struct track_service *service = &track->service[s];
        struct track_speed own = {service->serve_sum_s, service->serves};
        sum_s += service->waiting * call_s * shrunk(own, all_s, 10) / all_s;
    }
    return sum_s;
}

static double mean_wait_s(const struct track *track, const struct track_service *service,
                          double step_s)
{
    double branch_s = (track->wait_sum_s + 3 * step_s) / (track->waits + 3);
    return (service->wait_sum_s + 5 * branch_s) / (service->waits + 5);
}

/* How long the usual calls of this time of day take to serve `ahead` people. */
static double profile_s(const struct track_service *service, double ahead, double at_s,
                        double speed)
{
    double passed_s = 0, left = ahead;
    int bin = (int)(at_s / 900);
    double until_s = (bin + 1) * 900 - at_s;
    for (; bin >= 0 && bin < TRACK_BINS; bin++) {
        double here = service->profile[bin] * speed * until_s / 900;
        if (here >= left && here > 0)
            return passed_s + until_s * left / here;
        left -= here;
        passed_s += until_s;
        until_s = 900;
    }
    return WAIT_MAX_S;
}

/* Calls of today against those usual until now, shrunk to 1. */
static double day_speed(const struct track_service *service, double at_s)
{
    double usual = 0, today = 0;
    int bins = (int)(at_s / 900);
    for (int i = 0; i < bins && i < TRACK_BINS; i++) {
        usual += service->profile[i];
        today += service->calls_bin[i];
    }
    double speed = (today + 5) / (usual + 5);
    return speed < 0.4 ? 0.4 : speed > 2.5 ? 2.5 : speed;
}

static double share_of_day(const struct track_service *service, double at_s)
{
    double open_s = service->days ? service->open_s : 28800;
    double close_s = service->days ? service->close_s : 57600;
    double share = close_s > open_s + 600 ? (at_s - open_s) / (close_s - open_s) : 0.5;
    return share < 0 ? 0 : share > 1.3 ? 1.3 : share;
}

/* Seconds: LES, MA5 and the mean own error, as far as there was a call today. */
static void read_recent(const struct track_service *service, double mean_s, float *x)
{
    int count = service->recent_count < TRACK_RECENT ? service->recent_count : TRACK_RECENT;
    double wait_s = 0, error_s = 0;
    for (int i = 0; i < count; i++) {
        wait_s += service->recent_s[i];
        error_s += service->error_s[i];
    }
    int last = (service->recent_count + TRACK_RECENT - 1) % TRACK_RECENT;
    x[FEATURE_LES] = count ? service->recent_s[last] : (float)mean_s;
    x[FEATURE_MA5] = (float)(count ? wait_s / count : mean_s);
    x[FEATURE_ERROR] = (float)(error_s / (count + 2));
}

static void read_queue(const struct track *track, int index, double at_s, double desks, float *x)
{
    const struct track_service *service = &track->service[index];
    double ahead = service->waiting;
    double step_s = features_call_s(track, index) / desks;
    double queue_s = least(WAIT_MAX_S, ahead * step_s);
    double ratio = (service->ratio_wait_s + 2 * step_s) / (service->ratio_load_s + 2 * step_s);
    double flow_s = (service->lately.desk_s + 3 * step_s) / (service->lately.calls + 3);
    x[FEATURE_STEP] = (float)step_s;
    x[FEATURE_QUEUE] = (float)queue_s;
    x[FEATURE_FLOW] = (float)least(WAIT_MAX_S, ahead * flow_s);
    x[FEATURE_RATIO] = (float)least(WAIT_MAX_S, queue_s * least(ratio, 4));
    x[FEATURE_ROOT_AHEAD] = (float)(step_s * sqrt(ahead));
    double balance = track_fade(service->arrivals_30, service->arrivals_at_s, at_s) -
                     track_fade(service->calls_30, service->calls_at_s, at_s);
    x[FEATURE_BALANCE] = (float)(step_s * balance);
    double quiet_s = service->last_call_s >= 0 ? at_s - service->last_call_s : 0;
    x[FEATURE_QUIET] = (float)least(quiet_s, 4 * step_s + 60);
    double usual_s = queue_s;
    if (service->days > 0)
        usual_s = profile_s(service, ahead, at_s, day_speed(service, at_s));
    x[FEATURE_PROFILE] = (float)least(usual_s, 2 * queue_s + step_s);
    double left_s = service->days ? service->close_s + 600 - at_s : queue_s;
    x[FEATURE_CLOSE] = (float)least(queue_s, left_s > 600 ? left_s : 600);
    x[FEATURE_LEFT] = (float)(service->days ? (left_s > 600 ? left_s : 600) : 4 * 3600);
    x[FEATURE_AGE] = (float)(ahead > 0 ? at_s - service->arrive_sum_s / ahead : 0);
    x[FEATURE_CALL] = (float)(step_s * track_desks(track, index));
}

static void read_history(const struct track_service *service, double at_s, double mean_s, float *x)
{
    int hour = at_s < 0 ? 0 : at_s >= 86400 ? 23 : (int)(at_s / 3600);
    double share = share_of_day(service, at_s);
    x[FEATURE_MEAN] = (float)mean_s;
    x[FEATURE_HOUR] =
        (float)((service->hour_wait_s[hour] + 5 * mean_s) / (service->hour_waits[hour] + 5));
    x[FEATURE_MEAN_TIME] = (float)(mean_s * share);
    x[FEATURE_QUEUE_TIME] = (float)(x[FEATURE_QUEUE] * share);
    x[FEATURE_LOG_AHEAD] = (float)(mean_s * log1p(service->waiting));
    x[FEATURE_QUEUE_MEAN] = (float)sqrt(x[FEATURE_QUEUE] * mean_s);
}

/* The simulation of the queue, else a plain mean. */
static void read_future(const struct track *track, int index, const struct feature_hint *hint,
                        float *x)
{
    float *future_s = &x[FEATURE_SIM_10];
    x[FEATURE_BRANCH] = x[FEATURE_QUEUE];
    if (track->named)
        x[FEATURE_BRANCH] = (float)least(WAIT_MAX_S, load_s(track) / track_desks(track, index));
    future_s[0] = future_s[1] = future_s[2] = 0.5F * (x[FEATURE_BRANCH] + x[FEATURE_LES]);
    if (hint && hint->known) {
        future_s[0] = hint->p10_s;
        future_s[1] = hint->p50_s;
        future_s[2] = hint->p90_s;
    }
}

void features_read(const struct track *track, int index, int lane, double at_s,
                   const struct feature_hint *hint, float *x)
{
    const struct track_service *service = &track->service[index];
    double desks = track_desks(track, index);
    memset(x, 0, FEATURE_COUNT * sizeof *x);
    read_queue(track, index, at_s, track->named ? 1 : desks, x);
    double mean_s = mean_wait_s(track, service, x[FEATURE_STEP]);
    read_recent(service, mean_s, x);
    read_history(service, at_s, mean_s, x);
    x[FEATURE_QUEUE_LES] = sqrtf(x[FEATURE_QUEUE] * x[FEATURE_LES]);
    const struct track_ticket *head = service->head >= 0 ? &track->ticket[service->head] : NULL;
    x[FEATURE_HOL] = head && !head->before ? (float)(at_s - head->arrive_s) : x[FEATURE_LES];
    read_future(track, index, hint, x);
    x[FEATURE_PRIORITY] = lane == 1 ? x[FEATURE_BRANCH] : 0;
}

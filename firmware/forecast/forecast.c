// SPDX-License-Identifier: MIT
#include "firmware/forecast/forecast.h"

#include <math.h>
#include <string.h>

#include "firmware/forecast/priors.h"

void forecast_init(struct forecast *forecast, const struct forecast_priors *priors)
{
    memset(forecast, 0, sizeof *forecast);
    forecast->priors = priors ? priors : &priors_factory;
    forecast->center = forecast->model = forecast->priors->model;
    quantile_mix_init(&forecast->mix);
    track_init(&forecast->track);
}

static void learn_night(struct forecast *forecast)
{
    if (forecast->fresh == 0)
        return;
    quantile_mix_night(&forecast->mix);
    quantile_center(forecast->ring.sample, forecast->ring.count, &forecast->priors->model,
                    &forecast->center);
    quantile_fit(&forecast->model, forecast->ring.sample, forecast->ring.count, NULL,
                 &forecast->center, forecast->priors->samples);
    calibrate_refit(&forecast->calibrate);
    forecast->fresh = 0;
    forecast->nights++;
}

/* A straight line knows no bounds: not beyond three times all that speaks for a long wait. */
static void bound(const float *x, float raw_s[QUANTILES])
{
    float most_s = x[FEATURE_STEP];
    const int speaking[] = {FEATURE_QUEUE, FEATURE_BRANCH, FEATURE_LES,   FEATURE_HOL,
                            FEATURE_MA5,   FEATURE_MEAN,   FEATURE_RATIO, FEATURE_SIM_90};
    for (size_t i = 0; i < sizeof speaking / sizeof *speaking; i++)
        most_s = x[speaking[i]] > most_s ? x[speaking[i]] : most_s;
    for (int q = 0; q < QUANTILES; q++)
        raw_s[q] = raw_s[q] > 3 * most_s ? 3 * most_s : raw_s[q] > 0 ? raw_s[q] : 0;
}

/* Before the first night nobody knows how far the factory's values fit this branch; a simulation of
 * its own queue knows its desks and who shares them, so most of the answer is its. On a first day
 * of nine services at two desks that halves the error; where the factory fits it costs nothing. */
static void begin_with(const struct feature_hint *hint, float raw_s[QUANTILES])
{
    static const float share = 0.75F;
    const float simulated_s[QUANTILES] = {hint->p10_s, hint->p50_s, hint->p90_s};
    for (int q = 0; q < QUANTILES; q++)
        raw_s[q] += share * (simulated_s[q] - raw_s[q]);
}

static void predict(struct forecast *forecast, int service, int lane, double at_s,
                    const struct feature_hint *hint, struct track_ticket *out)
{
    track_advance(&forecast->track, service, at_s);
    features_read(&forecast->track, service, lane, at_s, hint, out->x);
    network_read(&forecast->priors->network, out->x, &out->x[FEATURE_NET_10]);
    float prior_s[QUANTILES], fitted_s[QUANTILES];
    quantile_read(&forecast->center, out->x, prior_s);
    quantile_read(&forecast->model, out->x, fitted_s);
    quantile_mix_read(&forecast->mix, prior_s, fitted_s, out->raw_s);
    if (forecast->nights == 0 && hint && hint->known)
        begin_with(hint, out->raw_s);
    bound(out->x, out->raw_s);
    calibrate_apply(&forecast->calibrate, out->raw_s, out->given_s);
}

void forecast_ask_inputs(struct forecast *forecast, int service, enum forecast_lane lane,
                         double at_s, const struct feature_hint *hint, struct forecast_wait *wait,
                         float x[FEATURE_COUNT])
{
    struct track *track = &forecast->track;
    struct track_service was = track->service[service];
    struct track_speed today = track->today;
    double tick_s = track->tick_s;
    struct track_ticket guess;
    predict(forecast, service, (int)lane, at_s, hint, &guess);
    *wait =
        (struct forecast_wait){was.waiting, guess.given_s[0], guess.given_s[1], guess.given_s[2]};
    /* The time was accounted for the answer only: the log goes on as if nobody had asked. */
    track->service[service] = was;
    track->today = today;
    track->tick_s = tick_s;
    memcpy(x, guess.x, FEATURE_COUNT * sizeof *x);
}

void forecast_ask(struct forecast *forecast, int service, enum forecast_lane lane, double at_s,
                  const struct feature_hint *hint, struct forecast_wait *wait)
{
    float x[FEATURE_COUNT];
    forecast_ask_inputs(forecast, service, lane, at_s, hint, wait, x);
}

static void arrive(struct forecast *forecast, const struct forecast_event *event,
                   const struct feature_hint *hint, struct forecast_wait *wait)
{
    struct track_ticket guess;
    predict(forecast, event->service, (int)event->lane, event->at_s, hint, &guess);
    if (wait)
        *wait = (struct forecast_wait){forecast->track.service[event->service].waiting,
                                       guess.given_s[0], guess.given_s[1], guess.given_s[2]};
    struct track_ticket *ticket = track_arrive(&forecast->track, event->service, event->key,
                                               (int)event->lane, event->before, event->at_s);
    if (!ticket)
        return;
    memcpy(ticket->x, guess.x, FEATURE_COUNT * sizeof ticket->x[0]); /* the rest stays zero */
    memcpy(ticket->raw_s, guess.raw_s, sizeof ticket->raw_s);
    memcpy(ticket->given_s, guess.given_s, sizeof ticket->given_s);
}

static void call(struct forecast *forecast, const struct forecast_event *event)
{
    struct track *track = &forecast->track;
    struct track_ticket *ticket = track_find(track, event->service, event->key);
    track_serve(track, event->service, event->key, event->desk, event->at_s);
    if (!ticket)
        return;
    float wait_s = (float)(event->at_s - ticket->arrive_s);
    track_called(track, ticket, event->at_s);
    if (track_delayed(track, ticket, wait_s)) {
        float prior_s[QUANTILES], fitted_s[QUANTILES];
        quantile_read(&forecast->center, ticket->x, prior_s);
        quantile_read(&forecast->model, ticket->x, fitted_s);
        quantile_mix_learn(&forecast->mix, prior_s, fitted_s, wait_s);
        quantile_keep(&forecast->ring, ticket->x, wait_s);
        calibrate_learn(&forecast->calibrate, ticket->raw_s, wait_s);
        forecast->fresh++;
    }
    track_leave(track, ticket);
}

static void leave(struct forecast *forecast, const struct forecast_event *event)
{
    struct track *track = &forecast->track;
    struct track_ticket *ticket = track_find(track, event->service, event->key);
    if (ticket)
        track_leave(track, ticket);
    else
        track_end(track, event->service, event->key, event->kind == FORECAST_END, event->at_s);
}

static bool fits(const struct forecast_event *event)
{
    return event->service >= 0 && event->service < TRACK_SERVICES_MAX && event->desk >= 0 &&
           event->desk < TRACK_DESKS_MAX && isfinite(event->at_s) && isfinite(event->number);
}

void forecast_day(struct forecast *forecast, int32_t day, bool study)
{
    if (day == forecast->track.day)
        return;
    if (study)
        learn_night(forecast);
    track_new_day(&forecast->track, day);
}

void forecast_feed(struct forecast *forecast, const struct forecast_event *event,
                   const struct feature_hint *hint, struct forecast_wait *wait)
{
    struct track *track = &forecast->track;
    if (!fits(event))
        return;
    forecast_day(forecast, event->day, true);
    struct track_service *service = &track->service[event->service];
    track_tick(track, event->at_s);
    if (event->kind >= FORECAST_DESKS)
        track_advance(track, event->service, event->at_s);
    switch (event->kind) {
    case FORECAST_PLAN:
        track_plan(track, event->desk, event->from_s, event->to_s);
        break;
    case FORECAST_OPEN:
    case FORECAST_CLOSE:
        track_desk_open(track, event->desk, event->kind == FORECAST_OPEN);
        break;
    case FORECAST_PAUSE:
    case FORECAST_RESUME:
        track_desk_pause(track, event->desk, event->kind == FORECAST_PAUSE);
        break;
    case FORECAST_DESKS:
        service->desks = event->number >= 0 && event->number < 1000 ? (int32_t)event->number : 0;
        break;
    case FORECAST_EXPECT:
        service->expect_s = event->number > 0 ? event->number * 60 : 0;
        break;
    case FORECAST_ARRIVE:
        arrive(forecast, event, hint, wait);
        break;
    case FORECAST_CALL:
        call(forecast, event);
        break;
    case FORECAST_END:
    case FORECAST_ABANDON:
        leave(forecast, event);
        break;
    }
}

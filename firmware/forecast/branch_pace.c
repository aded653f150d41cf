// SPDX-License-Identifier: MIT
/* From what was seen to what to expect: everything pooled with what is known more widely. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "firmware/forecast/branch_parts.h"

/* Weights of what is known more widely, in observations (facts: 10, 8 and 20 suit a branch of
 * some 200 visitors a day). */
static const double service_prior = 10, branch_prior = 10, desk_prior = 8, today_prior = 20,
                    gap_prior = 10, show_prior = 10, leave_prior_s = 1800;
static const double day_spread = 0.15; /* sd of a day's factor, before anything is seen of it */

/* Relative to the desks together: what all of them share is the services' own pace. */
double branch_model_desk_factor(const struct branch_model *model, uint16_t number)
{
    const struct branch_desk *desk = NULL;
    double ratio = 0, weight = 0;
    for (int i = 0; i < BRANCH_DESKS; i++) {
        ratio += model->desk[i].ratio;
        weight += model->desk[i].weight;
        if (model->desk[i].number == number && number != 0)
            desk = &model->desk[i];
    }
    if (desk == NULL || ratio <= 0)
        return 1;
    return (desk->ratio * weight / ratio + desk_prior) / (desk->weight + desk_prior);
}

double branch_model_today_factor(const struct branch_model *model)
{
    return (model->today_ratio + today_prior) / (model->today_count + today_prior);
}

void branch_model_curve(const struct branch_model *model, char service, struct curve *curve)
{
    struct curve factory, branch;
    curve_lognormal(&factory, 600, 0.7);
    samples_curve(&model->branch, &factory, branch_prior, &branch);
    samples_curve(&model->service[service - 'A'].occupied, &branch, service_prior, curve);
}

double branch_model_no_show(const struct branch_model *model, int bin)
{
    double called = 20, absent = 0.4;
    for (int i = 0; i < WAIT_BINS; i++) {
        called += model->called[i];
        absent += model->absent_of[i];
    }
    return (model->absent_of[bin] + show_prior * absent / called) /
           (model->called[bin] + show_prior);
}

static void pace_no_shows(const struct branch_model *model, struct pace *pace)
{
    for (int s = 0; s < LETTERS; s++) {
        const struct branch_service *service = &model->service[s];
        double factor = (service->absent + 2) / (service->absent_expected + 2);
        for (int bin = 0; bin < WAIT_BINS; bin++)
            pace->no_show[s][bin] = (float)fmin(0.9, factor * branch_model_no_show(model, bin));
    }
}

static void pace_leaving(const struct branch_model *model, struct pace *pace)
{
    double left = 0, waited_s = leave_prior_s;
    for (int bin = 0; bin < WAIT_BINS; bin++) {
        left += model->left[bin];
        waited_s += model->waited_s[bin];
    }
    for (int bin = 0; bin < WAIT_BINS; bin++)
        pace->leave_per_s[bin] = (float)((model->left[bin] + leave_prior_s * left / waited_s) /
                                         (model->waited_s[bin] + leave_prior_s));
}

/* Days before, plus today so far spread over its hours as one more day. */
static void pace_arrivals(const struct branch_model *model, struct pace *pace)
{
    for (int s = 0; s < LETTERS; s++)
        for (int lane = 0; lane < LANES; lane++) {
            const struct branch_service *service = &model->service[s];
            int first = -1, last = -1, count = 0;
            for (int hour = 0; hour < DAY_HOURS; hour++)
                if (service->arrivals_today[lane][hour]) {
                    first = first < 0 ? hour : first;
                    last = hour;
                    count += service->arrivals_today[lane][hour];
                }
            double today = count ? (double)count / (last - first + 1) : 0;
            for (int hour = 0; hour < DAY_HOURS; hour++)
                pace->arrivals_per_h[s][lane][hour] =
                    (float)((service->arrivals_past[lane][hour] + today) / (model->weight + 1));
        }
}

static void pace_desks(const struct branch_model *model, const struct rules *rules,
                       struct pace *pace)
{
    for (int i = 0; i < rules->desk_count; i++) {
        struct pace_desk *desk = &pace->desk[pace->desk_count++];
        *desk = (struct pace_desk){.number = rules->desk[i].number};
        desk->factor = (float)branch_model_desk_factor(model, desk->number);
        for (int j = 0; j < BRANCH_DESKS; j++)
            if (model->desk[j].number == desk->number)
                desk->free_since_ms = model->desk[j].free_since_ms;
    }
}

void branch_model_pace(const struct branch_model *model, const struct rules *rules,
                       struct pace *pace)
{
    struct curve factory, branch;
    double today = branch_model_today_factor(model);
    memset(pace, 0, sizeof *pace);
    pace->midnight_ms = model->midnight_ms;
    pace->speed_weight = (float)(today_prior + model->today_count);
    pace->speed_spread =
        (float)(day_spread * sqrt(today_prior / (today_prior + model->today_count)));
    curve_lognormal(&factory, 600, 0.7);
    samples_curve(&model->branch, &factory, branch_prior, &branch);
    for (int s = 0; s < LETTERS; s++)
        if (rules->services & service_bit((char)('A' + s))) {
            samples_curve(&model->service[s].occupied, &branch, service_prior, &pace->service[s]);
            curve_scale(&pace->service[s], today);
        }
    curve_lognormal(&factory, 10, 1);
    samples_curve(&model->changeover, &factory, gap_prior, &pace->changeover);
    curve_lognormal(&factory, 60, 0.5);
    samples_curve(&model->absent, &factory, gap_prior, &pace->absent);
    curve_lognormal(&factory, 900, 0.7);
    samples_curve(&model->pause, &factory, gap_prior, &pace->pause);
    pace_no_shows(model, pace);
    pace_leaving(model, pace);
    pace_arrivals(model, pace);
    pace_desks(model, rules, pace);
}

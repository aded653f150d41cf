// SPDX-License-Identifier: MIT
#include "firmware/ctl/replay_idle.h"

#include <math.h>
#include <string.h>

static const double DAY_FADE = 0.95;
static const double bin_from_s[REPLAY_IDLE_BINS + 1] = {0,   5,   10,  20,   40,   80,
                                                        160, 320, 640, 1280, 2560, HUGE_VAL};

void replay_idle_init(struct replay_idle *idle)
{
    memset(idle, 0, sizeof *idle);
    for (int i = 0; i < REPLAY_IDLE_BINS; i++) { /* first guess: gone for as long as it was */
        idle->calls[i] = 1;
        idle->exposed_s[i] = i > 0 ? 2 * bin_from_s[i] : 10;
    }
}

void replay_idle_day(struct replay_idle *idle)
{
    for (int i = 0; i < REPLAY_IDLE_BINS; i++) {
        idle->calls[i] *= DAY_FADE;
        idle->exposed_s[i] *= DAY_FADE;
    }
}

static int bin_of(double age_s)
{
    int bin = REPLAY_IDLE_BINS - 1;
    while (bin > 0 && age_s < bin_from_s[bin])
        bin--;
    return bin;
}

void replay_idle_expose(struct replay_idle *idle, double from_s, double to_s)
{
    for (int bin = bin_of(from_s); bin < REPLAY_IDLE_BINS && bin_from_s[bin] < to_s; bin++)
        idle->exposed_s[bin] += fmin(to_s, bin_from_s[bin + 1]) - fmax(from_s, bin_from_s[bin]);
}

void replay_idle_call(struct replay_idle *idle, double age_s)
{
    idle->calls[bin_of(age_s)]++;
}

void replay_idle_curve(const struct replay_idle *idle, struct curve *curve)
{
    int bin = 0;
    double hazard = idle->calls[0] / idle->exposed_s[0], gone = 0; /* -log of who still is idle */
    for (int i = 0; i < CURVE_POINTS; i++) {
        double want = -log(1 - (i + 0.5) / CURVE_POINTS);
        double most;
        while (bin < REPLAY_IDLE_BINS - 1 &&
               gone + (most = hazard * (bin_from_s[bin + 1] - bin_from_s[bin])) < want) {
            gone += most;
            bin++;
            hazard = idle->calls[bin] / idle->exposed_s[bin];
        }
        curve->at_s[i] = (float)(bin_from_s[bin] + (want - gone) / hazard);
    }
}

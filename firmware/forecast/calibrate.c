// SPDX-License-Identifier: MIT
#include "firmware/forecast/calibrate.h"

#include <math.h>
#include <string.h>

#include "firmware/forecast/select.h"

static const float MISS_LOW = 0.1F;
/* A little less than promised: the longest waits become known last, and the day may be worse
 * than those before it. */
static const float MISS_HIGH = 0.092F;
static const float STEP = 0.03F;         /* of a width, for each wait that becomes known */
static const float PRIOR_SCORES = 60.0F; /* a class with few misses keeps near offset 0 */

static int class_of(float p50_s)
{
    const float edges_s[] = {8 * 60, 20 * 60, 45 * 60};
    int class = 0;
    while (class < CALIBRATE_CLASSES - 1 && p50_s >= edges_s[class])
        class ++;
    return class;
}

/* The regression's three, put in order, and the width that offsets are measured in. */
static float order(const float raw_s[3], float out_s[3])
{
    float middle = raw_s[1] > 0 ? raw_s[1] : 0;
    out_s[1] = middle;
    out_s[0] = raw_s[0] < middle ? (raw_s[0] > 0 ? raw_s[0] : 0) : middle;
    out_s[2] = raw_s[2] > middle ? raw_s[2] : middle;
    float width = out_s[2] - out_s[0], least = 0.15F * middle + 1;
    return width > least ? width : least;
}

void calibrate_apply(const struct calibrate *calibrate, const float raw_s[3], float out_s[3])
{
    float width = order(raw_s, out_s);
    const struct calibrate_class *class = &calibrate->classes[class_of(out_s[1])];
    float low = out_s[0] + class->low_offset * width;
    float high = out_s[2] + class->high_offset * width;
    out_s[0] = low < 0 ? 0 : low < out_s[1] ? low : out_s[1];
    out_s[2] = high > out_s[1] ? high : out_s[1];
}

void calibrate_learn(struct calibrate *calibrate, const float raw_s[3], float wait_s)
{
    float out_s[3], given_s[3];
    calibrate_apply(calibrate, raw_s, given_s);
    float width = order(raw_s, out_s);
    struct calibrate_class *class = &calibrate->classes[class_of(out_s[1])];
    class->low[class->next] = (wait_s - out_s[0]) / width;
    class->high[class->next] = (wait_s - out_s[2]) / width;
    class->next = (class->next + 1) % CALIBRATE_SCORES;
    if (class->count < CALIBRATE_SCORES)
        class->count++;
    class->high_offset += STEP * ((wait_s > given_s[2] ? 1 : 0) - MISS_HIGH);
    if (given_s[0] > 0)
        class->low_offset -= STEP * ((wait_s < given_s[0] ? 1 : 0) - MISS_LOW);
}

static float quantile_of(const float *scores, int count, float level)
{
    float copy[CALIBRATE_SCORES];
    int k = (int)ceilf((float)(count + 1) * level) - 1;
    memcpy(copy, scores, (size_t)count * sizeof *copy);
    return select_rank(copy, count, k < 0 ? 0 : k >= count ? count - 1 : k);
}

void calibrate_refit(struct calibrate *calibrate)
{
    for (int i = 0; i < CALIBRATE_CLASSES; i++) {
        struct calibrate_class *class = &calibrate->classes[i];
        if (class->count == 0)
            continue;
        float trust = (float)class->count / ((float)class->count + PRIOR_SCORES);
        class->high_offset = trust * quantile_of(class->high, class->count, 1 - MISS_HIGH);
        class->low_offset = trust * quantile_of(class->low, class->count, MISS_LOW);
    }
}

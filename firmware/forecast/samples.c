// SPDX-License-Identifier: MIT
#include "firmware/forecast/samples.h"

#include <string.h>

/* First place whose value is not below s. */
static int place(const struct samples *samples, int count, float s)
{
    int low = 0, high = count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (samples->sorted_s[middle] < s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void samples_add(struct samples *samples, double s)
{
    float value = (float)s;
    int count = samples->count;
    if (count == SAMPLES_KEPT) {
        int gone = place(samples, count, samples->kept_s[samples->next]);
        count--;
        memmove(&samples->sorted_s[gone], &samples->sorted_s[gone + 1],
                (size_t)(count - gone) * sizeof samples->sorted_s[0]);
    }
    int at = place(samples, count, value);
    memmove(&samples->sorted_s[at + 1], &samples->sorted_s[at],
            (size_t)(count - at) * sizeof samples->sorted_s[0]);
    samples->sorted_s[at] = value;
    samples->kept_s[samples->next] = value;
    samples->next = (uint16_t)((samples->next + 1) % SAMPLES_KEPT);
    samples->count = (uint16_t)(count + 1);
}

/* Mean of what lies between two shares: unlike the quantile in the middle it keeps the mean
 * of a distribution with a long tail. */
static double between(const struct samples *samples, double from, double to)
{
    double low = from * samples->count, high = to * samples->count, sum = 0;
    for (int i = (int)low; i < samples->count && i < high; i++) {
        double begin = i > low ? i : low, end = i + 1 < high ? i + 1 : high;
        sum += samples->sorted_s[i] * (end - begin);
    }
    return sum / (high - low);
}

void samples_curve(const struct samples *samples, const struct curve *prior, double prior_count,
                   struct curve *curve)
{
    *curve = *prior;
    if (samples->count == 0)
        return;
    double own = samples->count / (samples->count + prior_count);
    for (int i = 0; i < CURVE_POINTS; i++)
        curve->at_s[i] =
            (float)(prior->at_s[i] * (1 - own) +
                    between(samples, (double)i / CURVE_POINTS, (double)(i + 1) / CURVE_POINTS) *
                        own);
}

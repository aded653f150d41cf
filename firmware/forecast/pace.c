// SPDX-License-Identifier: MIT
#include "firmware/forecast/pace.h"

#include <math.h>
#include <string.h>

static const double bin_from_s[WAIT_BINS] = {0, 60, 180, 300, 600, 1200, 2400, 4800};

int wait_bin(double wait_s)
{
    int bin = WAIT_BINS - 1;
    while (bin > 0 && wait_s < bin_from_s[bin])
        bin--;
    return bin;
}

double wait_bin_from(int bin)
{
    return bin_from_s[bin];
}

double curve_draw(const struct curve *curve, double share)
{
    double x = share * CURVE_POINTS - 0.5;
    if (x <= 0)
        return curve->at_s[0];
    if (x >= CURVE_POINTS - 1)
        return curve->at_s[CURVE_POINTS - 1];
    int i = (int)x;
    return curve->at_s[i] + (x - i) * (curve->at_s[i + 1] - curve->at_s[i]);
}

double curve_below(const struct curve *curve, double s)
{
    int low = 0, high = CURVE_POINTS; /* first point >= s */
    while (low < high) {
        int middle = (low + high) / 2;
        if (curve->at_s[middle] < s)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return 0;
    if (low == CURVE_POINTS)
        return 1;
    double step = curve->at_s[low] - curve->at_s[low - 1];
    return (low - 0.5 + (s - curve->at_s[low - 1]) / step) / CURVE_POINTS;
}

double curve_rest(const struct curve *curve, double elapsed_s, double share)
{
    double gone = curve_below(curve, elapsed_s);
    if (gone >= 1)
        return -log(1 - share) * 0.1 * curve->at_s[CURVE_POINTS - 1];
    double rest = curve_draw(curve, gone + share * (1 - gone)) - elapsed_s;
    return rest > 0 ? rest : 0;
}

double curve_mean(const struct curve *curve)
{
    double sum = 0;
    for (int i = 0; i < CURVE_POINTS; i++)
        sum += curve->at_s[i];
    return sum / CURVE_POINTS;
}

void curve_constant(struct curve *curve, double s)
{
    for (int i = 0; i < CURVE_POINTS; i++)
        curve->at_s[i] = (float)s;
}

/* Standard normal quantile: Acklam's rational approximation, good to 1e-9 relative. */
static double normal_quantile(double p)
{
    static const double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,
                               -2.759285104469687e+02, 1.383577518672690e+02,
                               -3.066479806614716e+01, 2.506628277459239e+00};
    static const double b[] = {-5.447609879822406e+01, 1.615858368580409e+02,
                               -1.556989798598866e+02, 6.680131188771972e+01,
                               -1.328068155288572e+01};
    static const double c[] = {-7.784894002430293e-03, -3.223964580411365e-01,
                               -2.400758277161838e+00, -2.549732539343734e+00,
                               4.374664141464968e+00,  2.938163982698783e+00};
    static const double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                               3.754408661907416e+00};
    if (p > 0.5)
        return -normal_quantile(1 - p);
    if (p < 0.02425) {
        double q = sqrt(-2 * log(p));
        return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
               ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    }
    double q = p - 0.5, r = q * q;
    return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
           (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

void curve_lognormal(struct curve *curve, double mean_s, double cv)
{
    double sigma = sqrt(log(1 + cv * cv));
    for (int i = 0; i < CURVE_POINTS; i++)
        curve->at_s[i] = (float)exp(sigma * normal_quantile((i + 0.5) / CURVE_POINTS));
    curve_scale(curve, mean_s / curve_mean(curve));
}

void curve_blend(struct curve *curve, const struct curve *other, double weight)
{
    for (int i = 0; i < CURVE_POINTS; i++)
        curve->at_s[i] = (float)(curve->at_s[i] * (1 - weight) + other->at_s[i] * weight);
}

void curve_scale(struct curve *curve, double factor)
{
    for (int i = 0; i < CURVE_POINTS; i++)
        curve->at_s[i] = (float)(curve->at_s[i] * factor);
}

void pace_init(struct pace *pace)
{
    memset(pace, 0, sizeof *pace);
    for (int i = 0; i < LETTERS; i++) {
        curve_lognormal(&pace->service[i], 600, 0.7);
        for (int bin = 0; bin < WAIT_BINS; bin++)
            pace->no_show[i][bin] = 0.02F;
    }
    curve_lognormal(&pace->changeover, 10, 1);
    curve_lognormal(&pace->absent, 60, 0.5);
    curve_lognormal(&pace->pause, 900, 0.7);
}

// SPDX-License-Identifier: MIT
#include "tests/bench/judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNKNOWN_S = 600, FLOW_MS = 30 * 60000, CLASSES = 10, PER_CLASS = 60 };

void judge_init(struct judge_formulas *formulas)
{
    memset(formulas, 0, sizeof *formulas);
    judge_new_day(formulas);
}

void judge_new_day(struct judge_formulas *formulas)
{
    for (int i = 0; i < LETTERS; i++)
        formulas->last_s[i] = -1;
    formulas->calls = 0;
}

void judge_called(struct judge_formulas *formulas, char service, double wait_s, bool delayed,
                  int64_t at_ms)
{
    int s = service - 'A';
    formulas->last_s[s] = wait_s;
    formulas->called_ms[formulas->calls++ % JUDGE_RECENT] = at_ms;
    if (!delayed)
        return;
    formulas->wait_s[s] += wait_s;
    formulas->waits[s]++;
    formulas->all_wait_s += wait_s;
    formulas->all_waits++;
}

void judge_served(struct judge_formulas *formulas, char service, double busy_s)
{
    formulas->serve_s[service - 'A'] += busy_s;
    formulas->serves[service - 'A']++;
    formulas->all_serve_s += busy_s;
    formulas->all_serves++;
}

static double mean_or(double sum, double count, double otherwise)
{
    return count > 0 ? sum / count : otherwise;
}

static double service_s(const struct judge_formulas *f, int s)
{
    double all = mean_or(f->all_serve_s, f->all_serves, UNKNOWN_S);
    return (f->serve_s[s] + 10 * all) / (f->serves[s] + 10);
}

static int open_desks(const struct queue *queue)
{
    int count = 0;
    for (int i = 0; i < queue->desk_count; i++)
        count += queue->desk[i].state == DESK_OPEN;
    return count > 0 ? count : 1;
}

void judge_ask(const struct judge_formulas *f, const struct queue *queue, ticket_slot slot,
               double p50_s[JUDGE_METHODS])
{
    const struct ticket *mine = &queue->ticket[slot];
    int s = mine->service - 'A', ahead = 0, recent = 0;
    double work_s = 0, head_s = -1, now_ms = (double)mine->issued_at_ms;
    for (int i = 0; i < queue->waiting_count; i++) {
        const struct ticket *t = &queue->ticket[queue->waiting[i]];
        if (queue->waiting[i] == slot)
            continue;
        ahead++;
        work_s += service_s(f, t->service - 'A');
        if (head_s < 0 && t->service == mine->service)
            head_s = (now_ms - (double)t->arrived_at_ms) / 1000;
    }
    for (int i = 0; i < f->calls && i < JUDGE_RECENT; i++)
        recent += f->called_ms[i] > mine->issued_at_ms - FLOW_MS;
    double mean =
        mean_or(f->wait_s[s], f->waits[s], mean_or(f->all_wait_s, f->all_waits, UNKNOWN_S));
    p50_s[JUDGE_MEAN] = mean;
    p50_s[JUDGE_LES] = f->last_s[s] >= 0 ? f->last_s[s] : mean;
    p50_s[JUDGE_HOL] = head_s >= 0 ? head_s : p50_s[JUDGE_LES];
    p50_s[JUDGE_QUEUE] = work_s / open_desks(queue);
    p50_s[JUDGE_QUEUE_LES] = (p50_s[JUDGE_QUEUE] + p50_s[JUDGE_LES]) / 2;
    p50_s[JUDGE_FLOW] = recent ? ahead * (FLOW_MS / 1000.0) / recent : mean;
}

double judge_share_below(const float *path_s, int paths, double wait_s)
{
    double below = 0;
    for (int i = 0; i < paths; i++)
        below += (double)path_s[i] < wait_s ? 1 : (double)path_s[i] == wait_s ? 0.5 : 0;
    return below / paths;
}

/* From the line through (x0, y0) and (x1, y1); y1 where it is upright. */
static double on_line(double x, double x0, double y0, double x1, double y1)
{
    return x1 > x0 ? y0 + (x - x0) * (y1 - y0) / (x1 - x0) : y1;
}

double judge_promise_below(const struct promise *promise, const float *path_s, int paths,
                           double wait_s)
{
    double p10_s = promise->p10_s, p50_s = promise->p50_s, p90_s = promise->p90_s;
    bool simulated = promise->sim10_s >= 0 && promise->sim10_s < promise->sim50_s &&
                     promise->sim50_s < promise->sim90_s;
    double at10 = simulated ? promise->sim10_s : 0.1, at50 = simulated ? promise->sim50_s : 0.5;
    double at90 = simulated ? promise->sim90_s : 0.9, at;
    if (wait_s < p10_s)
        at = on_line(wait_s, 0, 0, p10_s, at10);
    else if (wait_s < p50_s)
        at = on_line(wait_s, p10_s, at10, p50_s, at50);
    else if (wait_s < p90_s || simulated)
        at = p90_s > p50_s ? on_line(wait_s, p50_s, at50, p90_s, at90) : INFINITY;
    else
        at = p90_s > p50_s ? 1 - 0.1 * exp((p90_s - wait_s) * log(5) / (p90_s - p50_s)) : 1;
    return simulated ? judge_share_below(path_s, paths, at) : at;
}

struct pair {
    double value, wait_s;
};

static int by_value(const void *a, const void *b)
{
    double x = ((const struct pair *)a)->value, y = ((const struct pair *)b)->value;
    return (x > y) - (x < y);
}

static int by_wait(const void *a, const void *b)
{
    double x = ((const struct pair *)a)->wait_s, y = ((const struct pair *)b)->wait_s;
    return (x > y) - (x < y);
}

struct classes {
    int count;
    double from[CLASSES], p90_s[CLASSES];
};

static void make_classes(struct pair *pairs, int count, struct classes *classes)
{
    qsort(pairs, (size_t)count, sizeof *pairs, by_value);
    classes->count = count / PER_CLASS < CLASSES ? count / PER_CLASS : CLASSES;
    if (classes->count < 1)
        classes->count = count > 0;
    for (int c = 0; c < classes->count; c++) {
        int from = c * count / classes->count, to = (c + 1) * count / classes->count;
        classes->from[c] = pairs[from].value;
        qsort(pairs + from, (size_t)(to - from), sizeof *pairs, by_wait);
        classes->p90_s[c] = pairs[from + (int)((to - from - 1) * 0.9)].wait_s;
    }
}

static double class_p90(const struct classes *classes, double value)
{
    int c = classes->count - 1;
    while (c > 0 && value < classes->from[c])
        c--;
    return classes->count ? classes->p90_s[c] : 2 * value;
}

void judge_formula_p90(struct judge_row *rows, int count)
{
    struct pair *pairs = malloc((size_t)(count + 1) * sizeof *pairs);
    struct classes classes;
    for (int m = JUDGE_FORECASTS; pairs && m < JUDGE_METHODS; m++)
        for (int i = 0, first = 0; i < count; i++) {
            if (i == 0 || rows[i].day != rows[i - 1].day) {
                first = i;
                for (int j = 0; j < first; j++)
                    pairs[j] = (struct pair){rows[j].p50_s[m], rows[j].wait_s};
                make_classes(pairs, first, &classes);
            }
            rows[i].p90_s[m] = class_p90(&classes, rows[i].p50_s[m]);
            rows[i].p10_s[m] = 0;
        }
    free(pairs);
}

static double pinball(double wait, double quantile, double level)
{
    return fmax(level * (wait - quantile), (level - 1) * (wait - quantile));
}

struct judge_score judge_score(const struct judge_row *rows, int count, enum judge_method method)
{
    struct judge_score s = {.count = count};
    for (int i = 0; i < count; i++) {
        double wait = rows[i].wait_s / 60, p50 = rows[i].p50_s[method] / 60;
        double p90 = rows[i].p90_s[method] / 60, p10 = rows[i].p10_s[method] / 60;
        s.wait_min += wait / count;
        s.mae_min += fabs(p50 - wait) / count;
        s.rmse_min += (p50 - wait) * (p50 - wait) / count;
        s.bias_min += (p50 - wait) / count;
        s.pinball50 += pinball(wait, p50, 0.5) / count;
        s.pinball90 += pinball(wait, p90, 0.9) / count;
        s.coverage90 += (wait <= p90) / (double)count;
        s.inside80 += (wait <= p90 && wait >= p10) / (double)count;
    }
    s.rmse_min = sqrt(s.rmse_min);
    return s;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double judge_kolmogorov(const struct judge_row *rows, int count, enum judge_method method)
{
    double *pit = malloc((size_t)(count + 1) * sizeof *pit), distance = 0;
    for (int i = 0; pit && i < count; i++)
        pit[i] = rows[i].pit[method];
    if (pit)
        qsort(pit, (size_t)count, sizeof *pit, by_size);
    for (int i = 0; pit && i < count; i++) {
        distance = fmax(distance, fabs((i + 1.0) / count - pit[i]));
        distance = fmax(distance, fabs(pit[i] - (double)i / count));
    }
    free(pit);
    return distance;
}

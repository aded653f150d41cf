// SPDX-License-Identifier: MIT
/* Forecasts of the raw simulation judged on the simulated branch, beside the formulas that
 * queue products show:
 *
 *     bench_twin [--days N] [--seed S] [--table] [--csv FILE]
 *
 * --csv writes the days in the replay format and judges nothing. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/forecast/branch_model.h"
#include "firmware/forecast/simulate.h"
#include "tests/bench/judge.h"
#include "tests/bench/support.h"
#include "tests/bench/twin.h"

enum { WARM_UP_DAYS = 5, ROWS_MAX = 40000, DAY_TICKETS = 600 };

/* What was said at an arrival, until the ticket is called. */
struct promise {
    bool open;
    int same_ahead;
    struct judge_row row;
    float path_s[JUDGE_SIMULATIONS][SIMULATE_PATHS];
};

struct bench {
    struct twin twin;
    struct branch_model model;
    struct simulation simulation;
    struct simulate_result result;
    struct judge_formulas formulas;
    struct promise promise[DAY_TICKETS];
    struct judge_row *rows;
    int row_count;
    long forecasts;
    double spent_ms;
};

static double share_below(const float *path_s, double wait_s)
{
    double below = 0;
    for (int i = 0; i < SIMULATE_PATHS; i++)
        below += (double)path_s[i] < wait_s ? 1 : (double)path_s[i] == wait_s ? 0.5 : 0;
    return below / SIMULATE_PATHS;
}

static void settle(struct bench *b, ticket_slot slot, const struct ticket *t, int64_t at_ms)
{
    struct promise *p = &b->promise[slot];
    double wait_s = (double)(at_ms - t->issued_at_ms) / 1000;
    bool delayed = p->same_ahead > 0 || wait_s > 0.5;
    judge_called(&b->formulas, t->service, wait_s, delayed, at_ms);
    p->open = false;
    if (!delayed || p->row.day < WARM_UP_DAYS || b->row_count == ROWS_MAX)
        return;
    p->row.wait_s = wait_s;
    for (int m = 0; m < JUDGE_SIMULATIONS; m++)
        p->row.pit[m] = share_below(p->path_s[m], wait_s);
    b->rows[b->row_count++] = p->row;
}

static void on_fact(void *context, const struct twin *twin, const struct event *event)
{
    struct bench *b = context;
    if (event->kind == EV_DAY_STARTED) {
        branch_model_day(&b->model, twin->midnight_ms);
        judge_new_day(&b->formulas);
        memset(b->promise, 0, sizeof b->promise);
    }
    branch_model_event(&b->model, &twin->queue, event);
    ticket_slot slot = event->ticket.letter ? queue_find(&twin->queue, event->ticket) : NO_SLOT;
    if (slot == NO_SLOT || slot >= DAY_TICKETS)
        return;
    const struct ticket *t = &twin->queue.ticket[slot];
    if (event->kind == EV_TICKET_CALLED && b->promise[slot].open)
        settle(b, slot, t, event->at_utc_ms);
    if (event->kind == EV_TICKET_FINISHED)
        judge_served(&b->formulas, t->service,
                     (double)(event->at_utc_ms - t->changed_at_ms) / 1000);
}

static void forecast(struct bench *b, ticket_slot slot, enum judge_method method,
                     const struct pace *pace, const struct duty_plan *plan)
{
    const struct twin *twin = &b->twin;
    struct promise *p = &b->promise[slot];
    struct simulate_input input = {.queue = &twin->queue,
                                   .rules = &twin->rules,
                                   .pace = pace,
                                   .plan = plan,
                                   .now_ms = twin->now_ms,
                                   .seed = (uint64_t)twin->queue.day,
                                   .paths = SIMULATE_PATHS};
    double start_ms = support_now_ms();
    simulate_run(&b->simulation, &input, &b->result);
    b->spent_ms += support_now_ms() - start_ms;
    b->forecasts++;
    for (int i = 0; i < b->result.waiting_count; i++)
        if (b->result.waiting[i].slot == slot) {
            p->row.p10_s[method] = (double)b->result.waiting[i].wait.p10_s;
            p->row.p50_s[method] = (double)b->result.waiting[i].wait.p50_s;
            p->row.p90_s[method] = (double)b->result.waiting[i].wait.p90_s;
            memcpy(p->path_s[method], b->simulation.wait_s[i], sizeof p->path_s[method]);
        }
}

static void on_arrival(void *context, const struct twin *twin, ticket_slot slot)
{
    struct bench *b = context;
    struct duty_plan learned;
    struct pace pace;
    if (slot >= DAY_TICKETS)
        support_fail("the twin's day has too many tickets");
    struct promise *p = &b->promise[slot];
    p->open = true;
    p->row.day = twin->day;
    p->same_ahead = queue_waiting(&twin->queue, twin->queue.ticket[slot].service) - 1;
    judge_ask(&b->formulas, &twin->queue, slot, p->row.p50_s);
    if (twin->day < WARM_UP_DAYS)
        return;
    branch_model_pace(&b->model, &twin->rules, &pace);
    bool known = branch_model_plan(&b->model, &twin->rules, &learned);
    forecast(b, slot, JUDGE_PLAN, &pace, &twin->plan);
    forecast(b, slot, JUDGE_LEARNED, &pace, known ? &learned : NULL);
    forecast(b, slot, JUDGE_BLIND, &pace, NULL);
}

static const char *const method_names[JUDGE_METHODS] = {
    [JUDGE_PLAN] = "plan",   [JUDGE_LEARNED] = "learned",
    [JUDGE_BLIND] = "blind", [JUDGE_MEAN] = "mean",
    [JUDGE_LES] = "les",     [JUDGE_HOL] = "hol",
    [JUDGE_QUEUE] = "queue", [JUDGE_QUEUE_LES] = "queue_les",
    [JUDGE_FLOW] = "flow30",
};

static void show_table(const struct bench *b)
{
    printf("# %d delayed tickets after %d days\n", b->row_count, WARM_UP_DAYS);
    printf("# %-10s %7s %7s %7s %7s %7s %6s %6s %6s\n", "minutes", "MAE", "RMSE", "bias", "pin.5",
           "pin.9", "cov90", "in80", "KS");
    for (int m = 0; m < JUDGE_METHODS; m++) {
        struct judge_score s = judge_score(b->rows, b->row_count, (enum judge_method)m);
        printf("# %-10s %7.2f %7.2f %7.2f %7.2f %7.2f %6.3f", method_names[m], s.mae_min,
               s.rmse_min, s.bias_min, s.pinball50, s.pinball90, s.coverage90);
        if (m < JUDGE_SIMULATIONS)
            printf(" %6.3f %6.3f", s.inside80,
                   judge_kolmogorov(b->rows, b->row_count, (enum judge_method)m));
        printf("\n");
    }
}

static void show_results(const struct bench *b)
{
    char name[64];
    double best = 1e9;
    for (int m = 0; m < JUDGE_METHODS; m++) {
        struct judge_score s = judge_score(b->rows, b->row_count, (enum judge_method)m);
        snprintf(name, sizeof name, "twin_%s_mae_min", method_names[m]);
        support_result(name, s.mae_min, "min", -1, "lower");
        snprintf(name, sizeof name, "twin_%s_pinball90_min", method_names[m]);
        support_result(name, s.pinball90, "min", -1, "lower");
        if (m >= JUDGE_SIMULATIONS) {
            best = s.mae_min < best ? s.mae_min : best;
            continue;
        }
        snprintf(name, sizeof name, "twin_%s_coverage90", method_names[m]);
        support_result(name, s.coverage90, "share", -1, "higher");
        snprintf(name, sizeof name, "twin_%s_kolmogorov", method_names[m]);
        support_result(name, judge_kolmogorov(b->rows, b->row_count, (enum judge_method)m), "share",
                       -1, "lower");
    }
    double plan = judge_score(b->rows, b->row_count, JUDGE_PLAN).mae_min;
    double learned = judge_score(b->rows, b->row_count, JUDGE_LEARNED).mae_min;
    support_result("twin_plan_below_best_formula", 100 * (1 - plan / best), "%", 40, "higher");
    support_result("twin_no_plan_below_best_formula", 100 * (1 - learned / best), "%", 35,
                   "higher");
    support_result("twin_forecast_mean_ms", b->spent_ms / (double)b->forecasts, "ms", 5, "lower");
}

struct writer {
    FILE *file;
};

static void on_fact_write(void *context, const struct twin *twin, const struct event *event)
{
    struct writer *w = context;
    if (event->kind == EV_DAY_STARTED)
        twin_write_plan(w->file, twin);
    twin_write_fact(w->file, twin, event);
}

static void write_days(const char *path, struct twin *twin, int days)
{
    struct writer writer = {fopen(path, "w")};
    if (!writer.file)
        support_fail("cannot write the days");
    twin->fact = on_fact_write;
    twin->context = &writer;
    twin_write_head(writer.file);
    while (twin->day < days)
        twin_day(twin);
    if (fclose(writer.file) != 0)
        support_fail("cannot write the days");
}

static void judge_days(struct bench *b, int days, bool table)
{
    b->twin.fact = on_fact;
    b->twin.arrived = on_arrival;
    b->twin.context = b;
    branch_model_init(&b->model);
    judge_init(&b->formulas);
    while (b->twin.day < days)
        twin_day(&b->twin);
    judge_formula_p90(b->rows, b->row_count);
    if (table)
        show_table(b);
    else
        show_results(b);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"days", required_argument, NULL, 'd'},
                                            {"seed", required_argument, NULL, 's'},
                                            {"csv", required_argument, NULL, 'c'},
                                            {"table", no_argument, NULL, 't'},
                                            {NULL, 0, NULL, 0}};
    struct bench *b = calloc(1, sizeof *b);
    const char *csv = NULL;
    unsigned long seed = 1;
    long days = 20;
    bool table = false;
    for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;)
        switch (o) {
        case 'd':
            days = strtol(optarg, NULL, 10);
            break;
        case 's':
            seed = strtoul(optarg, NULL, 10);
            break;
        case 'c':
            csv = optarg;
            break;
        case 't':
            table = true;
            break;
        default:
            return 2;
        }
    if (!b || !(b->rows = calloc(ROWS_MAX, sizeof *b->rows)) || days < 1 || days > 360)
        support_fail("bench_twin [--days 1..360] [--seed S] [--table] [--csv FILE]");
    twin_init(&b->twin, seed);
    if (csv)
        write_days(csv, &b->twin, (int)days);
    else
        judge_days(b, (int)days, table);
    free(b->rows);
    free(b);
    return 0;
}

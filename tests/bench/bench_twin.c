// SPDX-License-Identifier: MIT
/* What the product promises, judged on the simulated branch, beside the simulations alone and
 * the formulas that queue products show:
 *
 *     bench_twin [--days N] [--seed S] [--table] [--csv FILE]
 *
 * --csv writes the days in the replay format and judges nothing. */
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/judge.h"
#include "tests/bench/support.h"
#include "tests/bench/teller.h"

enum { WARM_UP_DAYS = 5, ROWS_MAX = 40000, DAY_TICKETS = 600 };

/* What was said at an arrival, until the ticket is called. */
struct said {
    bool open, promised;
    int same_ahead;
    struct judge_row row;
    struct promise promise[JUDGE_STACKS];
    float path_s[JUDGE_FORECASTS][SIMULATE_PATHS];
};

struct bench {
    struct twin twin;
    struct teller teller[JUDGE_STACKS]; /* each learns from the hints of its own simulation */
    struct judge_formulas formulas;
    struct said said[DAY_TICKETS];
    struct judge_row *rows;
    int row_count, unpromised;
    bool blind; /* judged, too */
};

static void settle(struct bench *b, ticket_slot slot, const struct ticket *t, int64_t at_ms)
{
    struct said *said = &b->said[slot];
    double wait_s = (double)(at_ms - t->issued_at_ms) / 1000;
    bool delayed = said->same_ahead > 0 || wait_s > 0.5;
    judge_called(&b->formulas, t->service, wait_s, delayed, at_ms);
    said->open = false;
    if (!delayed || said->row.day < WARM_UP_DAYS || b->row_count == ROWS_MAX)
        return;
    if (!said->promised) {
        b->unpromised++;
        return;
    }
    said->row.wait_s = wait_s;
    for (int m = 0; m < JUDGE_FORECASTS; m++)
        said->row.pit[m] =
            m < JUDGE_STACKS
                ? judge_promise_below(&said->promise[m], said->path_s[m], SIMULATE_PATHS, wait_s)
                : judge_share_below(said->path_s[m], SIMULATE_PATHS, wait_s);
    b->rows[b->row_count++] = said->row;
}

static void note(struct judge_row *row, enum judge_method method, double p10_s, double p50_s,
                 double p90_s)
{
    row->p10_s[method] = p10_s;
    row->p50_s[method] = p50_s;
    row->p90_s[method] = p90_s;
}

static void note_range(struct said *said, enum judge_method method, const struct wait_range *wait)
{
    note(&said->row, method, (double)wait->p10_s, (double)wait->p50_s, (double)wait->p90_s);
}

/* With the plan of duty, and with the hours that were learned, both as hint and alone. */
static void promise(struct bench *b, struct said *said, const struct event *event)
{
    struct teller *teller = b->teller;
    struct duty_plan learned;
    struct wait_range blind;
    const struct branch_model *model = &teller[JUDGE_STACK_LEARNED].outlook.model;
    bool known = branch_model_plan(model, &b->twin.rules, &learned);
    const struct duty_plan *plan[JUDGE_STACKS] = {
        [JUDGE_STACK_PLAN] = &b->twin.plan,
        [JUDGE_STACK_LEARNED] = known ? &learned : NULL,
    };
    memset(said, 0, sizeof *said);
    said->promised = true;
    for (int m = 0; m < JUDGE_STACKS; m++) {
        teller_fact(&teller[m], &b->twin, event, plan[m], true);
        const struct promise *made = &teller[m].promise;
        said->promise[m] = *made;
        said->promised = said->promised && made->known;
        note(&said->row, (enum judge_method)m, made->p10_s, made->p50_s, made->p90_s);
        note_range(said, (enum judge_method)(JUDGE_PLAN + m), &teller[m].simulated);
        memcpy(said->path_s[m], teller[m].path_s, sizeof said->path_s[m]);
        memcpy(said->path_s[JUDGE_PLAN + m], teller[m].path_s, sizeof said->path_s[m]);
    }
    if (!b->blind)
        return;
    teller_simulate(&teller[0], &b->twin, event, NULL, &blind, said->path_s[JUDGE_BLIND]);
    note_range(said, JUDGE_BLIND, &blind);
}

static void on_fact(void *context, const struct twin *twin, const struct event *event)
{
    struct bench *b = context;
    if (event->kind == EV_TICKET_ISSUED) {
        if (twin->queue.ticket_count >= DAY_TICKETS)
            support_fail("the twin's day has too many tickets");
        promise(b, &b->said[twin->queue.ticket_count], event);
        return;
    }
    if (event->kind == EV_DAY_STARTED)
        judge_new_day(&b->formulas);
    for (int m = 0; m < JUDGE_STACKS; m++)
        teller_fact(&b->teller[m], twin, event, NULL, false);
    ticket_slot slot = event->ticket.letter ? queue_find(&twin->queue, event->ticket) : NO_SLOT;
    if (slot == NO_SLOT)
        return;
    const struct ticket *t = &twin->queue.ticket[slot];
    if (event->kind == EV_TICKET_CALLED && b->said[slot].open)
        settle(b, slot, t, event->at_utc_ms);
    if (event->kind == EV_TICKET_FINISHED)
        judge_served(&b->formulas, t->service,
                     (double)(event->at_utc_ms - t->changed_at_ms) / 1000);
}

static void on_arrival(void *context, const struct twin *twin, ticket_slot slot)
{
    struct bench *b = context;
    struct said *said = &b->said[slot];
    said->open = true;
    said->row.day = twin->day;
    said->same_ahead = queue_waiting(&twin->queue, twin->queue.ticket[slot].service) - 1;
    judge_ask(&b->formulas, &twin->queue, slot, said->row.p50_s);
}

static const char *const method_names[JUDGE_METHODS] = {
    [JUDGE_STACK_PLAN] = "stack_plan",
    [JUDGE_STACK_LEARNED] = "stack_learned",
    [JUDGE_PLAN] = "plan",
    [JUDGE_LEARNED] = "learned",
    [JUDGE_BLIND] = "blind",
    [JUDGE_MEAN] = "mean",
    [JUDGE_LES] = "les",
    [JUDGE_HOL] = "hol",
    [JUDGE_QUEUE] = "queue",
    [JUDGE_QUEUE_LES] = "queue_les",
    [JUDGE_FLOW] = "flow30",
};

static struct judge_score score(const struct bench *b, int method)
{
    return judge_score(b->rows, b->row_count, (enum judge_method)method);
}

static double kolmogorov(const struct bench *b, int method)
{
    return judge_kolmogorov(b->rows, b->row_count, (enum judge_method)method);
}

static double best_formula(const struct bench *b)
{
    double best = INFINITY;
    for (int m = JUDGE_FORECASTS; m < JUDGE_METHODS; m++)
        best = fmin(best, score(b, m).mae_min);
    return best;
}

static void show_table(const struct bench *b)
{
    printf("# %d delayed tickets after %d days, %d without a promise left out\n", b->row_count,
           WARM_UP_DAYS, b->unpromised);
    printf("# %-13s %7s %7s %7s %7s %7s %6s %6s %6s %6s\n", "minutes", "MAE", "RMSE", "bias",
           "pin.5", "pin.9", "cov90", "in80", "KS", "better");
    for (int m = 0; m < JUDGE_METHODS; m++) {
        struct judge_score s = score(b, m);
        if (m == JUDGE_BLIND && !b->blind)
            continue;
        printf("# %-13s %7.2f %7.2f %7.2f %7.2f %7.2f %6.3f", method_names[m], s.mae_min,
               s.rmse_min, s.bias_min, s.pinball50, s.pinball90, s.coverage90);
        if (m < JUDGE_FORECASTS)
            printf(" %6.3f %6.3f %5.1f%%", s.inside80, kolmogorov(b, m),
                   100 * (1 - s.mae_min / best_formula(b)));
        printf("\n");
    }
}

static void result(int method, const char *what, double value, const char *unit, double limit,
                   const char *better)
{
    char name[64];
    snprintf(name, sizeof name, "twin_%s_%s", method_names[method], what);
    support_result(name, value, unit, limit, better);
}

static void show_results(const struct bench *b)
{
    static const double least_better[JUDGE_STACKS] = {40, 35};
    for (int m = 0; m < JUDGE_METHODS; m++) {
        struct judge_score s = score(b, m);
        if (m == JUDGE_BLIND)
            continue;
        result(m, "mae_min", s.mae_min, "min", -1, "lower");
        if (m >= JUDGE_FORECASTS)
            continue;
        result(m, "bias_size_min", fabs(s.bias_min), "min", -1, "lower");
        result(m, "pinball90_min", s.pinball90, "min", -1, "lower");
        result(m, "coverage90", s.coverage90, "share", -1, "higher");
        result(m, "inside80", s.inside80, "share", -1, "higher");
        result(m, "kolmogorov", kolmogorov(b, m), "share", -1, "lower");
        if (m >= JUDGE_STACKS)
            continue;
        result(m, "coverage90_off", fabs(s.coverage90 - 0.9), "share", 0.02, "lower");
        result(m, "below_best_formula", 100 * (1 - s.mae_min / best_formula(b)), "%",
               least_better[m], "higher");
    }
    const struct teller *teller = &b->teller[JUDGE_STACK_PLAN];
    support_result("twin_simulate_mean_ms", teller->simulate_ms / (double)teller->asked, "ms", 5,
                   "lower");
    support_result("twin_promise_mean_ms", teller->promise_ms / (double)teller->asked, "ms", -1,
                   "lower");
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
    b->blind = table;
    for (int m = 0; m < JUDGE_STACKS; m++)
        teller_init(&b->teller[m]);
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
    long days = 30;
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

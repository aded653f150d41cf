// SPDX-License-Identifier: MIT
#include "firmware/api/promises.h"

#include <math.h>

#include "firmware/api/json.h"

static const char *const methods[LEDGER_METHODS] = {
    [LEDGER_OURS] = "ours",
    [LEDGER_LES] = "les",
    [LEDGER_QUEUE] = "queue_length",
    [LEDGER_MEAN] = "mean",
};

/* Sums as what people ask for; NAN = of nothing. */
struct figures {
    double kept_share, coverage90, inside80, mean_wait_min;
    struct {
        double mae_min, bias_min, pinball50_min, pinball90_min, better_percent;
    } of[LEDGER_METHODS];
};

static double per(double sum, double count)
{
    return count > 0 ? sum / count : NAN;
}

static void make_figures(const struct ledger_sums *sums, struct figures *figures)
{
    double seconds = 60.0 * sums->count, ours_s = sums->absolute_s[LEDGER_OURS];
    figures->kept_share = per(sums->kept, sums->said);
    figures->coverage90 = per(sums->within, sums->count);
    figures->inside80 = per(sums->inside, sums->count);
    figures->mean_wait_min = per(sums->wait_s, seconds);
    for (int m = 0; m < LEDGER_METHODS; m++) {
        figures->of[m].mae_min = per(sums->absolute_s[m], seconds);
        figures->of[m].bias_min = per(sums->bias_s[m], seconds);
        figures->of[m].pinball50_min = per(sums->pinball50_s[m], seconds);
        figures->of[m].pinball90_min = per(sums->pinball90_s[m], seconds);
        figures->of[m].better_percent =
            100 * per(sums->absolute_s[m] - ours_s, sums->absolute_s[m]);
    }
}

static void set_number(json_t *json, const char *key, double value, double step)
{
    json_object_set_new(json, key,
                        isnan(value) ? json_null() : json_real(round(value / step) * step));
}

static void set_sums(json_t *json, const struct ledger_sums *sums)
{
    char key[48];
    struct figures figures;
    make_figures(sums, &figures);
    json_object_set_new(json, "count", json_integer(sums->count));
    json_object_set_new(json, "said", json_integer(sums->said));
    json_object_set_new(json, "kept", json_integer(sums->kept));
    set_number(json, "kept_share", figures.kept_share, 0.001);
    set_number(json, "coverage90", figures.coverage90, 0.001);
    set_number(json, "inside80", figures.inside80, 0.001);
    set_number(json, "mean_wait_min", figures.mean_wait_min, 0.01);
    for (int m = 0; m < LEDGER_METHODS; m++) {
        json_t *one = json_object();
        set_number(one, "mae_min", figures.of[m].mae_min, 0.01);
        set_number(one, "bias_min", figures.of[m].bias_min, 0.01);
        set_number(one, "pinball50_min", figures.of[m].pinball50_min, 0.01);
        set_number(one, "pinball90_min", figures.of[m].pinball90_min, 0.01);
        json_object_set_new(json, methods[m], one);
        snprintf(key, sizeof key, "better_than_%s_percent", methods[m]);
        if (m != LEDGER_OURS)
            set_number(json, key, figures.of[m].better_percent, 0.1);
    }
}

static void sum(const struct promises_query *query, int32_t first, int32_t last, char service,
                struct ledger_sums *sums)
{
    *sums = (struct ledger_sums){0};
    if (query->ledger)
        ledger_sum(query->ledger, first, last, service, sums);
}

/* `all`: also services of the branch document that had none. */
static json_t *services_json(const struct promises_query *query, int32_t first, int32_t last,
                             bool all)
{
    json_t *list = json_array();
    for (char letter = 'A'; query->ledger && letter <= 'Z'; letter++) {
        const struct content_service *named = content_service(query->content, letter);
        struct ledger_sums sums;
        sum(query, first, last, letter, &sums);
        if (sums.count == 0 && !(all && named))
            continue;
        json_t *one = json_object();
        json_object_set_new(one, "service", json_letter(letter));
        json_object_set_new(one, "name_id", json_string(named ? named->name_id : ""));
        set_sums(one, &sums);
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *days_json(const struct promises_query *query)
{
    json_t *list = json_array();
    for (int i = 0; query->ledger && i < query->ledger->day_count; i++) {
        int32_t day = query->ledger->day[i].day;
        struct ledger_sums sums;
        if (day < query->first || day > query->last)
            continue;
        json_t *one = json_object();
        json_object_set_new(one, "day", json_day(day));
        sum(query, day, day, 0, &sums);
        set_sums(one, &sums);
        json_object_set_new(one, "services", services_json(query, day, day, false));
        json_array_append_new(list, one);
    }
    return list;
}

json_t *promises_json(const struct promises_query *query)
{
    const struct ledger *ledger = query->ledger;
    json_t *json = json_object(), *total = json_object();
    struct ledger_sums sums;
    sum(query, query->first, query->last, 0, &sums);
    set_sums(total, &sums);
    set_number(json, "coverage", ledger && ledger->recent_count ? ledger_coverage(ledger) : NAN,
               0.001);
    json_object_set_new(json, "measured", json_integer(ledger ? ledger->recent_count : 0));
    json_object_set_new(json, "least", json_integer(LEDGER_LEAST));
    set_number(json, "told_from", ledger && ledger->lost ? 0.85 : 0.8, 0.01);
    json_object_set_new(json, "trusted", json_boolean(ledger && ledger_trusted(ledger)));
    json_object_set_new(json, "from", json_day(query->first));
    json_object_set_new(json, "to", json_day(query->last));
    json_object_set_new(json, "total", total);
    json_object_set_new(json, "services", services_json(query, query->first, query->last, true));
    json_object_set_new(json, "days", days_json(query));
    return json;
}

static void write_number(FILE *out, double value, int decimals)
{
    if (isnan(value))
        fputc(',', out);
    else
        fprintf(out, ",%.*f", decimals, value);
}

static void write_row(FILE *out, int32_t day, char letter, const struct ledger_sums *sums)
{
    struct figures figures;
    make_figures(sums, &figures);
    fprintf(out, "%04d-%02d-%02d,%c,%d,%d,%d,%d,%d", (int)day / 10000, (int)day / 100 % 100,
            (int)day % 100, letter, sums->count, sums->said, sums->kept, sums->within,
            sums->inside);
    write_number(out, figures.mean_wait_min, 2);
    for (int m = 0; m < LEDGER_METHODS; m++) {
        write_number(out, figures.of[m].mae_min, 2);
        write_number(out, figures.of[m].bias_min, 2);
        write_number(out, figures.of[m].pinball50_min, 2);
        write_number(out, figures.of[m].pinball90_min, 2);
    }
    fputs("\r\n", out);
}

void promises_write(FILE *out, const struct promises_query *query)
{
    fputs("day,service,count,said,kept,within90,inside80,mean_wait_min", out);
    for (int m = 0; m < LEDGER_METHODS; m++)
        fprintf(out, ",%s_mae_min,%s_bias_min,%s_pinball50_min,%s_pinball90_min", methods[m],
                methods[m], methods[m], methods[m]);
    fputs("\r\n", out);
    for (int i = 0; query->ledger && i < query->ledger->day_count; i++)
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            int32_t day = query->ledger->day[i].day;
            struct ledger_sums sums;
            if (day < query->first || day > query->last)
                break;
            sum(query, day, day, letter, &sums);
            if (sums.count > 0)
                write_row(out, day, letter, &sums);
        }
}

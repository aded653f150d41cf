// SPDX-License-Identifier: MIT
/* `loketctl promises`: did the waits that were told come true, and is that better than what
 * simpler rules would have said? */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "firmware/ctl/ctl.h"

enum { NAME_COLUMNS = 26 };

static const char *words(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

static long long number(const json_t *json, const char *key)
{
    return (long long)json_integer_value(json_object_get(json, key));
}

static void say_coverage(FILE *out, const json_t *json)
{
    const json_t *coverage = json_object_get(json, "coverage");
    if (json_is_number(coverage))
        fprintf(out, "coverage %.2f", json_number_value(coverage));
    else
        fputs("no coverage known", out);
}

static void say_state(FILE *out, const json_t *json)
{
    const char *state = words(json, "state");
    long long measured = number(json, "measured");
    if (strcmp(state, "told") == 0) {
        fputs("Told to the public: ", out);
        say_coverage(out, json);
        fprintf(out, " of the last %lld promises.\n", measured);
    } else if (strcmp(state, "withheld") == 0) {
        double from = json_number_value(json_object_get(json, "told_from"));
        fputs("Withheld: ", out);
        say_coverage(out, json);
        fprintf(out, "; shown %sat %.2f. The public sees how many are in front.\n",
                from > 0.8 ? "again " : "", from);
    } else if (strcmp(state, "earning") == 0) {
        fprintf(out,
                "Still learning: %lld of %lld promises measured. The public sees how many are "
                "in front.\n",
                measured, number(json, "least"));
    } else if (strcmp(state, "learning") == 0) {
        fputs("Learning from the journal: ask again in a moment.\n", out);
    } else {
        fputs("Waits are not forecast: the branch document says so, or there is no journal.\n",
              out);
    }
}

/* How our mean error compares with that of the last one called. */
static void say_better(FILE *out, const json_t *total)
{
    const json_t *better = json_object_get(total, "better_than_les_percent");
    double percent = json_number_value(better);
    if (json_is_number(better))
        fprintf(out, ", %.0f %% %s than the wait of the last one called (LES)",
                percent < 0 ? -percent : percent, percent < 0 ? "more" : "less");
}

static void say_total(FILE *out, const json_t *total)
{
    long long count = number(total, "count"), said = number(total, "said");
    if (count == 0) {
        fputs("No promise has met its truth in these days.\n", out);
        return;
    }
    if (said > 0)
        fprintf(out, "Kept %.0f %% of %lld promises",
                100 * json_number_value(json_object_get(total, "kept_share")), said);
    else
        fprintf(out, "None was told; %.0f %% of %lld waits stayed within the forecast P90",
                100 * json_number_value(json_object_get(total, "coverage90")), count);
    fprintf(out, "; mean error %.1f min",
            json_number_value(json_object_get(json_object_get(total, "ours"), "mae_min")));
    say_better(out, total);
    fputs(".\n", out);
}

/* Text that may hold letters of several bytes, padded as it is seen. */
static void pad(FILE *out, const char *text, int columns)
{
    for (; *text && columns > 0; text++) {
        fputc(*text, out);
        columns -= ((unsigned char)text[1] & 0xC0) != 0x80;
    }
    fprintf(out, "%*s", columns, "");
}

static void show_share(FILE *out, const json_t *entry, const char *key)
{
    const json_t *share = json_object_get(entry, key);
    if (json_is_number(share))
        fprintf(out, " %5.0f %%", 100 * json_number_value(share));
    else
        fprintf(out, " %7s", "-");
}

static void show_minutes(FILE *out, const json_t *entry, const char *key)
{
    const json_t *minutes = json_object_get(entry, key);
    double value = json_number_value(minutes);
    if (json_is_number(minutes))
        fprintf(out, " %6.1f", value > -0.05 && value < 0 ? 0 : value);
    else
        fprintf(out, " %6s", "-");
}

static void show_entry(FILE *out, const char *name, const json_t *entry)
{
    static const char *const formulas[] = {"les", "queue_length", "mean"};
    const json_t *ours = json_object_get(entry, "ours");
    pad(out, name, NAME_COLUMNS);
    fprintf(out, " %8lld %5lld", number(entry, "count"), number(entry, "said"));
    show_share(out, entry, "kept_share");
    show_share(out, entry, "coverage90");
    show_share(out, entry, "inside80");
    show_minutes(out, entry, "mean_wait_min");
    show_minutes(out, ours, "bias_min");
    show_minutes(out, ours, "mae_min");
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
        show_minutes(out, json_object_get(entry, formulas[i]), "mae_min");
    fputc('\n', out);
}

static void show_head(FILE *out)
{
    pad(out, "", NAME_COLUMNS);
    fprintf(out, " %8s %5s %7s %7s %7s %6s %6s %6s %6s %6s %6s\n", "measured", "told", "kept",
            "<= P90", "P10-P90", "wait", "bias", "error", "LES", "queue", "mean");
}

void promises_show(FILE *out, const json_t *json)
{
    const json_t *total = json_object_get(json, "total"), *services, *days, *one;
    const char *first = words(json, "from"), *last = words(json, "to");
    char name[160];
    size_t i;
    services = json_object_get(json, "services");
    days = json_object_get(json, "days");
    say_total(out, total);
    say_state(out, json);
    if (number(total, "count") == 0)
        return;
    fprintf(out, "\n%s to %s\n", first, last);
    show_head(out);
    for (i = 0; (one = json_array_get(services, i)); i++) {
        snprintf(name, sizeof name, "%s %s", words(one, "service"), words(one, "name_id"));
        show_entry(out, name, one);
    }
    show_entry(out, "all services", total);
    fputc('\n', out);
    for (i = 0; (one = json_array_get(days, i)); i++)
        show_entry(out, words(one, "day"), one);
    fputs("\nkept: called within what was told. Minutes: wait = mean wait; bias = forecast minus "
          "wait;\nerror = mean miss of the forecast; LES, queue, mean = mean miss of the wait of "
          "the last one called,\nof queue length times pace, and of the mean wait so far.\n",
          out);
}

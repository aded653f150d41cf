// SPDX-License-Identifier: MIT
/* `loketctl hardware`: one line per device, in words. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "firmware/ctl/ctl.h"

static bool flag(const json_t *json, const char *key)
{
    return json_is_true(json_object_get(json, key));
}

static const char *words(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

static int64_t number(const json_t *json, const char *key)
{
    return json_integer_value(json_object_get(json, key));
}

static void show_printer(const json_t *printer)
{
    static const struct {
        const char *key, *words;
    } faults[] = {
        {"paper_out", "paper is out: put in a new roll"},
        {"cover_open", "the cover is open: close it"},
        {"cutter_error", "the cutter is jammed: clear it and switch the printer off and on"},
        {"fatal_error", "it reports a fault it cannot mend: have it repaired"},
        {"offline", "it does not answer: check power, cable, port and baud rate"}};
    const char *fault = words(printer, "line_error");
    for (size_t i = 0; i < sizeof faults / sizeof faults[0] && fault[0] == 0; i++)
        if (flag(printer, faults[i].key))
            fault = faults[i].words;
    if (fault[0])
        printf("printer  NOT READY: %s\n", fault);
    else
        printf("printer  %s%s\n", words(printer, "state"),
               flag(printer, "paper_low") ? ", paper is running low" : "");
    printf("         %s, %s; slips confirmed %" PRId64 ", in doubt %" PRId64
           ", bytes of garbage %" PRId64 "\n",
           words(printer, "driver"), words(printer, "profile"), number(printer, "jobs_confirmed"),
           number(printer, "jobs_unknown"), number(printer, "garbage_bytes"));
}

static void show_buttons(const json_t *buttons)
{
    size_t i;
    json_t *line;
    if (flag(buttons, "ok"))
        printf("buttons  ok, %s, %" PRId64 " presses\n", words(buttons, "driver"),
               number(buttons, "presses"));
    else
        printf("buttons  NOT READY: %s\n", words(buttons, "error"));
    json_array_foreach(json_object_get(buttons, "stuck"), i, line)
        printf("         line %" JSON_INTEGER_FORMAT
               " is stuck: ignored until it is released; check button and wire\n",
               json_integer_value(line));
}

static void show_clock(const json_t *clock)
{
    char text[32];
    time_t local_s =
        (time_t)(number(clock, "utc_ms") / 1000 + number(clock, "utc_offset_min") * 60);
    struct tm tm;
    gmtime_r(&local_s, &tm);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    printf("clock    %s, branch time\n", text);
    if (flag(clock, "behind"))
        printf("         NOT READY: the journal is at a later day already; set the clock\n");
}

static void show_journal(const json_t *journal)
{
    if (flag(journal, "ok"))
        printf("journal  ok, %" PRId64 " rows\n", number(journal, "rows"));
    else
        printf("journal  NOT READY: %s\n", words(journal, "error"));
}

void hardware_show(const json_t *json)
{
    const json_t *disk = json_object_get(json, "disk");
    show_printer(json_object_get(json, "printer"));
    show_buttons(json_object_get(json, "buttons"));
    printf("walls    %" PRId64 " connected\n", number(json_object_get(json, "walls"), "viewers"));
    show_clock(json_object_get(json, "clock"));
    printf("disk     %" PRId64 " MiB free of %" PRId64 "\n", number(disk, "free_bytes") >> 20,
           number(disk, "total_bytes") >> 20);
    show_journal(json_object_get(json, "journal"));
}

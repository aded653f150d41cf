// SPDX-License-Identifier: MIT
/* `loketctl hardware`: a line or two per device, in words. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "firmware/ctl/ctl.h"

enum { SILENT_MS = 20000 }; /* the daemon offers a board every 5 s */

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

/* A time of the branch; the daemon's zone may be another than this program's. */
static struct tm branch_time(const json_t *clock, int64_t utc_ms)
{
    time_t local_s = (time_t)(utc_ms / 1000 + number(clock, "utc_offset_min") * 60);
    struct tm tm;
    gmtime_r(&local_s, &tm);
    return tm;
}

/* "09.42.10", and the day before it when that is not today. */
static void write_moment(const json_t *clock, int64_t utc_ms, char text[32])
{
    struct tm now = branch_time(clock, number(clock, "utc_ms")), tm = branch_time(clock, utc_ms);
    if (tm.tm_year == now.tm_year && tm.tm_yday == now.tm_yday)
        strftime(text, 32, "%H.%M.%S", &tm);
    else
        strftime(text, 32, "%Y-%m-%d %H.%M.%S", &tm);
}

static void show_gone(const json_t *clock, const json_t *wall)
{
    char since[32];
    write_moment(clock, number(wall, "since_utc_ms"), since);
    printf("         wall %s: GONE since %s; check its power, cable and program\n",
           words(wall, "name"), since);
}

static void show_board_of(const json_t *clock, const json_t *wall)
{
    char when[32];
    int64_t board_utc_ms = number(wall, "board_utc_ms");
    int64_t speed = number(clock, "speed") > 1 ? number(clock, "speed") : 1;
    int64_t silent_ms = (number(clock, "utc_ms") - board_utc_ms) / speed;
    if (board_utc_ms == 0) {
        printf("has no board yet\n");
        return;
    }
    write_moment(clock, board_utc_ms, when);
    printf("has board %" PRId64 " of %s%s\n", number(wall, "board_id"), when,
           silent_ms > SILENT_MS ? ", NOTHING SINCE: look at it, it may hang" : "");
}

static void show_wall(const json_t *clock, const json_t *wall)
{
    char since[32];
    const char *size = words(wall, "size"), *version = words(wall, "version");
    write_moment(clock, number(wall, "since_utc_ms"), since);
    printf("         wall %s: %s, loket-wall %s, %s, since %s, ", words(wall, "name"),
           size[0] ? size : "size not told", version[0] ? version : "of unknown version",
           words(wall, "from"), since);
    show_board_of(clock, wall);
    if (flag(wall, "doubled"))
        printf("         NOT CLEAR: another wall is called %s, too; give each its own name\n",
               words(wall, "name"));
}

static void show_walls(const json_t *clock, const json_t *walls)
{
    size_t i;
    json_t *wall;
    int64_t connected = number(walls, "connected");
    int64_t others = number(walls, "viewers") - connected;
    if (connected == 0)
        printf("walls    NONE CONNECTED: start loket-wall beside the screen (--board says where "
               "this daemon is), or check its network cable\n");
    else
        printf("walls    %" PRId64 " connected\n", connected);
    if (others > 0)
        printf("         %" PRId64 " other%s without a name: browsers or programs\n", others,
               others == 1 ? "" : "s");
    json_array_foreach(json_object_get(walls, "list"), i, wall)
    {
        if (flag(wall, "connected"))
            show_wall(clock, wall);
        else
            show_gone(clock, wall);
    }
}

static void show_clock(const json_t *clock)
{
    char text[32];
    struct tm tm = branch_time(clock, number(clock, "utc_ms"));
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
    const json_t *disk = json_object_get(json, "disk"), *clock = json_object_get(json, "clock");
    show_printer(json_object_get(json, "printer"));
    show_buttons(json_object_get(json, "buttons"));
    show_walls(clock, json_object_get(json, "walls"));
    show_clock(clock);
    printf("disk     %" PRId64 " MiB free of %" PRId64 "\n", number(disk, "free_bytes") >> 20,
           number(disk, "total_bytes") >> 20);
    show_journal(json_object_get(json, "journal"));
}

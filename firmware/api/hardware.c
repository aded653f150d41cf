// SPDX-License-Identifier: MIT
#include "firmware/api/routes.h"

#include <sys/statvfs.h>

#include "firmware/api/json.h"
#include "firmware/api/stream.h"
#include "firmware/config_line.h"

static const char *printer_driver_name(enum printer_driver driver)
{
    switch (driver) {
    case PRINTER_NONE:
        return "none";
    case PRINTER_SERIAL:
        return "serial";
    case PRINTER_SIM:
        return "sim";
    case PRINTER_FILE:
        return "file";
    }
    return "none";
}

static const char *buttons_driver_name(enum buttons_driver driver)
{
    switch (driver) {
    case BUTTONS_NONE:
        return "none";
    case BUTTONS_GPIOD:
        return "gpiod";
    case BUTTONS_SIM:
        return "sim";
    }
    return "none";
}

static const char *print_state_name(enum print_state state)
{
    switch (state) {
    case PRINT_DOWN:
        return "down";
    case PRINT_RECOVERING:
        return "recovering";
    case PRINT_IDLE:
        return "idle";
    case PRINT_SENDING:
        return "sending";
    case PRINT_CONFIRMING:
        return "confirming";
    }
    return "down";
}

static json_t *printer_json(const struct api *api)
{
    struct printing_health health = {0};
    kiosk_printing_health(api->kiosk, &health);
    const struct escpos_facts *facts = &health.facts;
    return json_pack(
        "{s:s,s:s,s:b,s:s,s:b,s:b,s:b,s:b,s:b,s:b,s:s,s:I,s:I,s:I}", "driver",
        printer_driver_name(api->config->printer_driver), "profile", api->config->profile, "ready",
        health.ready, "state", print_state_name(health.state), "offline", facts->offline,
        "cover_open", facts->cover_open, "paper_out", facts->paper_out, "paper_low",
        facts->paper_low, "cutter_error", facts->cutter_error, "fatal_error", facts->fatal_error,
        "line_error", health.line_error, "garbage_bytes", (json_int_t)health.garbage_bytes,
        "jobs_confirmed", (json_int_t)health.jobs_confirmed, "jobs_unknown",
        (json_int_t)health.jobs_unknown);
}

/* For pressing each button and seeing that it is heard; times are branch time. */
static json_t *lines_json(const struct api *api, const struct panel_health *health)
{
    const struct config *config = api->config;
    int64_t now_ms = kiosk_now_ms(api->kiosk), mono_ms = clock_mono_ms();
    json_t *list = json_array();
    for (int i = 0; i < config->line_count; i++) {
        const struct panel_line *line = &health->line[i];
        char action[CONFIG_LINE_TEXT_BYTES];
        bool stuck = false;
        config_line_format(&config->line[i], action);
        for (int j = 0; j < health->stuck_count; j++)
            stuck = stuck || health->stuck[j] == config->line[i].line;
        int64_t ago_ms = (mono_ms - line->last_mono_ms) * kiosk_speed(api->kiosk);
        json_t *last = line->presses ? json_integer(now_ms - ago_ms) : json_null();
        json_array_append_new(list,
                              json_pack("{s:i,s:s,s:I,s:o,s:b}", "line", config->line[i].line,
                                        "action", action, "presses", (json_int_t)line->presses,
                                        "last_press_utc_ms", last, "stuck", stuck));
    }
    return list;
}

static json_t *buttons_json(const struct api *api)
{
    struct panel_health health = {0};
    kiosk_panel_health(api->kiosk, &health);
    json_t *stuck = json_array();
    for (int i = 0; i < health.stuck_count; i++)
        json_array_append_new(stuck, json_integer(health.stuck[i]));
    return json_pack("{s:s,s:b,s:s,s:o,s:I,s:o}", "driver",
                     buttons_driver_name(api->config->buttons_driver), "ok", health.ok, "error",
                     health.error, "stuck", stuck, "presses", (json_int_t)health.presses, "lines",
                     lines_json(api, &health));
}

static json_t *journal_json(const struct api *api)
{
    struct journal *journal = kiosk_journal(api->kiosk);
    enum kiosk_state state = kiosk_state(api->kiosk);
    bool ok = journal && state != KIOSK_JOURNAL && state != KIOSK_DISK_FULL;
    return json_pack("{s:b,s:s,s:I,s:I}", "ok", ok, "error", kiosk_fault_text(api->kiosk), "rows",
                     (json_int_t)(journal ? journal_rows(journal) : 0), "bytes",
                     (json_int_t)(journal ? journal_bytes(journal) : 0));
}

static json_t *disk_json(const struct api *api)
{
    struct statvfs disk;
    if (statvfs(api->config->data_dir, &disk) < 0)
        return json_null();
    return json_pack("{s:I,s:I}", "free_bytes", (json_int_t)(disk.f_bavail * disk.f_frsize),
                     "total_bytes", (json_int_t)(disk.f_blocks * disk.f_frsize));
}

/* A number, or null for "none". */
static json_t *number_json(int64_t number)
{
    return number ? json_integer(number) : json_null();
}

static json_t *wall_json(const struct walls *walls, const struct wall *wall)
{
    return json_pack("{s:s,s:b,s:b,s:s,s:s,s:s,s:I,s:o,s:o,s:o}", "name", wall->name, "connected",
                     1, "doubled", walls_doubled(walls, wall), "size", wall->size, "version",
                     wall->version, "from", wall->from, "since_utc_ms",
                     (json_int_t)wall->since_utc_ms, "shown_before",
                     number_json(wall->shown_before), "board_id", number_json(wall->board_id),
                     "board_utc_ms", number_json(wall->board_utc_ms));
}

/* Connected ones as they came, then those that are gone, the last one first. */
static json_t *walls_json(const struct api *api)
{
    const struct walls *walls = stream_walls(api->stream);
    json_t *list = json_array();
    for (const struct wall *wall = walls->first; wall; wall = wall->next)
        json_array_append_new(list, wall_json(walls, wall));
    for (int i = 0; i < walls->gone_count; i++)
        json_array_append_new(list, json_pack("{s:s,s:b,s:I}", "name", walls->gone[i].name,
                                              "connected", 0, "since_utc_ms",
                                              (json_int_t)walls->gone[i].since_utc_ms));
    return json_pack("{s:i,s:i,s:o}", "viewers", stream_viewers(api->stream), "connected",
                     walls->count, "list", list);
}

void hardware_get(struct exchange *exchange)
{
    const struct api *api = exchange->door->api;
    int64_t now_ms = kiosk_now_ms(api->kiosk);
    json_t *json = json_object();
    json_object_set_new(json, "printer", printer_json(api));
    json_object_set_new(json, "buttons", buttons_json(api));
    json_object_set_new(json, "walls", walls_json(api));
    json_object_set_new(json, "clock",
                        json_pack("{s:I,s:i,s:i,s:b}", "utc_ms", (json_int_t)now_ms,
                                  "utc_offset_min", clock_utc_offset_min(now_ms), "speed",
                                  kiosk_speed(api->kiosk), "behind",
                                  kiosk_clock_behind(api->kiosk)));
    json_object_set_new(json, "disk", disk_json(api));
    json_object_set_new(json, "journal", journal_json(api));
    exchange_json(exchange, MHD_HTTP_OK, json);
}

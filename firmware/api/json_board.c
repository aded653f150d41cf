// SPDX-License-Identifier: MIT
/* The board as the public may see it: numbers, desks, waits. */
#include "firmware/api/json.h"

#include <stdlib.h>

enum { CALLS_SHOWN = 8, BOARD_SCHEMA = 1 };

static const char *direction_name(enum desk_direction direction)
{
    switch (direction) {
    case DIRECTION_NONE:
        return "none";
    case DIRECTION_LEFT:
        return "left";
    case DIRECTION_RIGHT:
        return "right";
    case DIRECTION_STRAIGHT:
        return "straight";
    case DIRECTION_UP:
        return "up";
    }
    return "none";
}

/* A text of the branch document, whatever it holds. */
static json_t *words(const char *text)
{
    json_t *json = json_string(text);
    return json ? json : json_string("");
}

static json_t *clock_json(const struct kiosk *kiosk)
{
    int64_t now_ms = kiosk_now_ms(kiosk);
    return json_pack("{s:I,s:i,s:i}", "utc_ms", (json_int_t)now_ms, "utc_offset_min",
                     clock_utc_offset_min(now_ms), "speed", kiosk_speed(kiosk));
}

static void name_holiday(json_t *json, const struct content_holiday *holiday)
{
    const char *en = holiday->name_en;
    json_object_set_new(json, "message_id", json_sprintf("Libur: %s", holiday->name_id));
    json_object_set_new(json, "message_en",
                        en[0] ? json_sprintf("Closed today: %s", en) : json_string("Closed today"));
}

static json_t *kiosk_json(const struct kiosk *kiosk, const struct board *board)
{
    enum kiosk_state state = kiosk_state(kiosk);
    enum refusal why = json_state_refusal(state);
    bool noted = state == KIOSK_CLOSED && board->kiosk_note[0];
    const char *id = noted ? board->kiosk_note : why ? refusal_text_id(why) : "";
    const struct content_holiday *holiday =
        state == KIOSK_CLOSED && !noted
            ? content_holiday(kiosk_content(kiosk), clock_day(kiosk_now_ms(kiosk)))
            : NULL;
    json_t *json = json_object();
    json_object_set_new(json, "state", json_string(kiosk_state_name(state)));
    json_object_set_new(json, "message_id", words(id));
    json_object_set_new(json, "message_en", words(why ? refusal_text_en(why) : ""));
    if (holiday)
        name_holiday(json, holiday);
    json_object_set_new(json, "help", json_boolean(board->kiosk_help));
    int64_t opens_utc_ms = kiosk_opens_utc_ms(kiosk);
    json_object_set_new(json, "opens_utc_ms",
                        opens_utc_ms ? json_integer(opens_utc_ms) : json_null());
    json_object_set_new(json, "noted", json_boolean(noted || holiday));
    return json;
}

static json_t *calls_json(const struct board *board)
{
    json_t *list = json_array();
    for (int i = 0; i < board->call_count && i < CALLS_SHOWN; i++) {
        const struct board_call *call = &board->call[i];
        json_array_append_new(list, json_pack("{s:I,s:o,s:i,s:b,s:I}", "seq", (json_int_t)call->seq,
                                              "ticket", json_ticket_no(call->ticket), "desk",
                                              call->desk, "recall", call->recall, "at_utc_ms",
                                              (json_int_t)call->at_ms));
    }
    return list;
}

static json_t *desks_json(const struct board *board, const struct content *content)
{
    json_t *list = json_array();
    for (int i = 0; i < board->desk_count; i++) {
        const struct board_desk *desk = &board->desk[i];
        const struct content_desk *place = content_desk(content, desk->number);
        json_t *json = json_object();
        json_object_set_new(json, "desk", json_integer(desk->number));
        json_object_set_new(json, "state", json_string(desk_state_name(desk->state)));
        json_object_set_new(json, "serving", json_ticket_no(desk->serving));
        json_object_set_new(json, "help", json_boolean(desk->help));
        json_object_set_new(json, "direction",
                            json_string(direction_name(place ? place->direction : DIRECTION_NONE)));
        json_object_set_new(json, "shape", words(place ? place->shape : "circle"));
        json_object_set_new(json, "colour", words(place ? place->colour : "#FFFFFF"));
        json_array_append_new(list, json);
    }
    return list;
}

static json_t *minutes(int min)
{
    return min < 0 ? json_null() : json_integer(min);
}

static json_t *services_json(const struct board *board, const struct content *content)
{
    json_t *list = json_array();
    for (int i = 0; i < board->service_count; i++) {
        const struct board_service *service = &board->service[i];
        const struct content_service *named = content_service(content, service->letter);
        json_t *json = json_object(), *desks = json_array();
        for (int j = 0; j < service->desk_count; j++)
            json_array_append_new(desks, json_integer(service->desk[j]));
        json_object_set_new(json, "service", json_letter(service->letter));
        json_object_set_new(json, "name_id", words(named ? named->name_id : ""));
        json_object_set_new(json, "name_en", words(named ? named->name_en : ""));
        json_object_set_new(json, "waiting", json_integer(service->waiting));
        json_object_set_new(json, "ahead", json_integer(service->ahead));
        json_object_set_new(json, "free", json_boolean(service->free));
        json_object_set_new(json, "last_wait_min", minutes(service->last_wait_min));
        json_object_set_new(json, "wait",
                            json_pack("{s:o,s:o}", "low_min", minutes(service->low_min), "high_min",
                                      minutes(service->high_min)));
        json_object_set_new(json, "late", json_boolean(service->late));
        json_object_set_new(json, "desks", desks);
        json_array_append_new(list, json);
    }
    return list;
}

static json_t *notices_json(const struct kiosk *kiosk)
{
    const struct content *content = kiosk_content(kiosk);
    const int64_t now_ms = kiosk_now_ms(kiosk);
    const int32_t day = clock_day(now_ms);
    json_t *list = json_array();
    for (int i = 0; i < content->notice_count; i++) {
        const struct content_notice *notice = &content->notice[i];
        if (content_notice_shown(notice, day, clock_minute_of_day(now_ms)))
            json_array_append_new(list, json_pack("{s:o,s:o}", "id", words(notice->text_id), "en",
                                                  words(notice->text_en)));
    }
    return list;
}

static json_t *wall_json(const struct kiosk *kiosk)
{
    const struct content_wall *wall = &kiosk_content(kiosk)->wall;
    const char *style = wall->number_style == NUMBER_CARDINAL ? "cardinal" : "digits";
    int percent = content_volume_percent(wall, clock_minute_of_day(kiosk_now_ms(kiosk)));
    json_t *voice = json_pack("{s:s,s:b,s:i,s:i}", "style", style, "english", wall->english,
                              "repeat", wall->repeat, "volume_percent", percent);
    return json_pack("{s:f,s:f,s:i,s:i,s:o}", "viewing_distance_m", wall->viewing_distance_m,
                     "screen_inch", wall->screen_inch, "idle_after_s", wall->idle_after_s, "page_s",
                     wall->page_s, "voice", voice);
}

json_t *json_board(const struct kiosk *kiosk)
{
    const struct content *content = kiosk_content(kiosk);
    struct board board;
    board_make(kiosk_queue(kiosk), &content->rules, &board);
    for (int i = 0; i < board.service_count; i++) {
        char letter = board.service[i].letter;
        board_promise(&board, letter, kiosk_promise(kiosk, letter));
    }
    json_t *json = json_object();
    json_object_set_new(json, "schema", json_integer(BOARD_SCHEMA));
    json_object_set_new(json, "clock", clock_json(kiosk));
    json_object_set_new(json, "day", json_day(board.day));
    json_object_set_new(json, "content", words(content->version));
    json_object_set_new(json, "branch",
                        json_pack("{s:o,s:o,s:o}", "name", words(content->branch_name), "line_id",
                                  words(content->branch_line_id), "line_en",
                                  words(content->branch_line_en)));
    json_object_set_new(json, "kiosk", kiosk_json(kiosk, &board));
    json_object_set_new(json, "calls", calls_json(&board));
    json_object_set_new(json, "desks", desks_json(&board, content));
    json_object_set_new(json, "services", services_json(&board, content));
    json_object_set_new(json, "waits", json_string(waits_state_name(kiosk_waits_state(kiosk))));
    json_object_set_new(json, "notices", notices_json(kiosk));
    json_object_set_new(json, "wall", wall_json(kiosk));
    return json;
}

// SPDX-License-Identifier: MIT
#include "firmware/journal.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void letters_format(service_set services, char text[LETTERS + 1])
{
    int length = 0;
    for (char letter = 'A'; letter <= 'Z'; letter++)
        if (services & service_bit(letter))
            text[length++] = letter;
    text[length] = '\0';
}

/* Ascending letters only, so that one set has one spelling. */
static bool letters_parse(const char *text, service_set *services)
{
    char before = 'A' - 1;
    *services = 0;
    for (; *text; text++) {
        if (*text <= before || *text > 'Z')
            return false;
        before = *text;
        *services |= service_bit(*text);
    }
    return *services != 0;
}

/* A note is text for people: control characters would only make rows longer than a
 * row may be, and bytes that are no UTF-8 would not come back. */
static json_t *note_json(const char *note)
{
    char clean[NOTE_BYTES];
    snprintf(clean, sizeof clean, "%s", note);
    for (char *c = clean; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    json_t *text = json_string(clean);
    if (text)
        return text;
    for (char *c = clean; *c; c++)
        if ((unsigned char)*c > '~')
            *c = '?';
    return json_string(clean);
}

static json_t *seconds_json(int32_t p10_s, int32_t p50_s, int32_t p90_s)
{
    return json_pack("[i,i,i]", p10_s, p50_s, p90_s);
}

static json_t *promise_json(const struct promise *promise)
{
    json_t *json =
        json_pack("{s:i,s:i,s:i,s:i,s:i}", "low", promise->low_min, "high", promise->high_min,
                  "les", promise->les_s, "queue", promise->queue_s, "mean", promise->mean_s);
    json_object_set_new(json, "p", seconds_json(promise->p10_s, promise->p50_s, promise->p90_s));
    if (promise->sim10_s >= 0)
        json_object_set_new(json, "sim",
                            seconds_json(promise->sim10_s, promise->sim50_s, promise->sim90_s));
    if (promise->said)
        json_object_set_new(json, "said", json_true());
    if (promise->late)
        json_object_set_new(json, "late", json_true());
    return json;
}

void event_data_format(const struct event *event, char data[EVENT_DATA_BYTES])
{
    json_t *object = json_object();
    if (event->lane != LANE_REGULAR)
        json_object_set_new(object, "lane", json_string(lane_name(event->lane)));
    if (event->outcome != OUTCOME_DONE)
        json_object_set_new(object, "outcome", json_string(outcome_name(event->outcome)));
    if (event->print)
        json_object_set_new(object, "print", json_true());
    if (event->out_of_order)
        json_object_set_new(object, "out_of_order", json_true());
    if (event->services) {
        char letters[LETTERS + 1];
        letters_format(event->services, letters);
        json_object_set_new(object, "services", json_string(letters));
    }
    if (event->promise.known)
        json_object_set_new(object, "promise", promise_json(&event->promise));
    if (event->key)
        json_object_set_new(object, "key", json_sprintf("%016" PRIx64, event->key));
    if (event->note[0])
        json_object_set_new(object, "note", note_json(event->note));
    size_t length = json_dumpb(object, data, EVENT_DATA_BYTES - 1, JSON_COMPACT | JSON_SORT_KEYS);
    data[length < EVENT_DATA_BYTES ? length : 0] = '\0';
    json_decref(object);
}

enum { PROMISE_S_MAX = 7 * 86400, PROMISE_MIN_MAX = PROMISE_S_MAX / 60 };

static bool parse_seconds(const json_t *list, int32_t *p10_s, int32_t *p50_s, int32_t *p90_s)
{
    int32_t *const to[] = {p10_s, p50_s, p90_s};
    if (json_array_size(list) != 3)
        return false;
    for (size_t i = 0; i < 3; i++) {
        json_int_t value = json_integer_value(json_array_get(list, i));
        if (!json_is_integer(json_array_get(list, i)) || value < 0 || value > PROMISE_S_MAX)
            return false;
        *to[i] = (int32_t)value;
    }
    return *p10_s <= *p50_s && *p50_s <= *p90_s;
}

static bool within(json_int_t value, json_int_t most)
{
    return value >= 0 && value <= most;
}

static bool parse_promise(json_t *json, struct promise *promise)
{
    json_int_t low, high, les_s, queue_s, mean_s;
    json_t *seconds = NULL, *simulated = NULL;
    int said = 0, late = 0;
    if (json_unpack_ex(json, NULL, JSON_STRICT, "{s:I,s:I,s:I,s:I,s:I,s:o,s?o,s?b,s?b}", "low",
                       &low, "high", &high, "les", &les_s, "queue", &queue_s, "mean", &mean_s, "p",
                       &seconds, "sim", &simulated, "said", &said, "late", &late))
        return false;
    *promise = (struct promise){.known = true,
                                .said = said,
                                .late = late,
                                .low_min = (uint16_t)low,
                                .high_min = (uint16_t)high,
                                .sim10_s = -1,
                                .les_s = (int32_t)les_s,
                                .queue_s = (int32_t)queue_s,
                                .mean_s = (int32_t)mean_s};
    return within(high, PROMISE_MIN_MAX) && within(low, high) && within(les_s, PROMISE_S_MAX) &&
           within(queue_s, PROMISE_S_MAX) && within(mean_s, PROMISE_S_MAX) &&
           parse_seconds(seconds, &promise->p10_s, &promise->p50_s, &promise->p90_s) &&
           (!simulated ||
            parse_seconds(simulated, &promise->sim10_s, &promise->sim50_s, &promise->sim90_s));
}

/* 16 hexadecimal digits as they are written here. */
static bool parse_key(const char *text, uint64_t *key)
{
    if (strlen(text) != 16 || strspn(text, "0123456789abcdef") != 16)
        return false;
    *key = strtoull(text, NULL, 16);
    return *key != 0;
}

static bool parse_field(const char *key, json_t *value, struct event *event)
{
    const char *text = json_string_value(value);
    if (strcmp(key, "print") == 0)
        return event->print = json_is_true(value);
    if (strcmp(key, "out_of_order") == 0)
        return event->out_of_order = json_is_true(value);
    if (strcmp(key, "promise") == 0)
        return parse_promise(value, &event->promise);
    if (!text)
        return false;
    if (strcmp(key, "lane") == 0)
        return (event->lane = lane_parse(text)) != LANES;
    if (strcmp(key, "outcome") == 0)
        return (event->outcome = outcome_parse(text)) != OUTCOMES;
    if (strcmp(key, "key") == 0)
        return parse_key(text, &event->key);
    if (strcmp(key, "services") == 0)
        return letters_parse(text, &event->services);
    if (strcmp(key, "note") != 0 || json_string_length(value) >= NOTE_BYTES)
        return false;
    snprintf(event->note, sizeof event->note, "%s", text);
    return true;
}

bool event_data_parse(const char *data, struct event *event)
{
    event->lane = LANE_REGULAR;
    event->outcome = OUTCOME_DONE;
    event->print = event->out_of_order = false;
    event->services = 0;
    event->promise = (struct promise){.known = false};
    event->key = 0;
    event->note[0] = '\0';
    if (strcmp(data, "{}") == 0)
        return true;
    json_t *object = json_loads(data, JSON_REJECT_DUPLICATES, NULL);
    bool good = json_is_object(object);
    const char *key;
    json_t *value;
    if (good)
        json_object_foreach(object, key, value) good = good && parse_field(key, value, event);
    json_decref(object);
    return good;
}

// SPDX-License-Identifier: MIT
#include "firmware/journal.h"

#include <jansson.h>
#include <stdio.h>
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
    if (event->note[0])
        json_object_set_new(object, "note", note_json(event->note));
    size_t length = json_dumpb(object, data, EVENT_DATA_BYTES - 1, JSON_COMPACT | JSON_SORT_KEYS);
    data[length < EVENT_DATA_BYTES ? length : 0] = '\0';
    json_decref(object);
}

static bool parse_field(const char *key, const json_t *value, struct event *event)
{
    const char *text = json_string_value(value);
    if (strcmp(key, "print") == 0)
        return event->print = json_is_true(value);
    if (strcmp(key, "out_of_order") == 0)
        return event->out_of_order = json_is_true(value);
    if (!text)
        return false;
    if (strcmp(key, "lane") == 0)
        return (event->lane = lane_parse(text)) != LANES;
    if (strcmp(key, "outcome") == 0)
        return (event->outcome = outcome_parse(text)) != OUTCOMES;
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

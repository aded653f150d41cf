// SPDX-License-Identifier: MIT
#include "firmware/content_node.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { DAY_MIN = 24 * 60 };

void node_fault(const struct node *node, const char *format, ...)
{
    struct content_faults *faults = node->faults;
    if (faults->count < CONTENT_FAULTS_MAX) {
        struct content_fault *fault = &faults->fault[faults->count];
        va_list arguments;
        snprintf(fault->path, sizeof fault->path, "%s", node->path);
        va_start(arguments, format);
        vsnprintf(fault->reason, sizeof fault->reason, format, arguments);
        va_end(arguments);
    }
    faults->count++;
}

struct node node_member(const struct node *parent, const char *key)
{
    struct node child = {.value = json_object_get(parent->value, key), .faults = parent->faults};
    snprintf(child.path, sizeof child.path, "%.60s%s%.32s", parent->path,
             parent->path[0] ? "." : "", key);
    return child;
}

struct node node_item(const struct node *parent, size_t i)
{
    struct node child = {.value = json_array_get(parent->value, i), .faults = parent->faults};
    snprintf(child.path, sizeof child.path, "%.72s[%zu]", parent->path, i);
    return child;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool allowed(const char *key, const char *const *keys)
{
    if (begins(key, "_") || begins(key, "note") || begins(key, "source"))
        return true;
    while (*keys && strcmp(*keys, key) != 0)
        keys++;
    return *keys != NULL;
}

bool node_object(const struct node *node, const char *const *keys)
{
    if (!json_is_object(node->value)) {
        node_fault(node, node->value ? "is not an object {...}" : "is missing");
        return false;
    }
    json_t *object = (json_t *)node->value; /* jansson iterates without const */
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        const char *key = json_object_iter_key(at);
        if (allowed(key, keys))
            continue;
        const struct node child = node_member(node, key);
        node_fault(&child, "is not a known key; correct or remove it");
    }
    return true;
}

size_t node_items(const struct node *node, size_t least, size_t most)
{
    if (!node->value && least == 0)
        return 0;
    if (!json_is_array(node->value)) {
        node_fault(node, node->value ? "is not a list [...]" : "is missing");
        return 0;
    }
    const size_t count = json_array_size(node->value);
    if (count >= least && count <= most)
        return count;
    node_fault(node, "has %zu entries, not %zu to %zu", count, least, most);
    return 0;
}

/* jansson has checked that it is UTF-8. */
static int characters(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* C0, DEL and C1: nothing that a printer or a terminal would obey. */
static bool has_control(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if (*at < 0x20 || *at == 0x7F || (at[0] == 0xC2 && at[1] < 0xA0))
            return true;
    return false;
}

static const char *text_of(const struct node *node, int least, int most)
{
    const char *text = json_string_value(node->value);
    if (!text)
        node_fault(node, "is not a text \"...\"");
    else if (has_control(text))
        node_fault(node, "has a control character (line break, tab ...); remove it");
    else if (characters(text) < least)
        node_fault(node, "is empty");
    else if (characters(text) > most)
        node_fault(node, "has %d characters, at most %d fit", characters(text), most);
    else
        return text;
    return NULL;
}

bool node_text(const struct node *node, int least, int most, char *text, size_t bytes)
{
    text[0] = 0;
    if (!node->value) {
        if (least > 0)
            node_fault(node, "is missing");
        return least <= 0;
    }
    const char *found = text_of(node, least, most);
    if (!found)
        return false;
    if (strlen(found) >= bytes) {
        node_fault(node, "is longer than %zu bytes", bytes - 1);
        return false;
    }
    snprintf(text, bytes, "%s", found);
    return true;
}

int node_integer(const struct node *node, int low, int high, int fallback)
{
    if (!node->value) {
        if (fallback == NODE_REQUIRED)
            node_fault(node, "is missing");
        return fallback;
    }
    const json_int_t number = json_integer_value(node->value);
    if (json_is_integer(node->value) && number >= low && number <= high)
        return (int)number;
    node_fault(node, "is not a whole number from %d to %d", low, high);
    return fallback;
}

int node_scaled(const struct node *node, double low, double high, double fallback, int scale)
{
    double number = fallback;
    if (node->value) {
        const double found = json_number_value(node->value);
        if (json_is_number(node->value) && found >= low && found <= high)
            number = found;
        else
            node_fault(node, "is not a number from %g to %g", low, high);
    }
    return (int)(number * scale + 0.5);
}

int node_time_of_day(const struct node *node)
{
    char text[8], rest;
    int hour, minute;
    if (!node_text(node, 1, 5, text, sizeof text))
        return -1;
    const bool shaped = strlen(text) == 5 && text[2] == ':' && strspn(text, "0123456789:") == 5;
    if (shaped && sscanf(text, "%2d:%2d%c", &hour, &minute, &rest) == 2 && minute < 60 &&
        hour * 60 + minute <= DAY_MIN)
        return hour * 60 + minute;
    node_fault(node, "is no time of day; write for example 08:00");
    return -1;
}

bool node_flag(const struct node *node, bool fallback)
{
    if (!node->value)
        return fallback;
    if (!json_is_boolean(node->value))
        node_fault(node, "is not true or false");
    return json_is_true(node->value);
}

int node_word(const struct node *node, const char *const *words, int fallback)
{
    if (!node->value && fallback != NODE_REQUIRED)
        return fallback;
    const char *found = json_string_value(node->value);
    for (int i = 0; found && words[i]; i++)
        if (strcmp(found, words[i]) == 0)
            return i;

    char list[120] = "";
    for (int i = 0; words[i]; i++) {
        const size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", words[i]);
    }
    node_fault(node, "%s one of: %s", node->value ? "is not" : "is missing, write", list);
    return -1;
}

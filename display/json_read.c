// SPDX-License-Identifier: MIT
#include "display/json_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void json_read_fail(struct json_reader *reader, const char *format, ...)
{
    if (reader->bad) {
        return; /* the first fault is the useful one */
    }
    reader->bad = true;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->reason, WALL_REASON_BYTES, format, arguments);
    va_end(arguments);
}

json_t *json_read_document(struct json_reader *reader, const char *json, size_t bytes,
                           const char *what)
{
    reader->reason[0] = '\0';
    if (bytes > WALL_JSON_BYTES_MAX) {
        json_read_fail(reader, "%s: larger than %d bytes", what, WALL_JSON_BYTES_MAX);
        return NULL;
    }
    json_error_t error;
    json_t *root = json_loadb(json, bytes, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        json_read_fail(reader, "%s: not JSON at byte %d: %.100s", what, error.position, error.text);
    }
    return root;
}

json_t *json_read_need(struct json_reader *reader, json_t *object, const char *where,
                       const char *key, json_type type)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",
        [JSON_STRING] = "a text",    [JSON_INTEGER] = "a whole number",
        [JSON_REAL] = "a number",    [JSON_TRUE] = "true",
        [JSON_FALSE] = "false",      [JSON_NULL] = "null",
    };
    json_t *value = json_object_get(object, key);
    if (value && json_typeof(value) == type) {
        return value;
    }
    json_read_fail(reader, "%s.%s: %s, %s is needed", where, key, value ? "wrong type" : "missing",
                   names[type]);
    return NULL;
}

int64_t json_read_integer(struct json_reader *reader, json_t *object, const char *where,
                          const char *key, int64_t low, int64_t high)
{
    json_t *value = json_read_need(reader, object, where, key, JSON_INTEGER);
    int64_t number = json_integer_value(value);
    if (value && (number < low || number > high)) {
        json_read_fail(reader, "%s.%s: out of range", where, key);
    }
    return value && number >= low && number <= high ? number : low;
}

double json_read_number(struct json_reader *reader, json_t *object, const char *where,
                        const char *key, double low, double high)
{
    json_t *value = json_object_get(object, key);
    double number = json_number_value(value);
    if (!json_is_number(value)) {
        json_read_fail(reader, "%s.%s: %s, a number is needed", where, key,
                       value ? "wrong type" : "missing");
        return low;
    }
    if (number < low || number > high) {
        json_read_fail(reader, "%s.%s: out of range", where, key);
        return low;
    }
    return number;
}

bool json_read_bool(struct json_reader *reader, json_t *object, const char *where, const char *key)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_boolean(value)) {
        json_read_fail(reader, "%s.%s: true or false is needed", where, key);
    }
    return json_is_true(value);
}

static void copy_text(const char *from, char *to, size_t bytes)
{
    size_t length = strlen(from);
    if (length >= bytes) {
        length = bytes - 1;
        while (length > 0 && ((unsigned char)from[length] & 0xC0) == 0x80) {
            length--; /* never half a character */
        }
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)from[i];
        to[i] = c < 0x20 || c == 0x7F ? ' ' : from[i];
    }
    to[length] = '\0';
}

void json_read_text(struct json_reader *reader, json_t *object, const char *where, const char *key,
                    char *to, size_t bytes)
{
    json_t *value = json_read_need(reader, object, where, key, JSON_STRING);
    if (value) {
        copy_text(json_string_value(value), to, bytes);
    }
}

int json_read_word(struct json_reader *reader, json_t *object, const char *where, const char *key,
                   const char *const words[], int count)
{
    json_t *value = json_read_need(reader, object, where, key, JSON_STRING);
    for (int i = 0; value && i < count; i++) {
        if (strcmp(json_string_value(value), words[i]) == 0) {
            return i;
        }
    }
    return -1;
}

int json_read_known_word(struct json_reader *reader, json_t *object, const char *where,
                         const char *key, const char *const words[], int count)
{
    int word = json_read_word(reader, object, where, key, words, count);
    if (word < 0) {
        json_read_fail(reader, "%s.%s: unknown word", where, key);
        return 0;
    }
    return word;
}

// SPDX-License-Identifier: MIT
/* Reading one JSON document strictly: the first fault is kept as a sentence with its path,
 * later reads go on harmlessly, and whoever started asks `bad` once at the end. Pure. */
#ifndef LOKET_DISPLAY_JSON_READ_H
#define LOKET_DISPLAY_JSON_READ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "display/board_model.h"

struct json_reader {
    char *reason; /* WALL_REASON_BYTES */
    bool bad;
};

/* The document, at most WALL_JSON_BYTES_MAX bytes, to be given to json_decref; or NULL with a
 * fault that calls it `what`. */
json_t *json_read_document(struct json_reader *reader, const char *json, size_t bytes,
                           const char *what);

void json_read_fail(struct json_reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Every read: `where` is the path of `object` for the fault. A key that is missing or of another
 * type is a fault; a number outside low..high, too, and then `low` comes back. */
json_t *json_read_need(struct json_reader *reader, json_t *object, const char *where,
                       const char *key, json_type type);
int64_t json_read_integer(struct json_reader *reader, json_t *object, const char *where,
                          const char *key, int64_t low, int64_t high);
double json_read_number(struct json_reader *reader, json_t *object, const char *where,
                        const char *key, double low, double high); /* whole or not */
bool json_read_bool(struct json_reader *reader, json_t *object, const char *where, const char *key);
/* Cut between characters to `bytes`, control characters become spaces; untouched on a fault. */
void json_read_text(struct json_reader *reader, json_t *object, const char *where, const char *key,
                    char *to, size_t bytes);
/* Index of the word in words[count]; -1 for an unknown one, which is no fault. */
int json_read_word(struct json_reader *reader, json_t *object, const char *where, const char *key,
                   const char *const words[], int count);
/* An unknown word is a fault and gives 0. */
int json_read_known_word(struct json_reader *reader, json_t *object, const char *where,
                         const char *key, const char *const words[], int count);

#endif

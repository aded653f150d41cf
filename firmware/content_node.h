// SPDX-License-Identifier: MIT
/* A value of the branch document together with its JSON path: what is read through it
 * reports every fault where it stands. Used by content*.c only. */
#ifndef LOKET_CONTENT_NODE_H
#define LOKET_CONTENT_NODE_H

#include <jansson.h>

#include "firmware/content.h"

struct node {
    const json_t *value; /* borrowed; NULL = not there */
    struct content_faults *faults;
    char path[96]; /* "services[2].letter"; a longer one is cut */
};

/* As a fallback: there is none, the value must be there. */
enum { NODE_REQUIRED = -1 };

void node_fault(const struct node *node, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Children. Their value is NULL when they are not there or the parent is none of that kind. */
struct node node_member(const struct node *parent, const char *key);
struct node node_item(const struct node *parent, size_t i);
/* Whether it is an object, with faults for keys that are not in keys[] (NULL-terminated). */
bool node_object(const struct node *node, const char *const *keys);
/* Items of an array of least..most items; a fault and 0 otherwise. Absent = 0 items, a fault when
 * least > 0. */
size_t node_items(const struct node *node, size_t least, size_t most);

/* Copies a string of least..most characters (code points) without control characters into
 * text[bytes]. Absent: "" and, when least > 0, a fault. */
bool node_text(const struct node *node, int least, int most, char *text, size_t bytes);
/* A whole number in low..high; absent: fallback, a fault when that is NODE_REQUIRED. */
int node_integer(const struct node *node, int low, int high, int fallback);
/* The same for any number, times scale, rounded. */
int node_scaled(const struct node *node, double low, double high, double fallback, int scale);
/* "08:00" in minutes after midnight, "24:00" is 1440; -1 with a fault for anything else. */
int node_time_of_day(const struct node *node);
bool node_flag(const struct node *node, bool fallback);
/* Index of a string in words[] (NULL-terminated); absent: fallback. A fault and -1 for any
 * other string, or when absent and fallback is NODE_REQUIRED. */
int node_word(const struct node *node, const char *const *words, int fallback);

#endif

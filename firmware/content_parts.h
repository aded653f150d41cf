// SPDX-License-Identifier: MIT
/* The parts of the branch document, each read from its place. Faults go to the node's
 * list. Used by content.c only. */
#ifndef LOKET_CONTENT_PARTS_H
#define LOKET_CONTENT_PARTS_H

#include "firmware/content_node.h"

void content_parts_branch(const struct node *branch, struct content *content);
void content_parts_hours(const struct node *hours, struct content *content);
void content_parts_rules(const struct node *rules, struct rules *out);
/* Fills service[] by letter and their rules. */
void content_parts_services(const struct node *services, struct content *content);
/* Planned hours of one desk: planned and duty[]. Absent: not planned. */
void content_parts_duty(const struct node *hours, struct content_desk *desk);
/* After the services: fills desk[] by number and their rules. */
void content_parts_desks(const struct node *desks, struct content *content);
void content_parts_notices(const struct node *notices, struct content *content);
void content_parts_wall(const struct node *wall, struct content_wall *out);
/* After the services. */
void content_parts_pages(const struct node *pages, struct content *content);

/* Keys of the days of a week, Monday first, NULL-terminated. */
const char *const *content_parts_days(void);

/* Services named by their letters or "*", out of those of the document. */
service_set content_parts_letters(const struct node *letters, service_set known);

#endif

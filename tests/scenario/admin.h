// SPDX-License-Identifier: MIT
/* What an admin does and looks at; story_text holds the last answer. Asserts. */
#ifndef LOKET_TESTS_SCENARIO_ADMIN_H
#define LOKET_TESTS_SCENARIO_ADMIN_H

#include "tests/scenario/story.h"

#define CONTENT "/api/v1/content"
#define VERSIONS CONTENT "/versions"
#define TWO_DESKS "{\"number\":1,\"services\":[\"*\"]},{\"number\":2,\"services\":[\"*\"]}"
#define THREE_DESKS TWO_DESKS ",{\"number\":3,\"services\":[\"*\"]}"
#define MONDAY_9 "1795399200000"
#define LATE_MONDAY "1795453196000" /* four seconds before midnight */
#define TUESDAY_9 "1795485600000"

/* A small branch document that fits the buttons of the box; `more` stands at its end. Until the
 * next call. */
const char *admin_document(const char *version, const char *desks, const char *more);
/* PUT /content with this query ("" or "?..."); HTTP status. */
int admin_put(const struct box *box, const char *query, const char *text);
/* activate, approve or reject. */
int admin_post_version(const struct box *box, const char *version, const char *verb);
void admin_assert_said(const char *piece);
/* "second:active first:former ", newest first. */
void admin_assert_versions(const struct box *box, const char *expected);
/* How many rows of today say just this. */
int admin_audit_rows(const struct box *box, const char *what);

#endif

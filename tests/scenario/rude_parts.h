// SPDX-License-Identifier: MIT
/* What the ways to be wrong are made of. Inside of rude*.c. */
#ifndef LOKET_TESTS_SCENARIO_RUDE_PARTS_H
#define LOKET_TESTS_SCENARIO_RUDE_PARTS_H

#include "tests/scenario/rude.h"

/* What would change something, if it were well-formed. */
struct rude_change {
    const char *method, *path, *body;
};
enum { RUDE_CHANGES = 11 };
extern const struct rude_change rude_changes[RUDE_CHANGES];
const struct rude_change *rude_a_change(struct rude *rude);

/* 0 .. below - 1 */
uint32_t rude_chance(struct rude *rude, uint32_t below);
const char *rude_pick(struct rude *rude, const char *const list[], size_t count);
#define RUDE_PICK(list) rude_pick(rude, list, sizeof(list) / sizeof *(list))

void rude_put_bytes(struct rude *rude, const void *bytes, size_t count);
void rude_put(struct rude *rude, const char *format, ...) __attribute__((format(printf, 2, 3)));
void rude_put_many(struct rude *rude, char byte, size_t count);
void rude_put_noise(struct rude *rude, size_t count);
void rude_put_line(struct rude *rude, const char *method, const char *path);
/* Host, Cookie, Origin, as the console sends them. */
void rude_put_usual(struct rude *rude);
void rude_put_body(struct rude *rude, const char *body, size_t count);
/* All of a good one but for the line before it. */
void rude_put_rest(struct rude *rude, const struct rude_change *change);

/* rude_body.c */
void rude_cut_json(struct rude *rude);
void rude_noise_json(struct rude *rude);
void rude_other_json(struct rude *rude);
void rude_deep_json(struct rude *rude);
void rude_large_body(struct rude *rude);
void rude_wrong_type(struct rude *rude);
void rude_wrong_chunks(struct rude *rude);
void rude_short_body(struct rude *rude);

#endif

// SPDX-License-Identifier: MIT
/* Chance for the branch in a box: the same seed gives the same day on every machine. */
#ifndef LOKET_SIM_CHANCE_H
#define LOKET_SIM_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

/* splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). */
struct chance {
    uint64_t state;
};

/* Independent streams of one seed, so that what officers draw never moves a visitor. */
struct chance chance_stream(uint64_t seed, uint64_t stream);
uint64_t chance_next(struct chance *chance);
double chance_unit(struct chance *chance); /* [0, 1) */
double chance_between(struct chance *chance, double low, double high);
bool chance_hits(struct chance *chance, double probability);
double chance_normal(struct chance *chance); /* mean 0, deviation 1 */
/* Lognormal by its mean and its coefficient of variation (deviation / mean), both > 0. */
double chance_lognormal(struct chance *chance, double mean, double variation);

#endif

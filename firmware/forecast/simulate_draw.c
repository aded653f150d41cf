// SPDX-License-Identifier: MIT
#include <math.h>

#include "firmware/forecast/simulate_parts.h"

/* splitmix64's finisher (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
 * generators"). */
uint64_t draw_mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

double draw_single(uint64_t key)
{
    return ((double)(draw_mix(key) >> 12) + 0.5) / 4503599627370496.0; /* 2^52 */
}

uint64_t draw_ticket_key(struct ticket_no no)
{
    return (uint64_t)(unsigned char)no.letter << 16 | no.number;
}

/* A Latin hypercube without storing it: two of 64 permutations and a shift give each draw
 * its own permutation of the paths. */
void draw_mixes(struct simulation *sim)
{
    int paths = sim->in.paths;
    uint64_t state = draw_mix(sim->in.seed ^ 0x6C6F6B6574U);
    for (int m = 0; m < SIMULATE_MIXES; m++) {
        uint8_t *mix = sim->mix[m];
        for (int i = 0; i < paths; i++)
            mix[i] = (uint8_t)i;
        for (int i = paths - 1; i > 0; i--) {
            state = state * 6364136223846793005U + 1442695040888963407U; /* Knuth's LCG */
            int j = (int)((state >> 33) % (uint64_t)(i + 1));
            uint8_t kept = mix[i];
            mix[i] = mix[j];
            mix[j] = kept;
        }
    }
}

void draw_spread(const struct simulation *sim, uint64_t key, struct spread *spread)
{
    uint64_t h = draw_mix(sim->in.seed ^ draw_mix(key));
    spread->first = (uint8_t)(h % SIMULATE_MIXES);
    spread->second = (uint8_t)((h >> 8) % SIMULATE_MIXES);
    spread->shift = (uint8_t)((h >> 16) % (uint64_t)sim->in.paths);
    spread->offset = (float)((double)((h >> 32) & 0xFFFF) + 0.5) / 65536;
}

double draw_share(const struct simulation *sim, const struct spread *spread)
{
    int i = sim->mix[spread->first][sim->path] + spread->shift;
    if (i >= sim->in.paths)
        i -= sim->in.paths;
    return (sim->mix[spread->second][i] + (double)spread->offset) / sim->in.paths;
}

/* Lognormal around 1; the normal quantile by the logistic one of equal spread. */
double draw_speed(const struct simulation *sim)
{
    double u = draw_share(sim, &sim->speed_spread), spread = (double)sim->in.pace->speed_spread;
    return spread > 0 ? exp(spread * 0.5513 * log(u / (1 - u))) : 1;
}

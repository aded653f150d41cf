// SPDX-License-Identifier: MIT
#include "drivers/sim/chance.h"

#include <math.h>

struct chance chance_stream(uint64_t seed, uint64_t stream)
{
    struct chance chance = {seed ^ (stream * 0xD1342543DE82EF95U)};
    chance.state = chance_next(&chance);
    return chance;
}

uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

double chance_unit(struct chance *chance)
{
    return (double)(chance_next(chance) >> 11) * 0x1p-53;
}

double chance_between(struct chance *chance, double low, double high)
{
    return low + (high - low) * chance_unit(chance);
}

bool chance_hits(struct chance *chance, double probability)
{
    return chance_unit(chance) < probability;
}

/* Box and Muller; the second value is thrown away to keep the state one number. */
double chance_normal(struct chance *chance)
{
    double radius = sqrt(-2.0 * log(1.0 - chance_unit(chance)));
    return radius * cos(2.0 * 3.14159265358979323846 * chance_unit(chance));
}

double chance_lognormal(struct chance *chance, double mean, double variation)
{
    double sigma2 = log(1.0 + variation * variation);
    return exp(log(mean) - sigma2 / 2 + sqrt(sigma2) * chance_normal(chance));
}

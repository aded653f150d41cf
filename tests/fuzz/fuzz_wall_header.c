// SPDX-License-Identifier: MIT
/* Any header and agent: a wall with a name that is safe to show, sizes and numbers in bounds. */
#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "firmware/api/walls.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first half is the header, the second the agent. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char header[512] = "", agent[512] = "loket-wall/";
    struct wall wall;
    size_t half = size / 2 < 500 ? size / 2 : 500;
    memcpy(header, data, half);
    memcpy(agent + strlen(agent), data + half, half);
    walls_read(header, agent, &wall);
    assert(wall.name[0] && strlen(wall.name) < WALLS_NAME_BYTES);
    for (const char *c = wall.name; *c; c++)
        assert(isascii(*c) && (isalnum((unsigned char)*c) || strchr("._-", *c)));
    assert(strspn(wall.size, "0123456789x") == strlen(wall.size));
    assert(strlen(wall.size) < WALLS_SIZE_BYTES && strlen(wall.version) < WALLS_VERSION_BYTES);
    for (const char *c = wall.version; *c; c++)
        assert(isgraph((unsigned char)*c) && isascii(*c));
    assert(wall.shown_before >= 0);
    return 0;
}

// SPDX-License-Identifier: MIT
#include "drivers/sim/socket_dir.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* A socket address holds 107 characters; a directory may be longer. */
void socket_dir_address(int dir, const char *name, struct sockaddr_un *address)
{
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", dir, name);
}

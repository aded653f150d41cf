// SPDX-License-Identifier: MIT
/* Unix sockets by directory and name, however long the directory's path is. */
#ifndef LOKET_DRIVERS_SIM_SOCKET_DIR_H
#define LOKET_DRIVERS_SIM_SOCKET_DIR_H

#include <sys/un.h>

/* Address of DIR/name through the open directory `dir`. */
void socket_dir_address(int dir, const char *name, struct sockaddr_un *address);

#endif

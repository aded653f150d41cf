// SPDX-License-Identifier: MIT
/* Listening sockets with errors that say what to do. */
#ifndef LOKET_API_LISTEN_H
#define LOKET_API_LISTEN_H

#include "firmware/config.h"

/* A non-blocking listening socket, or -1. The Unix socket's file gets mode 0660; a file that an
 * earlier daemon left behind is replaced, one that somebody still serves is not. */
int listen_unix(const char *path, char error[CONFIG_ERROR_BYTES]);
/* address: HOST:PORT, [V6]:PORT or :PORT (all interfaces). */
int listen_tcp(const char *address, char error[CONFIG_ERROR_BYTES]);

#endif

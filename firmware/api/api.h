// SPDX-License-Identifier: MIT
/* The HTTP interface: JSON under /api/v1 over a Unix socket and, when configured, TCP. */
#ifndef LOKET_API_API_H
#define LOKET_API_API_H

#include <systemd/sd-event.h>

#include "firmware/kiosk.h"

struct api;

/* Listens as config says. NULL with "what, where, what to do" (address in use, no
 * permission for the socket's folder ...). Borrows kiosk and config for its life. */
struct api *api_create(sd_event *loop, const struct config *config, struct kiosk *kiosk,
                       char error[CONFIG_ERROR_BYTES]);
/* Accepts NULL. Open streams are ended. */
void api_destroy(struct api *api);

#endif

// SPDX-License-Identifier: MIT
/* Seam: the line to a printer, below ESC/POS: bytes out, bytes in. */
#ifndef LOKET_DRIVERS_PRINTER_H
#define LOKET_DRIVERS_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { PRINTER_ERROR_BYTES = 256 };

struct printer;

struct printer_ops {
    /* To poll for input (and output when write returned less than asked). Stable until close.
     * A plain file cannot be polled; it takes all bytes at once. */
    int (*fd)(const struct printer *printer);
    /* Bytes taken by the line now, 0..bytes, without blocking; -1 = the line is gone.
     * Taken means handed to the system, not printed. */
    ssize_t (*write)(struct printer *printer, const void *data, size_t bytes);
    /* The same for real-time commands, which a printer obeys even while it holds the line:
     * sent past the flow control when nothing else waits. NULL: use write. */
    ssize_t (*write_urgent)(struct printer *printer, const void *data, size_t bytes);
    /* Bytes read now, 0 = none; -1 = the line is gone. */
    ssize_t (*read)(struct printer *printer, void *data, size_t bytes);
    /* Bytes handed over that have not left this computer yet, -1 = unknown. */
    int (*unsent)(const struct printer *printer);
    /* Drops unsent bytes, as far as the system still has them. NULL: it never has any. */
    void (*drop)(struct printer *printer);
    /* Drops unsent bytes and closes without waiting. */
    void (*close)(struct printer *printer);
};

/* The first member of every driver's own struct. */
struct printer {
    const struct printer_ops *ops;
};

enum printer_handshake { HANDSHAKE_RTSCTS, HANDSHAKE_XONXOFF, HANDSHAKE_NONE };

struct printer_serial_request {
    const char *port; /* device or by-id/by-path link; resolved at each open */
    int baud;
    enum printer_handshake handshake;
};

/* Open; NULL with a sentence that says what is wrong and what to do (missing device, no
 * permission, handshake refused by the adapter). */
struct printer *printer_serial_open(const struct printer_serial_request *request,
                                    char error[PRINTER_ERROR_BYTES]);
/* The simulated printer that serves `dir` (loket-sim printer --dir DIR); started by
 * running `sim_program` when nobody serves it (NULL: never started). */
struct printer *printer_sim_open(const char *dir, const char *sim_program,
                                 char error[PRINTER_ERROR_BYTES]);
/* Appends to a file (or USB printer node); never answers. */
struct printer *printer_file_open(const char *path, char error[PRINTER_ERROR_BYTES]);

#endif

// SPDX-License-Identifier: MIT
/* PINs and their hashes: Argon2id, 19 MiB and two passes (libsodium's crypto_pwhash_str), which
 * takes tens of milliseconds on purpose. So it is done by a child (loketd --pin), one PIN at a
 * time, and loketd itself neither waits nor grows. PIN and hash reach the child through its
 * standard input. */
#ifndef LOKET_PIN_H
#define LOKET_PIN_H

#include <stdbool.h>
#include <systemd/sd-event.h>

enum {
    PIN_BYTES = 13,       /* of a PIN, with its 0 */
    PIN_HASH_BYTES = 128, /* of its hash as text, with its 0 (crypto_pwhash_STRBYTES) */
    PIN_WAITING_MAX = 8   /* jobs behind the one under way */
};

enum pin_result {
    PIN_GOOD,  /* checked: it fits; hashed: here is the hash */
    PIN_WRONG, /* checked: it does not fit */
    PIN_FAULT  /* the child failed: try again */
};

struct pins;
/* hash: of pins_hash when the result is PIN_GOOD, else ""; until this returns. Called once,
 * from the loop, never inside pins_hash or pins_check. */
typedef void (*pin_fn)(void *context, enum pin_result result, const char *hash);

/* NULL when out of memory. */
struct pins *pins_create(sd_event *loop);
/* Kills the child; what still waits is answered with PIN_FAULT. Accepts NULL. */
void pins_destroy(struct pins *pins);

/* False when too many wait already, or pin or hash is too long. A check against hash "" (a
 * user who does not exist) takes as long as any other and ends with PIN_WRONG. */
bool pins_hash(struct pins *pins, const char *pin, pin_fn done, void *context);
bool pins_check(struct pins *pins, const char *pin, const char *hash, pin_fn done, void *context);

/* The child. Reads "hash\nPIN\n" and says the hash, or "check\nPIN\nHASH\n" and says nothing.
 * Exit status: 0 good, 1 does not fit, 2 the request was none or memory is out. */
int pin_child(int in_fd, int out_fd);

#endif

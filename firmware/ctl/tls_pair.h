// SPDX-License-Identifier: MIT
/* A key and the certificate that it signs for itself, with GnuTLS, the library that serves it. */
#ifndef LOKET_CTL_TLS_PAIR_H
#define LOKET_CTL_TLS_PAIR_H

#include <gnutls/gnutls.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { TLS_NAMES_MAX = 16, TLS_NAME_BYTES = 254, TLS_DAYS_MAX = 7300, TLS_FINGERPRINT_BYTES = 32 };

struct tls_names {
    char name[TLS_NAMES_MAX][TLS_NAME_BYTES]; /* host names and addresses, the first the subject */
    int count;                                /* at least one */
};

struct tls_pair {
    gnutls_datum_t cert, key;                   /* PEM */
    uint8_t fingerprint[TLS_FINGERPRINT_BYTES]; /* SHA-256 of the certificate */
    time_t until;
};

/* An IPv4 or IPv6 address, or a host name: labels of letters, digits and inner hyphens. */
bool tls_name_good(const char *name);
/* ECDSA on P-256, good for `names` as subjectAltName from a day before `now` (clocks differ) until
 * `days` after it. It can vouch for nothing else: it is no authority. 0, or a GNUTLS_E_ code and an
 * empty pair. */
int tls_pair_make(const struct tls_names *names, time_t now, int days, struct tls_pair *pair);
/* Wipes the key. */
void tls_pair_clear(struct tls_pair *pair);

#endif

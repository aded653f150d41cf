// SPDX-License-Identifier: MIT
#include "firmware/ctl/tls_pair.h"

#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>

enum { DAY_S = 86400, SERIAL_BYTES = 16, LABEL_MAX = 63, COMMON_NAME_MAX = 64 };

/* Its bytes, 0 = it is no address. */
static unsigned parse_address(const char *name, uint8_t bytes[16])
{
    if (inet_pton(AF_INET, name, bytes) == 1)
        return 4;
    return inet_pton(AF_INET6, name, bytes) == 1 ? 16 : 0;
}

static bool is_label(const char *label, size_t length)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    return length > 0 && length <= LABEL_MAX && strspn(label, letters) >= length &&
           label[0] != '-' && label[length - 1] != '-';
}

bool tls_name_good(const char *name)
{
    uint8_t bytes[16];
    if (parse_address(name, bytes))
        return true;
    if (strlen(name) >= TLS_NAME_BYTES)
        return false;
    for (;;) {
        size_t length = strcspn(name, ".");
        if (!is_label(name, length))
            return false;
        if (!name[length]) /* all digits would be a mistyped address */
            return strspn(name, "0123456789") < length;
        name += length + 1;
    }
}

static int add_name(gnutls_x509_crt_t cert, const char *name)
{
    uint8_t address[16];
    unsigned bytes = parse_address(name, address);
    return bytes ? gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_IPADDRESS, address, bytes,
                                                        GNUTLS_FSAN_APPEND)
                 : gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_DNSNAME, name,
                                                        (unsigned)strlen(name), GNUTLS_FSAN_APPEND);
}

/* Who it is for. Programs look at the names only; the common name is for people. */
static int set_names(gnutls_x509_crt_t cert, const struct tls_names *names)
{
    size_t length = strlen(names->name[0]);
    int code = gnutls_x509_crt_set_dn_by_oid(
        cert, GNUTLS_OID_X520_COMMON_NAME, 0, names->name[0],
        (unsigned)(length < COMMON_NAME_MAX ? length : COMMON_NAME_MAX));
    for (int i = 0; code >= 0 && i < names->count; i++)
        code = add_name(cert, names->name[i]);
    return code;
}

static int set_serial(gnutls_x509_crt_t cert)
{
    uint8_t serial[SERIAL_BYTES];
    int code = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial);
    serial[0] = (uint8_t)((serial[0] & 0x7F) | 0x40); /* positive, and never shorter */
    return code < 0 ? code : gnutls_x509_crt_set_serial(cert, serial, sizeof serial);
}

/* What it may be used for: whoever steals the key can play this board and nobody else. */
static int set_use(gnutls_x509_crt_t cert)
{
    int code = gnutls_x509_crt_set_basic_constraints(cert, 0, -1);
    if (code >= 0)
        code = gnutls_x509_crt_set_key_usage(cert, GNUTLS_KEY_DIGITAL_SIGNATURE);
    return code < 0 ? code : gnutls_x509_crt_set_key_purpose_oid(cert, GNUTLS_KP_TLS_WWW_SERVER, 0);
}

static int fill(gnutls_x509_crt_t cert, const struct tls_names *names, time_t now, time_t until)
{
    int code = gnutls_x509_crt_set_version(cert, 3);
    if (code >= 0)
        code = set_serial(cert);
    if (code >= 0)
        code = set_names(cert, names);
    if (code >= 0)
        code = gnutls_x509_crt_set_activation_time(cert, now - DAY_S);
    if (code >= 0)
        code = gnutls_x509_crt_set_expiration_time(cert, until);
    return code < 0 ? code : set_use(cert);
}

static int export_pair(gnutls_x509_crt_t cert, gnutls_x509_privkey_t key, struct tls_pair *pair)
{
    size_t bytes = sizeof pair->fingerprint;
    int code = gnutls_x509_crt_get_fingerprint(cert, GNUTLS_DIG_SHA256, pair->fingerprint, &bytes);
    if (code >= 0)
        code = gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &pair->cert);
    if (code >= 0)
        code = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                                 &pair->key);
    return code;
}

int tls_pair_make(const struct tls_names *names, time_t now, int days, struct tls_pair *pair)
{
    gnutls_x509_privkey_t key = NULL;
    gnutls_x509_crt_t cert = NULL;
    memset(pair, 0, sizeof *pair);
    pair->until = now + (time_t)days * DAY_S;
    int code = gnutls_x509_privkey_init(&key);
    if (code >= 0)
        code = gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
                                            GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    if (code >= 0)
        code = gnutls_x509_crt_init(&cert);
    if (code >= 0)
        code = fill(cert, names, now, pair->until);
    if (code >= 0)
        code = gnutls_x509_crt_set_key(cert, key);
    if (code >= 0)
        code = gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0);
    if (code >= 0)
        code = export_pair(cert, key, pair);
    if (cert)
        gnutls_x509_crt_deinit(cert);
    if (key)
        gnutls_x509_privkey_deinit(key);
    if (code < 0)
        tls_pair_clear(pair);
    return code < 0 ? code : 0;
}

void tls_pair_clear(struct tls_pair *pair)
{
    if (pair->key.data)
        gnutls_memset(pair->key.data, 0, pair->key.size);
    gnutls_free(pair->key.data);
    gnutls_free(pair->cert.data);
    memset(pair, 0, sizeof *pair);
}

// SPDX-License-Identifier: MIT
/* The child's side: one request, one answer. */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "firmware/pin.h"

/* Against somebody who has the hashes; OWASP's password storage sheet names the same figures. */
enum { PASSES = 2, MEMORY_BYTES = 19 * 1024 * 1024, REQUEST_BYTES = 512 };
enum { CHILD_GOOD, CHILD_WRONG, CHILD_BAD_REQUEST };

static bool read_all(int fd, char text[REQUEST_BYTES])
{
    size_t used = 0;
    ssize_t got;
    while (used < REQUEST_BYTES &&
           ((got = read(fd, text + used, REQUEST_BYTES - used)) > 0 || (got < 0 && errno == EINTR)))
        used += got > 0 ? (size_t)got : 0;
    if (used == 0 || used == REQUEST_BYTES || memchr(text, '\0', used))
        return false;
    text[used] = '\0';
    return true;
}

/* Cuts the next line off; NULL when there is none or it is too long. */
static char *take_line(char **text, size_t most_bytes)
{
    char *line = *text, *end = strchr(line, '\n');
    if (!end || end == line || (size_t)(end - line) >= most_bytes)
        return NULL;
    *end = '\0';
    *text = end + 1;
    return line;
}

static bool say(int fd, const char *text, size_t bytes)
{
    while (bytes > 0) {
        ssize_t sent = write(fd, text, bytes);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        text += sent;
        bytes -= (size_t)sent;
    }
    return true;
}

static int make_hash(const char *pin, int out_fd)
{
    char hash[crypto_pwhash_STRBYTES + 1] = "";
    if (crypto_pwhash_str_alg(hash, pin, strlen(pin), PASSES, MEMORY_BYTES,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return CHILD_BAD_REQUEST;
    size_t bytes = strlen(hash);
    hash[bytes] = '\n';
    return say(out_fd, hash, bytes + 1) ? CHILD_GOOD : CHILD_BAD_REQUEST;
}

static int check_hash(const char *pin, const char *text)
{
    char hash[crypto_pwhash_STRBYTES] = "";
    snprintf(hash, sizeof hash, "%s", text);
    /* Also what is no hash of ours: it must not ask for any amount of memory or time. */
    if (crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY_BYTES) != 0)
        return CHILD_BAD_REQUEST;
    return crypto_pwhash_str_verify(hash, pin, strlen(pin)) == 0 ? CHILD_GOOD : CHILD_WRONG;
}

int pin_child(int in_fd, int out_fd)
{
    char request[REQUEST_BYTES], *rest = request, *hash = NULL;
    if (sodium_init() < 0 || !read_all(in_fd, request))
        return CHILD_BAD_REQUEST;
    const char *what = take_line(&rest, 8);
    const char *pin = what ? take_line(&rest, PIN_BYTES) : NULL;
    bool checks = pin && strcmp(what, "check") == 0;
    if (checks)
        hash = take_line(&rest, PIN_HASH_BYTES);
    int status = CHILD_BAD_REQUEST;
    if (checks && hash && !*rest)
        status = check_hash(pin, hash);
    else if (pin && strcmp(what, "hash") == 0 && !*rest)
        status = make_hash(pin, out_fd);
    sodium_memzero(request, sizeof request);
    return status;
}

// SPDX-License-Identifier: MIT
/* Any Cookie header: a token is 64 hexadecimal digits that stand in it, or there is none. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "firmware/api/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char header[1024] = "", token[SESSION_TEXT_BYTES];
    memcpy(header, data, size < sizeof header ? size : sizeof header - 1);
    if (!session_cookie(header, token))
        return 0;
    assert(strspn(token, "0123456789abcdef") == SESSION_TEXT_BYTES - 1);
    assert(strlen(token) == SESSION_TEXT_BYTES - 1);
    const char *at = strstr(header, "loket=");
    assert(at && strstr(at, token));
    return 0;
}

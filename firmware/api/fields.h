// SPDX-License-Identifier: MIT
/* The fields of a small JSON body, for calls that are no command of the queue. */
#ifndef LOKET_API_FIELDS_H
#define LOKET_API_FIELDS_H

#include "firmware/api/exchange.h"

/* One field; exactly one of text and flag is set. */
struct fields_want {
    const char *name;
    bool required;
    const char **text; /* NULL stays when the body lacks it */
    int *flag;         /* becomes 0 or 1, -1 stays when the body lacks it */
};

/* Reads the body; an empty one is an empty object. Texts live as long as the object, which the
 * caller lets go of. NULL after an error answer: no JSON object, a field that is none of these, a
 * wrong type, a missing one. What stands in the body is never repeated in it. */
json_t *fields_read(struct exchange *exchange, const struct fields_want *want, int count);

#endif

// SPDX-License-Identifier: MIT
#include "firmware/api/fields.h"

#include <string.h>

static void wrong(struct exchange *exchange, const char *code, const char *message,
                  const char *field)
{
    exchange_error(exchange, MHD_HTTP_BAD_REQUEST, code, message, field);
}

static const struct fields_want *find(const struct fields_want *want, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(want[i].name, name) == 0)
            return &want[i];
    return NULL;
}

static bool take(struct exchange *exchange, const struct fields_want *want, const json_t *value)
{
    if (want->text && json_is_string(value))
        *want->text = json_string_value(value);
    else if (want->flag && json_is_boolean(value))
        *want->flag = json_is_true(value);
    else
        wrong(exchange, "invalid_field",
              want->text ? "a text is wanted" : "true or false is wanted", want->name);
    return want->text ? *want->text != NULL : *want->flag >= 0;
}

static bool is_missing(const struct fields_want *want)
{
    return want->required && (want->text ? !*want->text : *want->flag < 0);
}

static bool take_all(struct exchange *exchange, json_t *object, const struct fields_want *want,
                     int count)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        const struct fields_want *field = find(want, count, key);
        if (!field)
            wrong(exchange, "unknown_field", "this call has no such field", key);
        if (!field || !take(exchange, field, value))
            return false;
    }
    for (int i = 0; i < count; i++)
        if (is_missing(&want[i])) {
            wrong(exchange, "missing_field", "this field is needed", want[i].name);
            return false;
        }
    return true;
}

json_t *fields_read(struct exchange *exchange, const struct fields_want *want, int count)
{
    json_t *object = exchange->body_bytes ? json_loadb(exchange->body, exchange->body_bytes,
                                                       JSON_REJECT_DUPLICATES, NULL)
                                          : json_object();
    if (json_is_object(object) && take_all(exchange, object, want, count))
        return object;
    if (!json_is_object(object))
        wrong(exchange, "malformed", "the body is no JSON object", "");
    json_decref(object);
    return NULL;
}

// SPDX-License-Identifier: MIT
#include "tests/scenario/admin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"

const char *admin_document(const char *version, const char *desks, const char *more)
{
    static char text[4096];
    snprintf(text, sizeof text,
             "{\"version\":\"%s\",\"branch\":{\"name\":\"Cabang %s\"},\"services\":["
             "{\"letter\":\"A\",\"name_id\":\"Satu\",\"name_en\":\"One\"},"
             "{\"letter\":\"B\",\"name_id\":\"Dua\",\"name_en\":\"Two\"},"
             "{\"letter\":\"K\",\"name_id\":\"Tiga\",\"name_en\":\"Three\"}],"
             "\"desks\":[%s]%s}",
             version, version, desks, more);
    return text;
}

int admin_put(const struct box *box, const char *query, const char *text)
{
    char path[96];
    snprintf(path, sizeof path, CONTENT "%s", query);
    return story_ask(box, "PUT", path, BOX_HTTP_JSON, text);
}

int admin_post_version(const struct box *box, const char *version, const char *verb)
{
    char path[96];
    snprintf(path, sizeof path, VERSIONS "/%s/%s", version, verb);
    return story_post(box, path, "{}");
}

void admin_assert_said(const char *piece)
{
    if (strstr(story_text, piece) == NULL)
        fail_msg("no %s in: %s", piece, box_http_body(story_text));
}

void admin_assert_versions(const struct box *box, const char *expected)
{
    char text[512] = "";
    size_t i;
    json_t *list = story_json(box, VERSIONS), *one;
    json_array_foreach(list, i, one)
    {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s:%s ",
                 json_string_value(json_object_get(one, "version")),
                 json_string_value(json_object_get(one, "status")));
    }
    json_decref(list);
    assert_string_equal(text, expected);
}

int admin_audit_rows(const struct box *box, const char *what)
{
    int count = 0;
    size_t i;
    json_t *json = story_json(box, "/api/v1/audit"), *row;
    json_array_foreach(json_object_get(json, "audit"), i, row) count +=
        strcmp(json_string_value(json_object_get(row, "what")), what) == 0;
    json_decref(json);
    return count;
}

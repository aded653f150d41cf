// SPDX-License-Identifier: MIT
/* The branch document: what rules, what has ruled, what is to rule. */
#include "firmware/api/routes.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/api/json.h"
#include "firmware/versions.h"

void content_get(struct exchange *exchange)
{
    struct journal *journal = kiosk_journal(exchange->door->api->kiosk);
    char *text = NULL;
    if (journal && journal_content_active(journal, &text) == JOURNAL_OK && text)
        exchange_bytes(exchange, MHD_HTTP_OK, "application/json", text, strlen(text));
    else
        exchange_refuse(exchange, REFUSED_JOURNAL);
    free(text);
}

static json_t *version_json(const struct journal_version *version)
{
    json_t *json = json_object();
    json_object_set_new(json, "version", json_string(version->version));
    json_object_set_new(json, "status", json_string(journal_version_status(version->status)));
    json_object_set_new(json, "effective", json_day(version->effective));
    json_object_set_new(json, "at_utc_ms", json_integer(version->at_utc_ms));
    json_object_set_new(json, "who", json_string(version->who));
    json_object_set_new(json, "asked_by", json_string(version->asked_by));
    json_object_set_new(json, "approved_by", json_string(version->approved_by));
    json_object_set_new(json, "active_utc_ms",
                        version->active_utc_ms ? json_integer(version->active_utc_ms)
                                               : json_null());
    return json;
}

static bool add_version(void *list, const struct journal_version *version)
{
    json_array_append_new(list, version_json(version));
    return true;
}

void content_versions(struct exchange *exchange)
{
    struct journal *journal = kiosk_journal(exchange->door->api->kiosk);
    json_t *list = json_array();
    if (journal && journal_content_list(journal, add_version, list) == JOURNAL_OK) {
        exchange_json(exchange, MHD_HTTP_OK, list);
        return;
    }
    json_decref(list);
    exchange_refuse(exchange, REFUSED_JOURNAL);
}

static void answer_unknown(struct exchange *exchange)
{
    exchange_error(exchange, MHD_HTTP_NOT_FOUND, "unknown_version",
                   "There is no such version of the branch document.", "version");
}

void content_version(struct exchange *exchange)
{
    struct journal *journal = kiosk_journal(exchange->door->api->kiosk);
    struct journal_version found;
    char *text = NULL;
    if (!journal || journal_content_find(journal, exchange->values.name, &found, &text))
        exchange_refuse(exchange, REFUSED_JOURNAL);
    else if (!text)
        answer_unknown(exchange);
    else
        exchange_bytes(exchange, MHD_HTTP_OK, "application/json", text, strlen(text));
    free(text);
}

/* ---- changes ---- */

static json_t *faults_body(const struct content_faults *faults)
{
    json_t *body = json_error_body("content",
                                   "The branch document has faults; nothing was changed.", ""),
           *list = json_array();
    for (int i = 0; i < faults->count && i < CONTENT_FAULTS_MAX; i++) {
        const struct content_fault *fault = &faults->fault[i];
        json_t *path = json_string(fault->path), *reason = json_string(fault->reason);
        json_t *one = json_object();
        /* What was cut inside of a character is no text any more. */
        json_object_set_new(one, "path", path ? path : json_string(""));
        json_object_set_new(one, "reason", reason ? reason : json_string("has a fault"));
        json_array_append_new(list, one);
    }
    json_t *error = json_object_get(body, "error");
    json_object_set_new(error, "faults", list);
    json_object_set_new(error, "fault_count", json_integer(faults->count));
    return body;
}

static void add_warning(void *list, const char *text)
{
    json_array_append_new(list, json_string(text));
}

/* What the present day and the hardware make of the document; none of it is a fault. */
static json_t *warnings_json(const struct exchange *exchange, const struct versions_change *change)
{
    const struct api *api = exchange->door->api;
    json_t *list = json_array();
    if (change->content)
        config_list_content("loket.conf", api->config, change->content, add_warning, list);
    if (change->version.status == VERSION_ACTIVE)
        versions_warn(api->kiosk, add_warning, list);
    return list;
}

static void answer_done(struct exchange *exchange, const struct versions_change *change)
{
    json_t *json = version_json(&change->version);
    json_object_set_new(json, "warnings", warnings_json(exchange, change));
    exchange_json(exchange, MHD_HTTP_OK, json);
}

static void answer(struct exchange *exchange, enum versions_result result,
                   struct versions_change *change)
{
    switch (result) {
    case VERSIONS_DONE:
        answer_done(exchange, change);
        break;
    case VERSIONS_FAULTY:
        exchange_json(exchange, MHD_HTTP_UNPROCESSABLE_CONTENT, faults_body(&change->faults));
        break;
    case VERSIONS_EXISTS:
        exchange_error(exchange, MHD_HTTP_CONFLICT, "version_exists",
                       "There is a document of this version already; give it another one.",
                       "version");
        break;
    case VERSIONS_OUTDATED:
        exchange_error(exchange, MHD_HTTP_CONFLICT, "outdated",
                       "Somebody has changed the branch document meanwhile; look at it again.",
                       "base");
        break;
    case VERSIONS_PAST:
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field",
                       "The day from which it is to rule has passed.", "effective");
        break;
    case VERSIONS_UNKNOWN:
        answer_unknown(exchange);
        break;
    case VERSIONS_NOT_NOW:
        exchange_error(exchange, MHD_HTTP_CONFLICT, "wrong_status",
                       "This cannot be done with a version of this status.", "version");
        break;
    case VERSIONS_SAME_PERSON:
        exchange_error(exchange, MHD_HTTP_FORBIDDEN, "second_person",
                       "Somebody else than who asked for the change must approve it.", "");
        break;
    case VERSIONS_JOURNAL:
        exchange_refuse(exchange, kiosk_state(exchange->door->api->kiosk) == KIOSK_DISK_FULL
                                      ? REFUSED_DISK_FULL
                                      : REFUSED_JOURNAL);
        break;
    }
    versions_release(change);
}

void content_put(struct exchange *exchange)
{
    struct versions_change change;
    int32_t effective = 0;
    if (!exchange_day(exchange, "effective", &effective))
        return;
    enum versions_result result = versions_put(
        exchange->door->api->kiosk, exchange_who(exchange), exchange->body ? exchange->body : "",
        exchange->body_bytes, effective, exchange_query(exchange, "base"), &change);
    answer(exchange, result, &change);
}

typedef enum versions_result (*versions_fn)(struct kiosk *kiosk, const char *who,
                                            const char *version, struct versions_change *change);

static void change_version(struct exchange *exchange, versions_fn make)
{
    struct versions_change change;
    if (exchange_empty(exchange))
        answer(exchange,
               make(exchange->door->api->kiosk, exchange_who(exchange), exchange->values.name,
                    &change),
               &change);
}

void content_activate(struct exchange *exchange)
{
    change_version(exchange, versions_activate);
}

void content_approve(struct exchange *exchange)
{
    change_version(exchange, versions_approve);
}

void content_reject(struct exchange *exchange)
{
    change_version(exchange, versions_reject);
}

// SPDX-License-Identifier: MIT
#include "firmware/versions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/log.h"

enum { WHAT_BYTES = 80 };

/* ---- storing: one transaction with its row of who did it ---- */

struct storing {
    const struct journal_version *version;
    const char *text; /* of a new one; NULL = a change of one that is there */
};

static enum journal_fault store(struct journal *journal, void *context)
{
    const struct storing *storing = context;
    return storing->text ? journal_content_add(journal, storing->version, storing->text)
                         : journal_content_update(journal, storing->version);
}

/* "content approve 2026-12-01 planned 2026-12-02" */
static void describe(const char *verb, const struct journal_version *version, char what[WHAT_BYTES])
{
    const int32_t day = version->effective;
    int used = snprintf(what, WHAT_BYTES, "content %s %s %s", verb, version->version,
                        journal_version_status(version->status));
    if (version->status == VERSION_PLANNED && used < WHAT_BYTES)
        snprintf(what + used, (size_t)(WHAT_BYTES - used), " %04d-%02d-%02d", day / 10000,
                 day / 100 % 100, day % 100);
}

static enum versions_result apply(struct kiosk *kiosk, const char *who, const char *verb,
                                  const char *text, struct versions_change *change)
{
    struct storing storing = {&change->version, text};
    char what[WHAT_BYTES];
    describe(verb, &change->version, what);
    if (kiosk_change(kiosk, who, what, store, &storing))
        return VERSIONS_JOURNAL;
    if (change->version.status == VERSION_ACTIVE)
        kiosk_set_content(kiosk, change->content);
    return VERSIONS_DONE;
}

static void set_active(struct kiosk *kiosk, int32_t day, struct journal_version *version)
{
    version->status = VERSION_ACTIVE;
    version->effective = day;
    version->active_utc_ms = kiosk_now_ms(kiosk);
}

/* ---- what is asked ---- */

static enum versions_result parse(const char *text, size_t bytes, struct versions_change *change)
{
    change->content = malloc(sizeof *change->content);
    if (change->content == NULL)
        abort();
    return content_parse(text, bytes, change->content, &change->faults) ? VERSIONS_DONE
                                                                        : VERSIONS_FAULTY;
}

/* Fills change with the version and, when it is to be read, with what it says. */
static enum versions_result look_up(struct kiosk *kiosk, const char *version, bool read,
                                    struct versions_change *change)
{
    struct journal *journal = kiosk_journal(kiosk);
    char *text = NULL;
    memset(change, 0, sizeof *change);
    if (journal == NULL ||
        journal_content_find(journal, version, &change->version, read ? &text : NULL))
        return VERSIONS_JOURNAL;
    if (change->version.version[0] == 0)
        return VERSIONS_UNKNOWN;
    enum versions_result result = read ? parse(text, strlen(text), change) : VERSIONS_DONE;
    free(text);
    return result;
}

static int32_t today_of(const struct kiosk *kiosk)
{
    return kiosk_queue(kiosk)->day;
}

static enum versions_result check_new(struct kiosk *kiosk, int32_t effective, const char *base,
                                      const struct versions_change *change)
{
    struct journal_version found;
    struct journal *journal = kiosk_journal(kiosk);
    if (journal == NULL || journal_content_find(journal, change->content->version, &found, NULL))
        return VERSIONS_JOURNAL;
    if (found.version[0])
        return VERSIONS_EXISTS;
    if (*base && strcmp(base, kiosk_content(kiosk)->version) != 0)
        return VERSIONS_OUTDATED;
    return effective && effective < today_of(kiosk) ? VERSIONS_PAST : VERSIONS_DONE;
}

/* The same wish once more, because its answer was lost: version is filled. */
static bool is_repeated(struct kiosk *kiosk, const char *who, const char *text, size_t bytes,
                        struct versions_change *change)
{
    struct journal_version found;
    char *stored = NULL;
    if (journal_content_find(kiosk_journal(kiosk), change->content->version, &found, &stored))
        return false;
    bool same = stored && strlen(stored) == bytes && memcmp(stored, text, bytes) == 0 &&
                strcmp(found.who, who) == 0;
    free(stored);
    if (same)
        change->version = found;
    return same;
}

/* It waits for its day or for a second person, or rules from now on. */
static void place(struct kiosk *kiosk, struct journal_version *version)
{
    if (kiosk_content(kiosk)->approval)
        version->status = VERSION_PROPOSED;
    else if (version->effective > today_of(kiosk))
        version->status = VERSION_PLANNED;
    else
        set_active(kiosk, today_of(kiosk), version);
}

enum versions_result versions_put(struct kiosk *kiosk, const char *who, const char *text,
                                  size_t bytes, int32_t effective, const char *base,
                                  struct versions_change *change)
{
    struct journal_version *version = &change->version;
    memset(change, 0, sizeof *change);
    enum versions_result result = parse(text, bytes, change);
    if (result == VERSIONS_DONE)
        result = check_new(kiosk, effective, base, change);
    if (result == VERSIONS_EXISTS && is_repeated(kiosk, who, text, bytes, change))
        return VERSIONS_DONE;
    if (result != VERSIONS_DONE)
        return result;
    snprintf(version->version, sizeof version->version, "%s", change->content->version);
    snprintf(version->who, sizeof version->who, "%s", who);
    snprintf(version->asked_by, sizeof version->asked_by, "%s", who);
    version->at_utc_ms = kiosk_now_ms(kiosk);
    version->effective = effective;
    place(kiosk, version);
    char *copy = strndup(text, bytes);
    if (copy == NULL)
        abort();
    result = apply(kiosk, who, "put", copy, change);
    free(copy);
    return result;
}

enum versions_result versions_activate(struct kiosk *kiosk, const char *who, const char *name,
                                       struct versions_change *change)
{
    struct journal_version *version = &change->version;
    enum versions_result result = look_up(kiosk, name, true, change);
    bool fits = version->status == VERSION_FORMER || version->status == VERSION_PLANNED;
    bool active = version->status == VERSION_ACTIVE;
    if (result == VERSIONS_DONE && !fits && !active)
        result = VERSIONS_NOT_NOW;
    if (result != VERSIONS_DONE || active)
        return result;
    snprintf(version->asked_by, sizeof version->asked_by, "%s", who);
    version->approved_by[0] = 0;
    version->effective = 0;
    place(kiosk, version);
    return apply(kiosk, who, "activate", NULL, change);
}

enum versions_result versions_approve(struct kiosk *kiosk, const char *who, const char *name,
                                      struct versions_change *change)
{
    struct journal_version *version = &change->version;
    enum versions_result result = look_up(kiosk, name, true, change);
    bool repeated = version->status != VERSION_PROPOSED && strcmp(version->approved_by, who) == 0;
    if (result == VERSIONS_DONE && repeated)
        return result;
    if (result == VERSIONS_DONE && version->status != VERSION_PROPOSED)
        result = VERSIONS_NOT_NOW;
    if (result == VERSIONS_DONE && strcmp(version->asked_by, who) == 0)
        result = VERSIONS_SAME_PERSON;
    if (result != VERSIONS_DONE)
        return result;
    snprintf(version->approved_by, sizeof version->approved_by, "%s", who);
    if (version->effective > today_of(kiosk))
        version->status = VERSION_PLANNED;
    else
        set_active(kiosk, today_of(kiosk), version);
    return apply(kiosk, who, "approve", NULL, change);
}

enum versions_result versions_reject(struct kiosk *kiosk, const char *who, const char *name,
                                     struct versions_change *change)
{
    struct journal_version *version = &change->version;
    enum versions_result result = look_up(kiosk, name, false, change);
    bool fits = version->status == VERSION_PLANNED || version->status == VERSION_PROPOSED;
    bool rejected = version->status == VERSION_REJECTED;
    if (result == VERSIONS_DONE && !fits && !rejected)
        result = VERSIONS_NOT_NOW;
    if (result != VERSIONS_DONE || rejected)
        return result;
    /* One that has ruled before is where it was. */
    version->status = version->active_utc_ms ? VERSION_FORMER : VERSION_REJECTED;
    return apply(kiosk, who, "reject", NULL, change);
}

/* ---- what today is left with ---- */

static void warn_of_desks(const struct kiosk *kiosk, versions_text_fn each, void *context)
{
    const struct queue *queue = kiosk_queue(kiosk);
    char text[160], ticket[TICKET_TEXT_BYTES];
    for (int i = 0; i < queue->desk_count; i++) {
        const struct desk *desk = &queue->desk[i];
        if (desk->serving == NO_SLOT || content_desk(kiosk_content(kiosk), desk->number))
            continue;
        ticket_no_format(queue->ticket[desk->serving].no, ticket);
        snprintf(text, sizeof text,
                 "desk %u still serves %s; it is closed when that visitor has left",
                 (unsigned)desk->number, ticket);
        each(context, text);
    }
}

void versions_warn(const struct kiosk *kiosk, versions_text_fn each, void *context)
{
    const struct queue *queue = kiosk_queue(kiosk);
    char text[160];
    warn_of_desks(kiosk, each, context);
    for (char letter = 'A'; letter <= 'Z'; letter++) {
        const int waiting = queue_waiting(queue, letter);
        if (waiting == 0 || content_service(kiosk_content(kiosk), letter))
            continue;
        snprintf(text, sizeof text,
                 "%d waiting for service %c, which is no longer there: transfer them or call their "
                 "numbers",
                 waiting, letter);
        each(context, text);
    }
}

void versions_release(struct versions_change *change)
{
    free(change->content);
    change->content = NULL;
}

/* ---- a day begins ---- */

static enum versions_result begin_one(struct kiosk *kiosk, int32_t day, const char *text,
                                      struct versions_change *change)
{
    if (parse(text, strlen(text), change) == VERSIONS_DONE) {
        set_active(kiosk, day, &change->version);
        return apply(kiosk, "loketd", "begin", NULL, change);
    }
    log_line(LOG_ERR, "branch document %s was planned for today and has faults: %s: %s",
             change->version.version, change->faults.fault[0].path, change->faults.fault[0].reason);
    change->version.status = VERSION_REJECTED;
    return apply(kiosk, "loketd", "reject", NULL, change);
}

bool versions_begin(struct kiosk *kiosk, int32_t day)
{
    struct versions_change change = {0};
    struct journal *journal = kiosk_journal(kiosk);
    enum versions_result result = journal ? VERSIONS_DONE : VERSIONS_JOURNAL;
    bool more = true;
    while (result == VERSIONS_DONE && more) {
        char *text = NULL;
        if (journal_content_due(journal, day, &change.version, &text))
            result = VERSIONS_JOURNAL;
        more = text != NULL;
        if (more)
            result = begin_one(kiosk, day, text, &change);
        free(text);
        versions_release(&change);
    }
    return result == VERSIONS_DONE;
}

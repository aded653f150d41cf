// SPDX-License-Identifier: MIT
/* Changing the branch document while the branch works. Every change is a version in the journal
 * and, in the same transaction, a row of who did it; the kiosk goes by the new one at once.
 *
 * Where the active document asks for approval, nobody changes it alone: a new version, or going
 * back to a former one, is a proposal until a second person approves it. */
#ifndef LOKET_VERSIONS_H
#define LOKET_VERSIONS_H

#include "firmware/kiosk.h"

enum versions_result {
    VERSIONS_DONE,
    VERSIONS_FAULTY,      /* the document has faults, see change->faults */
    VERSIONS_EXISTS,      /* another document has this version's name already */
    VERSIONS_OUTDATED,    /* made from a version that is no longer the active one */
    VERSIONS_PAST,        /* its day lies before today */
    VERSIONS_UNKNOWN,     /* no version of this name */
    VERSIONS_NOT_NOW,     /* not from the status that it has */
    VERSIONS_SAME_PERSON, /* who asked for it cannot approve it, too */
    VERSIONS_JOURNAL      /* the journal cannot be used now */
};

struct versions_change {
    struct journal_version version; /* as it stands in the journal now */
    struct content *content; /* what it says, when it was parsed; freed by versions_release */
    struct content_faults faults;
};

/* `who` is a user's name. change is filled by each call (all of it when VERSIONS_DONE); call
 * versions_release on it in any case.
 *
 * put: text[bytes] as a new version that rules from `effective` on (yyyymmdd; 0 or today: at
 * once). `base` is the version it was made from, "" = not said.
 * activate: back to a former version, or a planned one before its day.
 * reject: a planned or proposed one.
 *
 * A wish that is repeated, since its answer was lost, is done already: VERSIONS_DONE. */
enum versions_result versions_put(struct kiosk *kiosk, const char *who, const char *text,
                                  size_t bytes, int32_t effective, const char *base,
                                  struct versions_change *change);
enum versions_result versions_activate(struct kiosk *kiosk, const char *who, const char *version,
                                       struct versions_change *change);
enum versions_result versions_approve(struct kiosk *kiosk, const char *who, const char *version,
                                      struct versions_change *change);
enum versions_result versions_reject(struct kiosk *kiosk, const char *who, const char *version,
                                     struct versions_change *change);
void versions_release(struct versions_change *change);

/* Calls each with a sentence for everything of today that the document, active by now, leaves
 * without a place: a desk that still serves somebody, people who wait for a service. */
typedef void (*versions_text_fn)(void *context, const char *text);
void versions_warn(const struct kiosk *kiosk, versions_text_fn each, void *context);

/* Planned versions whose day has come by `day` become active, the oldest first; one that this
 * program cannot read is rejected. False when the journal has a fault: try again later. */
bool versions_begin(struct kiosk *kiosk, int32_t day);

#endif

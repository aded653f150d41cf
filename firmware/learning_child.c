// SPDX-License-Identifier: MIT
/* The child's side: replays the days of the journal and writes down what they teach. */
#include "firmware/learning.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/clock.h"
#include "firmware/journal.h"
#include "firmware/learning_head.h"
#include "firmware/log.h"

void learning_head_fill(struct learning_head *head)
{
    memset(head, 0, sizeof *head);
    memcpy(head->magic, "LKWAITS", sizeof head->magic);
    snprintf(head->version, sizeof head->version, "%s", LOKET_VERSION);
    head->learned_bytes = sizeof(struct learned);
}

bool learning_head_fits(const struct learning_head *head)
{
    struct learning_head own;
    learning_head_fill(&own);
    return memcmp(&own, head, sizeof own) == 0;
}

struct pupil {
    struct learned *learned;
    int64_t midnight_ms; /* of the queue's day */
    bool contradicted;
};

static bool learn_one(void *context, int64_t seq, const struct event *event)
{
    struct pupil *pupil = context;
    struct learned *learned = pupil->learned;
    if (event->kind == EV_DAY_STARTED)
        pupil->midnight_ms = clock_midnight_utc_ms(event->day);
    outlook_fact(&learned->outlook, &learned->queue, event, pupil->midnight_ms, true);
    pupil->contradicted = !queue_apply(&learned->queue, event);
    if (pupil->contradicted)
        log_line(LOG_ERR, "learning: row %lld (%s) contradicts the rows before it", (long long)seq,
                 event_kind_name(event->kind));
    else
        learned->seq = seq;
    return !pupil->contradicted;
}

static bool learn_from(const char *path, struct learned *learned)
{
    char error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    struct pupil pupil = {.learned = learned};
    int64_t first;
    if (journal_open_read(path, &journal, error)) {
        log_line(LOG_ERR, "learning: %s", error);
        return false;
    }
    enum journal_fault fault = journal_recent_days(journal, LEARNING_DAYS, &first);
    if (fault == JOURNAL_OK)
        fault = journal_replay_from(journal, first, learn_one, &pupil);
    if (fault)
        log_line(LOG_ERR, "learning: %s", journal_error(journal));
    journal_close(journal);
    return fault == JOURNAL_OK && !pupil.contradicted;
}

static bool write_all(int fd, const void *data, size_t bytes)
{
    const char *at = data;
    while (bytes > 0) {
        ssize_t written = write(fd, at, bytes);
        if (written < 0 && errno != EINTR)
            return false;
        at += written > 0 ? written : 0;
        bytes -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

static bool nothing_yet(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 ? found.st_size == 0 : errno == ENOENT;
}

int learning_child(const char *dir, int out_fd)
{
    char path[4096];
    struct learning_head head;
    struct learned *learned = calloc(1, sizeof *learned);
    int length = snprintf(path, sizeof path, "%s/loket.db", dir);
    if (learned == NULL || length >= (int)sizeof path) {
        free(learned);
        return EXIT_FAILURE;
    }
    queue_init(&learned->queue);
    outlook_init(&learned->outlook);
    learning_head_fill(&head);
    bool well = (nothing_yet(path) || learn_from(path, learned)) &&
                write_all(out_fd, &head, sizeof head) &&
                write_all(out_fd, learned, sizeof *learned);
    free(learned);
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}

// SPDX-License-Identifier: MIT
/* Commands that need no daemon: they read the journal's file, also while one writes it. */
#include "firmware/ctl/ctl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/config.h"
#include "firmware/content.h"
#include "firmware/journal.h"

static const char DEFAULT_DIR[] = "/var/lib/loket";

static bool find_journal(const struct ctl *ctl, char path[CONFIG_PATH_BYTES + 16])
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    const char *dir = ctl->data_dir ? ctl->data_dir : DEFAULT_DIR;
    if (!ctl->data_dir && ctl->config) {
        if (!config_load(ctl->config, &config, error)) {
            fprintf(stderr, "loketctl: %s\n", error);
            return false;
        }
        dir = config.data_dir;
    }
    snprintf(path, CONFIG_PATH_BYTES + 16, "%.255s/loket.db", dir);
    return true;
}

/* CTL_DONE, or the exit status after saying why. */
static int open_journal(const struct ctl *ctl, struct journal **journal)
{
    char path[CONFIG_PATH_BYTES + 16], error[JOURNAL_ERROR_BYTES];
    if (!find_journal(ctl, path))
        return CTL_USAGE;
    if (journal_open_read(path, journal, error) == JOURNAL_OK)
        return CTL_DONE;
    fprintf(stderr, "loketctl: %s\n", error);
    return CTL_REFUSED;
}

int offline_verify(const struct ctl *ctl)
{
    int64_t rows, bad;
    struct journal *journal;
    int opened = open_journal(ctl, &journal);
    if (opened != CTL_DONE)
        return opened;
    enum journal_fault fault = journal_verify(journal, &rows, &bad);
    if (ctl->json)
        printf("{\"ok\":%s,\"rows\":%" PRId64 ",\"bad_seq\":%" PRId64 "}\n",
               fault == JOURNAL_OK ? "true" : "false", rows, bad);
    else if (fault == JOURNAL_OK)
        printf("%" PRId64 " rows, the chain is whole\n", rows);
    if (fault != JOURNAL_OK)
        fprintf(stderr, "loketctl: %s\n", journal_error(journal));
    journal_close(journal);
    return fault == JOURNAL_OK ? CTL_DONE : CTL_REFUSED;
}

static bool write_fact(void *context, int64_t seq, const struct event *event)
{
    char ticket[TICKET_TEXT_BYTES], data[EVENT_DATA_BYTES];
    char service[2] = {event->service, '\0'};
    ticket_no_format(event->ticket, ticket);
    event_data_format(event, data);
    return fprintf(context,
                   "{\"seq\":%" PRId64 ",\"day\":\"%04d-%02d-%02d\",\"at_utc_ms\":%" PRId64
                   ",\"kind\":\"%s\",\"ticket\":\"%s\",\"service\":\"%s\",\"desk\":%u,"
                   "\"data\":%s}\n",
                   seq, event->day / 10000, event->day / 100 % 100, event->day % 100,
                   event->at_utc_ms, event_kind_name(event->kind), ticket, service, event->desk,
                   data) > 0;
}

/* A file named on the command line or by --out; stdout without. */
static const char *target_of(const struct ctl *ctl)
{
    return ctl->words > 0 ? ctl->word[0] : ctl->out;
}

int offline_export(const struct ctl *ctl)
{
    const char *path = target_of(ctl);
    struct journal *journal;
    int opened = open_journal(ctl, &journal);
    if (opened != CTL_DONE)
        return opened;
    FILE *out = path ? fopen(path, "we") : stdout;
    if (!out) {
        perror(path);
        journal_close(journal);
        return CTL_REFUSED;
    }
    enum journal_fault fault = journal_replay(journal, INT32_MIN, write_fact, out);
    bool written = !ferror(out);
    if (path)
        written = fclose(out) == 0 && written;
    else
        written = fflush(out) == 0 && written;
    if (fault != JOURNAL_OK)
        fprintf(stderr, "loketctl: %s\n", journal_error(journal));
    else if (!written)
        perror(path ? path : "stdout");
    journal_close(journal);
    return fault == JOURNAL_OK && written ? CTL_DONE : CTL_REFUSED;
}

int offline_backup(const struct ctl *ctl)
{
    struct journal *journal;
    int opened = open_journal(ctl, &journal);
    if (opened != CTL_DONE)
        return opened;
    enum journal_fault fault = journal_backup(journal, ctl->word[0]);
    if (fault != JOURNAL_OK)
        fprintf(stderr, "loketctl: %s\n", journal_error(journal));
    else
        printf("%s\n", ctl->word[0]);
    journal_close(journal);
    return fault == JOURNAL_OK ? CTL_DONE : CTL_REFUSED;
}

int offline_check(const struct ctl *ctl)
{
    struct content *content = malloc(sizeof *content);
    struct content_faults *faults = calloc(1, sizeof *faults);
    if (!content || !faults)
        abort();
    bool good = content_load(ctl->word[0], content, faults, NULL);
    for (int i = 0; i < faults->count && i < CONTENT_FAULTS_MAX; i++)
        fprintf(stderr, "%s: %s\n", faults->fault[i].path, faults->fault[i].reason);
    if (good)
        printf("%s: ok, version %s\n", ctl->word[0], content->version);
    free(content);
    free(faults);
    return good ? CTL_DONE : CTL_REFUSED;
}

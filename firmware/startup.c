// SPDX-License-Identifier: MIT
#include "firmware/startup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "firmware/log.h"

static void list_faults(const char *name, const struct content_faults *faults,
                        char error[CONFIG_ERROR_BYTES])
{
    int used = snprintf(error, CONFIG_ERROR_BYTES, "%s: the branch document has %d fault(s)", name,
                        faults->count);
    int kept = faults->count < CONTENT_FAULTS_MAX ? faults->count : CONTENT_FAULTS_MAX;
    for (int i = 0; i < kept && used < CONFIG_ERROR_BYTES; i++) {
        const struct content_fault *f = &faults->fault[i];
        used += snprintf(error + used, (size_t)(CONFIG_ERROR_BYTES - used), "\n  %s%s%s", f->path,
                         f->path[0] ? ": " : "", f->reason);
    }
}

bool startup_read(struct startup *s, const char *path, char error[CONFIG_ERROR_BYTES])
{
    struct content_faults faults = {0};
    if (!config_load(path, &s->config, error))
        return false;
    if (!content_load(s->config.content, &s->content, &faults, &s->content_text)) {
        list_faults(s->config.content, &faults, error);
        return false;
    }
    return config_check_content(path, &s->config, &s->content, error);
}

/* The journal's active version rules; the file counts at first start only. */
static bool choose_content(struct startup *s, int64_t now_ms, char error[CONFIG_ERROR_BYTES])
{
    if (s->journal == NULL)
        return true;
    struct content_faults faults = {0};
    char *active = journal_content_active(s->journal);
    if (active == NULL) {
        if (journal_content_put(s->journal, s->content.version, now_ms, "file", s->content_text))
            log_line(LOG_ERR, "branch document not stored: %s", journal_error(s->journal));
        return true;
    }
    bool ok = content_parse(active, strlen(active), &s->content, &faults);
    if (!ok)
        list_faults("journal", &faults, error);
    free(active);
    return ok;
}

static void find_sim(struct startup *s)
{
    static const char name[] = "loket-sim";
    char *path = s->sim_program;
    ssize_t bytes = readlink("/proc/self/exe", path, sizeof s->sim_program - 1);
    path[bytes > 0 ? bytes : 0] = 0;
    char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash + 1 - path) : 0;
    if (folder + sizeof name > sizeof s->sim_program)
        path[0] = 0;
    else
        memcpy(path + folder, name, sizeof name);
}

struct kiosk *startup_kiosk(struct startup *s, sd_event *loop, const struct arguments *arguments,
                            char error[CONFIG_ERROR_BYTES])
{
    char journal_text[JOURNAL_ERROR_BYTES] = "", create_text[JOURNAL_ERROR_BYTES] = "";
    struct kiosk_options k = {.config = &s->config, .content = &s->content};
    k.journal_fault = journal_open(s->config.data_dir, &s->journal, journal_text);
    clock_start(&k.clock, arguments->start_utc_ms, arguments->speed);
    if (!choose_content(s, clock_utc_ms(&k.clock), error))
        return NULL;
    setenv("TZ", s->content.time_zone, 1);
    tzset();
    find_sim(s);
    k.sim_program = s->sim_program[0] ? s->sim_program : NULL;
    k.journal = s->journal;
    k.journal_error = journal_text;
    struct kiosk *kiosk = kiosk_create(loop, &k, create_text);
    if (kiosk == NULL && s->journal) { /* its facts contradict each other */
        memcpy(journal_text, create_text, sizeof journal_text);
        k.journal = NULL;
        k.journal_fault = JOURNAL_DAMAGED;
        kiosk = kiosk_create(loop, &k, create_text);
    }
    if (k.journal_fault)
        log_line(LOG_ERR, "journal: %s; no number is issued", journal_text);
    if (kiosk == NULL)
        snprintf(error, CONFIG_ERROR_BYTES, "%s", create_text);
    return kiosk;
}

void startup_close(struct startup *s)
{
    journal_close(s->journal);
    free(s->content_text);
}

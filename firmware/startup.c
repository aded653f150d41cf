// SPDX-License-Identifier: MIT
#include "firmware/startup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "firmware/api/assets.h"
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
    s->config_path = path;
    if (!config_load(path, &s->config, error))
        return false;
    if (!content_load(s->config.content, &s->content, &faults, &s->content_text))
        list_faults(s->config.content, &faults, s->content_error);
    else
        config_check_content(path, &s->config, &s->content, s->content_error);
    return true;
}

bool startup_check(const struct startup *s, char error[CONFIG_ERROR_BYTES])
{
    struct assets assets;
    char why[CONFIG_ERROR_BYTES];
    if (s->content_error[0]) {
        snprintf(error, CONFIG_ERROR_BYTES, "%s", s->content_error);
        return false;
    }
    if (!s->config.console[0])
        return true;
    bool good = assets_load(&assets, s->config.console, why);
    if (!good)
        snprintf(error, CONFIG_ERROR_BYTES,
                 "%.160s: the console of [http] cannot be served: %.280s", s->config_path, why);
    assets_clear(&assets);
    return good;
}

static bool use_file(struct startup *s, int64_t now_ms, const char *journal_text,
                     char error[CONFIG_ERROR_BYTES])
{
    if (s->content_error[0] && s->journal)
        snprintf(error, CONFIG_ERROR_BYTES, "%s", s->content_error);
    else if (s->content_error[0])
        snprintf(error, CONFIG_ERROR_BYTES, "%.230s\nand no version can be had from %.230s",
                 s->content_error, journal_text);
    else if (s->journal &&
             journal_content_put(s->journal, s->content.version, now_ms, "file", s->content_text))
        log_line(LOG_ERR, "branch document not stored: %s", journal_error(s->journal));
    return s->content_error[0] == 0;
}

static bool use_active(struct startup *s, const char *active, char error[CONFIG_ERROR_BYTES])
{
    struct content_faults faults = {0};
    char mismatch[CONFIG_ERROR_BYTES] = "";
    if (!content_parse(active, strlen(active), &s->content, &faults)) {
        list_faults("journal", &faults, error);
        return false;
    }
    if (s->content_error[0])
        log_line(LOG_WARNING, "%s\nnot needed: the journal has version %s", s->content_error,
                 s->content.version);
    s->content_error[0] = 0;
    if (!config_check_content(s->config_path, &s->config, &s->content, mismatch))
        log_line(LOG_WARNING, "%s", mismatch);
    return true;
}

/* The journal's active version rules; the file counts at first start only. A journal that
 * cannot tell its version is given up: another one must not become active without a word. */
static bool choose_content(struct startup *s, struct kiosk_options *k,
                           char journal_text[JOURNAL_ERROR_BYTES], char error[CONFIG_ERROR_BYTES])
{
    char *active = NULL;
    enum journal_fault fault =
        s->journal ? journal_content_active(s->journal, &active) : JOURNAL_OK;
    if (fault) {
        snprintf(journal_text, JOURNAL_ERROR_BYTES, "%s", journal_error(s->journal));
        journal_close(s->journal);
        s->journal = NULL;
        k->journal_fault = fault;
    }
    bool ok = active ? use_active(s, active, error)
                     : use_file(s, clock_utc_ms(&k->clock), journal_text, error);
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
    if (!choose_content(s, &k, journal_text, error))
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

// SPDX-License-Identifier: MIT
/* loketctl: what its commands share. Exit codes: 0 done, 1 refused (reason on stderr),
 * 2 usage, 3 cannot reach the daemon. */
#ifndef LOKET_CTL_CTL_H
#define LOKET_CTL_CTL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

enum ctl_exit { CTL_DONE = 0, CTL_REFUSED = 1, CTL_USAGE = 2, CTL_UNREACHED = 3 };
enum { CTL_WORDS_MAX = 4, CTL_HOSTS_MAX = 16 };

/* The command line, taken apart. Texts belong to argv. */
struct ctl {
    const char *socket, *url, *cacert, *config, *data_dir;
    const char *lane, *format, *out, *day, *message, *outcome, *missing, *service, *desk;
    const char *effective, *events, *from, *to, *role, *days;
    const char *host[CTL_HOSTS_MAX + 1]; /* --host, again and again */
    int hosts;                           /* CTL_HOSTS_MAX + 1: more than that */
    bool json, csv, no_print, may_call, late, lenient, force, help, version;
    const char *word[CTL_WORDS_MAX]; /* behind the command's own name */
    int words;
};

struct ctl_command {
    const char *name;  /* "desk" or "journal verify" */
    const char *usage; /* words and options behind it */
    const char *about;
    int words_min, words_max;
    int (*run)(const struct ctl *ctl);
};

/* The answer of the daemon. */
struct ctl_answer {
    long status;
    char *body; /* malloc'd, 0-terminated */
    size_t bytes;
};

/* client.c. Takes body (NULL = none). CTL_DONE when a 2xx came; else the reason is on stderr
 * and the answer is empty. The caller frees answer.body. */
int client_call(const struct ctl *ctl, const char *method, const char *path, json_t *body,
                struct ctl_answer *answer);
/* The same, but a 4xx/5xx is an answer, too. send: the body as it stands, NULL = none. */
int client_ask(const struct ctl *ctl, const char *method, const char *path, json_t *body,
               struct ctl_answer *answer);
int client_send(const struct ctl *ctl, const char *method, const char *path, const char *text,
                struct ctl_answer *answer);

/* words.c: is it one of those (NULL ends them)? If not, stderr is told that it is no WHAT. */
bool words_one_of(const char *what, const char *word, const char *const known[]);

/* online.c, through the daemon */
int online_status(const struct ctl *ctl);
int online_take(const struct ctl *ctl);
int online_desk(const struct ctl *ctl);
int online_ticket(const struct ctl *ctl);
int online_tickets(const struct ctl *ctl);
int online_kiosk(const struct ctl *ctl);
/* documents.c, through the daemon: bytes to --out or stdout */
int documents_slip(const struct ctl *ctl);
int documents_checklist(const struct ctl *ctl);
int documents_report(const struct ctl *ctl);
int documents_content(const struct ctl *ctl);
int documents_hardware(const struct ctl *ctl);
/* content.c, through the daemon */
int content_import(const struct ctl *ctl);
int content_activate_one(const struct ctl *ctl);
int content_list_all(const struct ctl *ctl);
/* The answer of GET /api/v1/hardware, a line per device. */
void hardware_show(const json_t *json);
int documents_test(const struct ctl *ctl);
int documents_promises(const struct ctl *ctl);
/* promises.c: the answer of GET /api/v1/promises as a sentence and a table. */
void promises_show(FILE *out, const json_t *json);
/* users.c, through the daemon */
int users_list_all(const struct ctl *ctl);
int users_add_one(const struct ctl *ctl);
int users_reset(const struct ctl *ctl);
int users_disable(const struct ctl *ctl);
int users_enable(const struct ctl *ctl);
/* offline.c, without the daemon */
int offline_verify(const struct ctl *ctl);
int offline_export(const struct ctl *ctl);
int offline_backup(const struct ctl *ctl);
int offline_check(const struct ctl *ctl);
/* tls.c, without the daemon */
int tls_init(const struct ctl *ctl);
/* replay.c: a ticket log in, a forecast for every arrival out */
int replay_run(const struct ctl *ctl);

#endif

// SPDX-License-Identifier: MIT
#include "firmware/pin.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/child.h"
#include "firmware/log.h"

enum { PATIENCE_MS = 10000, JOBS_MAX = PIN_WAITING_MAX + 1 };

/* Nobody's PIN: whoever asks for a user who does not exist waits as long as for one who does. */
static const char NOBODY[] = "$argon2id$v=19$m=19456,t=2,p=1$"
                             "bG9rZXQtbm9ib2R5LS0tLQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

struct job {
    char pin[PIN_BYTES], hash[PIN_HASH_BYTES]; /* hash "": make one */
    bool checks;
    pin_fn done;
    void *context;
};

struct pins {
    sd_event *loop;
    struct child *child; /* works on job[0] */
    sd_event_source *failed;
    struct job job[JOBS_MAX];
    int count;
    bool closing;
};

static void start_first(struct pins *pins);

/* The job's answer may ask for the next one. */
static void finish_first(struct pins *pins, enum pin_result result, const char *hash)
{
    struct job job = pins->job[0];
    memmove(&pins->job[0], &pins->job[1], sizeof pins->job - sizeof pins->job[0]);
    sodium_memzero(&pins->job[JOBS_MAX - 1], sizeof pins->job[0]);
    pins->count--;
    start_first(pins);
    sodium_memzero(job.pin, sizeof job.pin);
    job.done(job.context, result, hash);
}

static enum pin_result check_result(int status)
{
    return status == 0 ? PIN_GOOD : status == 1 ? PIN_WRONG : PIN_FAULT;
}

static void on_child(void *context, int status, const char *out, size_t bytes)
{
    struct pins *pins = context;
    char hash[PIN_HASH_BYTES] = "";
    pins->child = NULL;
    enum pin_result result = check_result(status);
    if (!pins->job[0].checks) {
        bool whole = status == 0 && bytes > 1 && bytes <= sizeof hash && out[bytes - 1] == '\n';
        result = whole ? PIN_GOOD : PIN_FAULT;
        if (whole)
            memcpy(hash, out, bytes - 1); /* a 0 is behind it already */
    }
    if (result == PIN_FAULT)
        log_line(LOG_ERR, "sign-in: the child that computes PINs failed (%d)", status);
    finish_first(pins, result, hash);
}

static int on_failed(sd_event_source *source, void *context)
{
    struct pins *pins = context;
    sd_event_source_set_enabled(source, SD_EVENT_OFF);
    log_line(LOG_ERR, "sign-in: no child can be started to compute PINs");
    finish_first(pins, PIN_FAULT, "");
    return 0;
}

static void start_first(struct pins *pins)
{
    char input[16 + PIN_BYTES + PIN_HASH_BYTES];
    const struct job *job = &pins->job[0];
    if (pins->count == 0)
        return;
    int bytes = job->checks ? snprintf(input, sizeof input, "check\n%s\n%s\n", job->pin, job->hash)
                            : snprintf(input, sizeof input, "hash\n%s\n", job->pin);
    pins->child =
        child_start(pins->loop, "--pin", NULL, input, (size_t)bytes, PATIENCE_MS, on_child, pins);
    sodium_memzero(input, sizeof input);
    if (!pins->child)
        sd_event_source_set_enabled(pins->failed, SD_EVENT_ONESHOT);
}

static bool add_job(struct pins *pins, const char *pin, const char *hash, pin_fn done,
                    void *context)
{
    if (pins->closing || pins->count == JOBS_MAX || !*pin || strlen(pin) >= PIN_BYTES ||
        strchr(pin, '\n') || (hash && strlen(hash) >= PIN_HASH_BYTES))
        return false;
    struct job *job = &pins->job[pins->count++];
    *job = (struct job){.checks = hash != NULL, .done = done, .context = context};
    snprintf(job->pin, sizeof job->pin, "%s", pin);
    snprintf(job->hash, sizeof job->hash, "%s", hash && *hash ? hash : NOBODY);
    if (pins->count == 1)
        start_first(pins);
    return true;
}

bool pins_hash(struct pins *pins, const char *pin, pin_fn done, void *context)
{
    return add_job(pins, pin, NULL, done, context);
}

bool pins_check(struct pins *pins, const char *pin, const char *hash, pin_fn done, void *context)
{
    return add_job(pins, pin, hash, done, context);
}

struct pins *pins_create(sd_event *loop)
{
    struct pins *pins = sodium_init() < 0 ? NULL : calloc(1, sizeof *pins);
    if (!pins)
        return NULL;
    pins->loop = loop;
    if (sd_event_add_defer(loop, &pins->failed, on_failed, pins) < 0) {
        free(pins);
        return NULL;
    }
    sd_event_source_set_enabled(pins->failed, SD_EVENT_OFF);
    return pins;
}

void pins_destroy(struct pins *pins)
{
    if (!pins)
        return;
    pins->closing = true;
    child_destroy(pins->child);
    sd_event_source_disable_unref(pins->failed);
    for (int i = 0; i < pins->count; i++)
        pins->job[i].done(pins->job[i].context, PIN_FAULT, "");
    sodium_memzero(pins, sizeof *pins);
    free(pins);
}

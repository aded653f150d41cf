// SPDX-License-Identifier: MIT
/* loketd: composition root. Opens config, journal, branch document, kiosk and HTTP in this
 * order, runs the loop, closes in reverse. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>
#include <time.h>
#include <unistd.h>

#include "firmware/api/api.h"
#include "firmware/arguments.h"
#include "firmware/learning.h"
#include "firmware/log.h"
#include "firmware/pin.h"
#include "firmware/startup.h"
#include "firmware/upkeep_child.h"

enum { EXIT_FAULT = 1, EXIT_CONFIG = 2 };

struct daemon {
    struct arguments arguments;
    struct startup startup;
    sd_event *loop;
    struct kiosk *kiosk;
    struct api *api;
};

static void on_stopped(void *context)
{
    sd_event_exit(((struct daemon *)context)->loop, EXIT_SUCCESS);
}

static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *context)
{
    (void)source;
    (void)info;
    struct daemon *d = context;
    sd_notify(0, "STOPPING=1\nSTATUS=finishing the slip in hand");
    kiosk_stop(d->kiosk, on_stopped, d);
    return 0;
}

static bool open_loop(struct daemon *d)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGCHLD); /* the loop itself waits for its children */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file limit is a full disk, not a reason to die */
    return sigprocmask(SIG_BLOCK, &stop, NULL) == 0 && sd_event_default(&d->loop) >= 0 &&
           sd_event_add_signal(d->loop, NULL, SIGTERM, on_signal, d) >= 0 &&
           sd_event_add_signal(d->loop, NULL, SIGINT, on_signal, d) >= 0 &&
           sd_event_set_watchdog(d->loop, true) >= 0;
}

static bool open_all(struct daemon *d, char error[CONFIG_ERROR_BYTES])
{
    if (!open_loop(d)) {
        snprintf(error, CONFIG_ERROR_BYTES, "cannot set up the event loop");
        return false;
    }
    d->kiosk = startup_kiosk(&d->startup, d->loop, &d->arguments, error);
    if (d->kiosk)
        d->api = api_create(d->loop, &d->startup.config, d->kiosk, error);
    return d->api != NULL;
}

static void close_all(struct daemon *d)
{
    api_destroy(d->api);
    kiosk_destroy(d->kiosk);
    startup_close(&d->startup);
    sd_event_unref(d->loop);
}

static int run(struct daemon *d)
{
    char error[CONFIG_ERROR_BYTES] = "";
    if (!open_all(d, error)) {
        log_line(LOG_ERR, "loketd: %s", error);
        return d->startup.content_error[0] ? EXIT_CONFIG : EXIT_FAULT;
    }
    sd_notifyf(0, "READY=1\nSTATUS=%s", kiosk_state_name(kiosk_state(d->kiosk)));
    int status = sd_event_loop(d->loop);
    return status < 0 ? EXIT_FAULT : status;
}

/* Tickets come first: it takes what they leave, and ends with the daemon. */
static int learn(const char *dir)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (nice(19) < 0)
        log_line(LOG_WARNING, "learning: cannot be made to wait for others");
    tzset();
    alarm(LEARNING_MOST_S);
    return learning_child(dir, STDOUT_FILENO);
}

int main(int argc, char **argv)
{
    char error[CONFIG_ERROR_BYTES] = "";
    struct daemon d = {0};
    mallopt(M_MMAP_THRESHOLD, 256 * 1024); /* what a learner hands over is given back whole */
    int status = arguments_parse(argc, argv, &d.arguments);
    if (status >= 0)
        return status;
    if (d.arguments.pin)
        return pin_child(STDIN_FILENO, STDOUT_FILENO);
    if (d.arguments.learn)
        return learn(d.arguments.learn);
    if (d.arguments.verify)
        return upkeep_child_verify(d.arguments.verify);
    if (d.arguments.backup)
        return upkeep_child_backup(d.arguments.backup);
    if (!startup_read(&d.startup, d.arguments.config, error)) {
        log_line(LOG_ERR, "loketd: %s", error);
        status = EXIT_CONFIG;
    } else if (d.arguments.check_only && !startup_check(&d.startup, error)) {
        log_line(LOG_ERR, "loketd: %s", error);
        status = EXIT_CONFIG;
    } else if (d.arguments.check_only) {
        printf("%s: ok\n", d.arguments.config);
        status = EXIT_SUCCESS;
    } else {
        status = run(&d);
    }
    close_all(&d);
    if (status != KIOSK_START_ANEW)
        return status;
    execv("/proc/self/exe", argv);
    return EXIT_FAULT; /* whoever watches over it starts it again */
}

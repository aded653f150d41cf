// SPDX-License-Identifier: MIT
#include "display/follow.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "display/board_client.h"
#include "display/canvas.h"
#include "display/viewer.h"

enum { WINDOW_POLL_MS = 200, LIFE_POLL_MS = 5000, KEEP_EVERY_MS = 1000 };

struct follow {
    const struct options *options;
    struct canvas canvas;
    struct board_client *client;
    struct viewer viewer;
    struct scene scene;
    bool quit, again;
    bool unsaved;          /* --keep: the picture is newer than the file */
    int64_t saved_mono_ms; /* 0 = never */
    int signal_fd;
};

static void take_board(struct follow *follow)
{
    size_t bytes = 0;
    char reason[WALL_REASON_BYTES];
    char *json = board_client_take(follow->client, &bytes);
    if (json && !viewer_take(&follow->viewer, json, bytes, board_client_mono_ms(), reason)) {
        fprintf(stderr, "loket-wall: board not understood, the last one stays: %s\n", reason);
    }
    free(json);
}

static void take_window_events(struct follow *follow)
{
    SDL_Event event;
    char reason[WALL_REASON_BYTES];
    while (follow->canvas.window && SDL_PollEvent(&event)) {
        bool escape = event.type == SDL_KEYDOWN && event.key.keysym.sym == SDLK_ESCAPE;
        if (event.type == SDL_QUIT || (escape && follow->options->windowed)) {
            follow->quit = true;
        } else if (event.type == SDL_RENDER_TARGETS_RESET ||
                   event.type == SDL_RENDER_DEVICE_RESET) {
            wall_forget(follow->canvas.wall);
        } else if (event.type == SDL_WINDOWEVENT) {
            follow->again = true;
            if (event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED &&
                !canvas_resize(&follow->canvas, reason)) {
                fprintf(stderr, "loket-wall: %s\n", reason);
                follow->quit = true;
            }
        }
    }
}

static void save(struct follow *follow, int64_t now_ms)
{
    if (!follow->unsaved ||
        (follow->saved_mono_ms && now_ms - follow->saved_mono_ms < KEEP_EVERY_MS)) {
        return;
    }
    if (!canvas_save(&follow->canvas, follow->options->output)) {
        fprintf(stderr, "loket-wall: %s: %s\n", follow->options->output, strerror(errno));
    }
    follow->saved_mono_ms = now_ms; /* a full disk is tried again with the next picture */
    follow->unsaved = false;
}

static void draw(struct follow *follow)
{
    int width, height;
    canvas_scene_size(&follow->canvas, &width, &height);
    int64_t now_ms = board_client_mono_ms();
    viewer_heard(&follow->viewer, board_client_heard_mono_ms(follow->client));
    struct scene_input input = viewer_input(&follow->viewer, now_ms, width, height);
    struct scene_measure measure = wall_measure(follow->canvas.wall);
    scene_make(&input, &measure, &follow->scene);
    bool changed = canvas_show(&follow->canvas, &follow->scene, follow->again);
    follow->again = false;
    if (!follow->canvas.window) {
        follow->unsaved = follow->unsaved || changed;
        save(follow, now_ms);
    }
}

static void wait(struct follow *follow)
{
    int64_t now_ms = board_client_mono_ms();
    int64_t due_ms = viewer_due_mono_ms(&follow->viewer, now_ms);
    int64_t rest_ms = due_ms == INT64_MAX ? LIFE_POLL_MS : due_ms - now_ms;
    rest_ms = rest_ms < 1 ? 1 : rest_ms > LIFE_POLL_MS ? LIFE_POLL_MS : rest_ms;
    if (follow->canvas.window && rest_ms > WINDOW_POLL_MS) {
        rest_ms = WINDOW_POLL_MS; /* SDL has no descriptor to wait for */
    }
    if (follow->unsaved && rest_ms > KEEP_EVERY_MS) {
        rest_ms = KEEP_EVERY_MS;
    }
    struct pollfd fds[] = {{.fd = board_client_fd(follow->client), .events = POLLIN},
                           {.fd = follow->signal_fd, .events = POLLIN}};
    if (poll(fds, 2, (int)rest_ms) > 0 && fds[1].revents) {
        follow->quit = true;
    }
}

/* True when the picture may differ from the one shown. */
static bool is_due(struct follow *follow, int64_t *due_ms)
{
    int64_t now_ms = board_client_mono_ms();
    bool due = now_ms >= *due_ms || follow->again || follow->unsaved || !follow->canvas.wall->drawn;
    return due;
}

static void loop(struct follow *follow)
{
    int64_t due_ms = 0, board_mono_ms = -1;
    while (!follow->quit) {
        take_window_events(follow);
        take_board(follow);
        bool fresh = follow->viewer.board_mono_ms != board_mono_ms;
        bool silent = follow->viewer.has_board &&
                      board_client_mono_ms() - follow->viewer.heard_mono_ms >= LIFE_POLL_MS;
        if (!follow->quit && (fresh || silent || is_due(follow, &due_ms))) {
            draw(follow);
            board_mono_ms = follow->viewer.board_mono_ms;
            due_ms = viewer_due_mono_ms(&follow->viewer, board_client_mono_ms());
        }
        if (!follow->quit) {
            wait(follow);
        }
    }
}

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL); /* inherited by the network thread */
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool open_canvas(struct follow *follow, char reason[WALL_REASON_BYTES])
{
    const struct options *options = follow->options;
    struct canvas_setup setup = {.width = options->width,
                                 .height = options->height,
                                 .rotate = options->rotate,
                                 .windowed = options->windowed};
    return options->mode == WALL_MODE_KEEP ? canvas_open_memory(&follow->canvas, &setup, reason)
                                           : canvas_open_window(&follow->canvas, &setup, reason);
}

int follow_run(const struct options *options)
{
    char reason[WALL_REASON_BYTES] = "out of memory";
    struct follow *follow = calloc(1, sizeof *follow);
    if (!follow) {
        fprintf(stderr, "loket-wall: %s\n", reason);
        return 1;
    }
    follow->options = options;
    follow->signal_fd = open_signals();
    viewer_init(&follow->viewer, options->board, BOARD_SILENCE_MS);
    follow->viewer.still = options->mode == WALL_MODE_KEEP;
    bool good = open_canvas(follow, reason);
    if (good) {
        follow->client = board_client_start(options->board);
        snprintf(reason, sizeof reason, "no network thread");
        good = follow->client != NULL;
    }
    if (good) {
        loop(follow);
    } else {
        fprintf(stderr, "loket-wall: %s\n", reason);
    }
    board_client_stop(follow->client);
    canvas_close(&follow->canvas);
    SDL_Quit();
    close(follow->signal_fd);
    free(follow);
    return good ? 0 : 1;
}

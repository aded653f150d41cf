// SPDX-License-Identifier: MIT
/* A living wall at 1920x1080 with the software renderer, fed with boards as a daemon would:
 * how long a change takes to the screen, what 100,000 boards leave in its memory, and what a
 * browser with the same board needs at the same time. Without Xvfb the wall draws on SDL's
 * dummy screen, and says so. usage: bench_wall latency|memory|browser DIR */
#include <malloc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "display/canvas.h"
#include "display/viewer.h"
#include "tests/bench/feeder.h"
#include "tests/bench/process_tree.h"
#include "tests/bench/support.h"
#include "tests/bench/wall_box.h"

enum {
    WIDTH = 1920,
    HEIGHT = 1080,
    UPDATES = 200,   /* of which the time to the screen is taken */
    BOARDS = 100000, /* after which nothing may have grown */
    BOARDS_PER_S = 2500,
    SAMPLES = 200,
    BROWSER_S = 20,
    BROWSER_EVERY_MS = 2000,
    SETTLE_MS = 6000,
};

struct bench {
    struct feeder *feeder;
    struct wall_box box;
    char address[160];
};

static double mib(double kib)
{
    return kib / 1024;
}

/* A field of /proc/PID/status in MiB, -1 = the process is gone. */
static double status_mib(pid_t pid, const char *field)
{
    char path[32], line[128];
    double kib = -1;
    size_t length = strlen(field);
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, field, length) == 0 && line[length] == ':')
            kib = strtod(line + length + 1, NULL);
    }
    if (file)
        fclose(file);
    return kib < 0 ? -1 : mib(kib);
}

static void wait_for_frame(struct bench *bench, int call, struct wall_frame *frame)
{
    for (int waited = 0; waited < 10000; waited += 5) {
        if (wall_box_frame(&bench->box, call, frame))
            return;
        wall_box_sleep_ms(5);
    }
    char words[160];
    wall_box_words(&bench->box, words, sizeof words);
    fprintf(stderr, "%s\n", words);
    support_fail("the wall shows nothing");
}

static void open_bench(struct bench *bench, const char *dir, const char *page)
{
    struct wall_frame frame;
    char path[128];
    snprintf(path, sizeof path, "%s/feeder.sock", dir);
    bench->feeder = feeder_start(path, page);
    if (!bench->feeder)
        support_fail("cannot serve boards");
    if (!wall_box_open(&bench->box, dir, WIDTH, HEIGHT)) {
        fprintf(stderr, "bench: no Xvfb: the wall draws on a dummy screen, nothing is shown\n");
        snprintf(bench->box.dir, sizeof bench->box.dir, "%s", dir);
    }
    snprintf(bench->address, sizeof bench->address, "http://127.0.0.1:%d",
             feeder_port(bench->feeder));
    feeder_send(bench->feeder, 1);
    const char *const more[] = {"--board", bench->address, "--size", "1920x1080", NULL};
    wall_box_start(&bench->box, more);
    wait_for_frame(bench, 1, &frame);
    if (frame.width != WIDTH || frame.height != HEIGHT)
        support_fail("the wall does not have the size that is measured");
}

static void close_bench(struct bench *bench)
{
    int status = wall_box_end(&bench->box, SIGTERM);
    wall_box_close(&bench->box);
    feeder_stop(bench->feeder);
    if (status != 0)
        support_fail("the wall did not end in order");
}

/* From the feeder's first byte of a board until its frame is with the X server. */
static void measure_latency(struct bench *bench)
{
    static double ms[UPDATES];
    static int64_t sent_ns[UPDATES];
    unsigned seed = 1;
    struct wall_frame frame;
    wall_box_sleep_ms(1000);
    for (int i = 0; i < UPDATES; i++) {
        sent_ns[i] = feeder_send(bench->feeder, 2 + i);
        seed = seed * 1103515245 + 12345;
        wall_box_sleep_ms(60 + (int)(seed >> 16) % 240);
    }
    for (int i = 0; i < UPDATES; i++) {
        wait_for_frame(bench, 2 + i, &frame);
        ms[i] = frame.call == 2 + i ? (double)(frame.mono_ns - sent_ns[i]) / 1e6 : 1e3;
    }
    double p50 = support_percentile(ms, UPDATES, 0.5), p99 = support_percentile(ms, UPDATES, 0.99);
    support_result("wall_update_to_screen_p50_ms", p50, "ms", -1, "lower");
    support_result("wall_update_to_screen_p99_ms", p99, "ms", 50, "lower");
}

/* Middle of the samples taken between two shares of the boards. */
static double middle_mib(const double *samples, int from_percent, int to_percent)
{
    double some[SAMPLES];
    int count = SAMPLES * (to_percent - from_percent) / 100;
    memcpy(some, &samples[SAMPLES * from_percent / 100], (size_t)count * sizeof some[0]);
    return support_percentile(some, count, 0.5);
}

/* 100,000 boards through the stream; the wall draws the newest as often as it can. What it
 * holds at one moment goes up and down with the texts on the screen: growth is the middle of
 * the last fifth less the middle of the second tenth and the tenth after it. */
static void measure_stream(struct bench *bench)
{
    static double rss_mib[SAMPLES];
    double start_ms = support_now_ms();
    struct wall_frame frame;
    for (int n = 2; n <= BOARDS; n++) {
        double early_by_ms = start_ms + n * 1000.0 / BOARDS_PER_S - support_now_ms();
        if (early_by_ms >= 1)
            wall_box_sleep_ms((int)early_by_ms);
        feeder_send(bench->feeder, n);
        if (n % (BOARDS / SAMPLES) == 0)
            rss_mib[n / (BOARDS / SAMPLES) - 1] = status_mib(bench->box.wall_pid, "VmRSS");
    }
    wait_for_frame(bench, BOARDS, &frame);
    support_result("wall_rss_after_100000_boards_mib", rss_mib[SAMPLES - 1], "MiB", 64, "lower");
    support_result("wall_rss_growth_mib",
                   middle_mib(rss_mib, 80, 100) - middle_mib(rss_mib, 10, 30), "MiB", 1, "lower");
    support_result("wall_rss_most_mib", status_mib(bench->box.wall_pid, "VmHWM"), "MiB", 64,
                   "lower");
    support_result("wall_boards_drawn_of_100000", wall_box_calls_shown(&bench->box), "boards", -1,
                   "higher");
}

/* Every one of 100,000 boards understood and laid out, without drawing: bytes in use. */
static void measure_layout(void)
{
    char reason[WALL_REASON_BYTES];
    struct viewer *viewer = malloc(sizeof *viewer);
    struct scene *scene = malloc(sizeof *scene);
    struct canvas canvas;
    struct canvas_setup setup = {.width = WIDTH, .height = HEIGHT};
    if (!viewer || !scene || !canvas_open_memory(&canvas, &setup, reason))
        support_fail("no picture in memory");
    struct scene_measure measure = wall_measure(canvas.wall);
    size_t early_bytes = 0;
    viewer_init(viewer, "unix:/feeder.sock", 15000);
    for (int n = 1; n <= BOARDS; n++) {
        char *json = feeder_board(n);
        if (!json || !viewer_take(viewer, json, strlen(json), n * INT64_C(400), reason))
            support_fail("a board of the feeder is not understood");
        free(json);
        struct scene_input input = viewer_input(viewer, n * INT64_C(400), WIDTH, HEIGHT);
        scene_make(&input, &measure, scene);
        if (n == BOARDS / 10)
            early_bytes = mallinfo2().uordblks;
    }
    double grown_kib = ((double)mallinfo2().uordblks - (double)early_bytes) / 1024;
    support_result("wall_layout_heap_growth_kib", grown_kib, "KiB", 64, "lower");
    canvas_close(&canvas);
    free(scene);
    free(viewer);
}

/* Chromium as a kiosk of our own would run it, apart from what only a machine without a
 * screen and a graphics processor needs. */
static pid_t start_browser(const struct bench *bench, const char *dir)
{
    char profile[512], log[192];
    char *folder = realpath(dir, NULL);
    snprintf(profile, sizeof profile, "--user-data-dir=%s/profile", folder ? folder : dir);
    snprintf(log, sizeof log, "%s/browser.log", dir);
    free(folder);
    const char *const arguments[] = {"chromium",
                                     "--headless",
                                     geteuid() == 0 ? "--no-sandbox" : "--mute-audio",
                                     "--disable-gpu",
                                     "--disable-quic",
                                     "--no-first-run",
                                     "--disable-background-networking",
                                     "--disable-component-update",
                                     "--disable-sync",
                                     "--disable-extensions",
                                     "--hide-scrollbars",
                                     "--window-size=1920,1080",
                                     profile,
                                     bench->address,
                                     NULL};
    return process_tree_start(arguments, log);
}

static void feed_slowly(struct bench *bench, int *n, int ms)
{
    for (int passed = 0; passed < ms; passed += BROWSER_EVERY_MS) {
        feeder_send(bench->feeder, ++*n);
        wall_box_sleep_ms(BROWSER_EVERY_MS);
    }
}

/* Both follow the same boards at the same time; the wall's X server, like the browser's
 * screen, is not counted. */
static void measure_browser(struct bench *bench, const char *dir)
{
    int n = 1;
    pid_t browser = start_browser(bench, dir);
    for (int waited = 0; feeder_viewers(bench->feeder) < 2; waited += 100) {
        if (waited > 20000) {
            process_tree_end(browser);
            support_fail("Chromium does not show the page (is it installed?)");
        }
        wall_box_sleep_ms(100);
    }
    feed_slowly(bench, &n, SETTLE_MS);
    struct process_cost wall = process_tree_cost(bench->box.wall_pid, 0);
    struct process_cost page = process_tree_cost(browser, 1);
    double start_ms = support_now_ms();
    feed_slowly(bench, &n, BROWSER_S * 1000);
    double passed_ms = support_now_ms() - start_ms;
    double wall_ms = process_tree_cost(bench->box.wall_pid, 0).cpu_ms - wall.cpu_ms;
    double page_ms = process_tree_cost(browser, 1).cpu_ms - page.cpu_ms;
    wall = process_tree_cost(bench->box.wall_pid, 0);
    page = process_tree_cost(browser, 1);
    bool followed = feeder_viewers(bench->feeder) == 2;
    process_tree_end(browser);
    if (!followed || wall_ms <= 0 || page_ms <= 0)
        support_fail("the wall or Chromium left before the end");
    support_result("wall_30_calls_a_minute_pss_mib", wall.pss_mib, "MiB", -1, "lower");
    support_result("chromium_30_calls_a_minute_pss_mib", page.pss_mib, "MiB", -1, "lower");
    support_result("wall_memory_vs_chromium_ratio", wall.pss_mib / page.pss_mib, "x", 1, "lower");
    support_result("wall_30_calls_a_minute_cpu_percent", 100 * wall_ms / passed_ms, "%", -1,
                   "lower");
    support_result("chromium_30_calls_a_minute_cpu_percent", 100 * page_ms / passed_ms, "%", -1,
                   "lower");
    support_result("wall_cpu_vs_chromium_ratio", wall_ms / page_ms, "x", 1, "lower");
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    if (argc != 3)
        support_fail("usage: bench_wall latency|memory|browser DIR");
    bool browser = strcmp(argv[1], "browser") == 0;
    if (strcmp(argv[1], "memory") == 0)
        measure_layout();
    open_bench(&bench, argv[2], browser ? "tests/bench/wall_page.html" : NULL);
    if (browser)
        measure_browser(&bench, argv[2]);
    else if (strcmp(argv[1], "memory") == 0)
        measure_stream(&bench);
    else
        measure_latency(&bench);
    close_bench(&bench);
    return 0;
}

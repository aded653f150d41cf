// SPDX-License-Identifier: MIT
#include "display/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "display/canvas.h"

struct bench {
    struct wall_board board;
    struct scene scene;
    struct canvas canvas;
    double *ms;
    size_t texture_bytes;
};

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* A busy branch of five services and two desks, when no board was named. */
static void fill_board(struct wall_board *board)
{
    static const char *const names[][2] = {{"Klaim JHT", "Old-age claim"},
                                           {"Pendaftaran BPU", "Registration"},
                                           {"Iuran & data", "Dues and data"},
                                           {"Klaim JKK / JKM", "Accident, death"},
                                           {"Info & pengaduan", "Information"}};
    memset(board, 0, sizeof *board);
    board->utc_ms = INT64_C(1795315320000);
    board->utc_offset_min = 420;
    board->speed = 1;
    snprintf(board->branch_name, sizeof board->branch_name, "Kantor Cabang");
    snprintf(board->line_id, sizeof board->line_id, "Antrean layanan");
    board->desk[0] = (struct wall_desk){.number = 1,
                                        .direction = WALL_DIRECTION_LEFT,
                                        .shape = WALL_SHAPE_SQUARE,
                                        .colour = 0x6CB4EE};
    board->desk[1] = (struct wall_desk){.number = 2,
                                        .direction = WALL_DIRECTION_RIGHT,
                                        .shape = WALL_SHAPE_CIRCLE,
                                        .colour = 0xF0B429};
    board->desk_count = 2;
    for (int i = 0; i < 5; i++) {
        struct wall_service *service = &board->service[board->service_count++];
        snprintf(service->letter, sizeof service->letter, "%c", 'A' + i);
        snprintf(service->name_id, sizeof service->name_id, "%s", names[i][0]);
        snprintf(service->name_en, sizeof service->name_en, "%s", names[i][1]);
        service->last_wait_min = 12;
        service->desk[0] = 1;
        service->desk[1] = 2;
        service->desk_count = 2;
    }
    snprintf(board->notice[0].text_id, WALL_TEXT_BYTES, "Semua layanan gratis.");
    snprintf(board->notice[0].text_en, WALL_TEXT_BYTES, "All services are free.");
    board->notice_count = 1;
}

/* Frame n: a new call, one more in the list, other waits, now and then another minute. */
static void change_board(struct wall_board *board, int n)
{
    memmove(&board->call[1], &board->call[0], (WALL_CALLS_MAX - 1) * sizeof board->call[0]);
    board->call_count += board->call_count < WALL_CALLS_MAX;
    struct wall_call *call = &board->call[0];
    *call = (struct wall_call){.seq = n + 1, .recall = n % 9 == 8, .desk = 1};
    if (board->desk_count > 0) {
        call->desk = board->desk[n % board->desk_count].number;
    }
    snprintf(call->ticket, sizeof call->ticket, "%c-%03d", 'A' + n % 5, n % 1000);
    for (int i = 0; i < board->service_count; i++) {
        struct wall_service *service = &board->service[i];
        service->waiting = service->ahead = (n * 7 + i * 3) % 30;
        service->low_min = n % 2 ? (n + i * 5) % 60 : -1;
        service->high_min = service->low_min < 0 ? -1 : service->low_min + 15;
    }
    board->utc_ms += 20000;
}

static void draw_frame(struct bench *bench, int n)
{
    change_board(&bench->board, n);
    double start = now_ms();
    struct scene_input input = {.board = &bench->board,
                                .stage = &bench->board.call[0],
                                .stage_age_ms = SCENE_ENTER_MS,
                                .branch_utc_ms = bench->board.utc_ms};
    canvas_scene_size(&bench->canvas, &input.width, &input.height);
    struct scene_measure measure = wall_measure(bench->canvas.wall);
    scene_make(&input, &measure, &bench->scene);
    canvas_show(&bench->canvas, &bench->scene, false);
    bench->ms[n] = now_ms() - start;
    size_t bytes = wall_texture_bytes(bench->canvas.wall);
    bench->texture_bytes = bytes > bench->texture_bytes ? bytes : bench->texture_bytes;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void report(const struct bench *bench, int frames)
{
    struct rusage usage = {0};
    getrusage(RUSAGE_SELF, &usage);
    double first = bench->ms[0]; /* everything at once, nothing cached yet */
    qsort(bench->ms, (size_t)frames, sizeof bench->ms[0], compare);
    double p50 = bench->ms[(frames - 1) / 2], p90 = bench->ms[(frames - 1) * 9 / 10];
    double p99 = bench->ms[(int)((int64_t)(frames - 1) * 99 / 100)];
    double most = bench->ms[frames - 1];
    int w = bench->canvas.width, h = bench->canvas.height;
    printf("%d changed frames at %dx%d, software renderer, layout and copy to the screen "
           "included\n",
           frames, w, h);
    printf("draw time  p50 %.2f ms  p90 %.2f ms  p99 %.2f ms  max %.2f ms  first %.2f ms\n", p50,
           p90, p99, most, first);
    printf("textures   %.1f MiB, resident memory at most %.1f MiB\n",
           (double)bench->texture_bytes / 1048576, (double)usage.ru_maxrss / 1024);
    printf("{\"frames\":%d,\"width\":%d,\"height\":%d,\"p50_ms\":%.3f,\"p90_ms\":%.3f,"
           "\"p99_ms\":%.3f,\"max_ms\":%.3f,\"first_ms\":%.3f,\"texture_bytes\":%zu,"
           "\"max_rss_bytes\":%lld}\n",
           frames, w, h, p50, p90, p99, most, first, bench->texture_bytes,
           (long long)usage.ru_maxrss * 1024);
}

/* False and a sentence in `reason`. */
static bool prepare(struct bench *bench, const struct options *options,
                    char reason[WALL_REASON_BYTES])
{
    struct canvas_setup setup = {
        .width = options->width, .height = options->height, .rotate = options->rotate};
    if (!options->board_file) {
        fill_board(&bench->board);
    } else if (!picture_board(options, &bench->board, reason)) {
        return false;
    }
    bench->ms = calloc((size_t)options->frames, sizeof bench->ms[0]);
    return bench->ms && canvas_open_memory(&bench->canvas, &setup, reason);
}

int picture_bench(const struct options *options)
{
    char reason[WALL_REASON_BYTES] = "out of memory";
    struct bench *bench = calloc(1, sizeof *bench);
    bool good = bench && prepare(bench, options, reason);
    if (good) {
        for (int n = 0; n < options->frames; n++) {
            draw_frame(bench, n);
        }
        report(bench, options->frames);
        canvas_close(&bench->canvas);
    } else {
        fprintf(stderr, "loket-wall: %s\n", reason);
    }
    if (bench) {
        free(bench->ms);
    }
    free(bench);
    return good ? 0 : 1;
}

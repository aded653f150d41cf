// SPDX-License-Identifier: MIT
/* Nothing on the wall flashes more than three times a second: a minute with a call every
 * second, recalls, trouble, help and information pages, at 30 frames a second. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/viewer.h"
#include "tests/golden/flash.h"
#include "tests/golden/situation.h"

enum { WIDTH = 640, HEIGHT = 360, REDUCTION = 4, SILENCE_MS = 3000, START_MS = 100000 };

/* A screen on which `hz` times a second a share of the width turns from dark to light and back. */
static void blink(struct flash_meter *meter, int hz, double share, uint32_t light)
{
    struct frame frame;
    assert_true(frame_make(&frame, 90, 60));
    assert_true(flash_init(meter, 90, 60));
    for (int n = 0; n < 2 * FLASH_FRAMES_PER_S; n++) {
        bool lit = n * 2 * hz / FLASH_FRAMES_PER_S % 2 == 1;
        for (int i = 0; i < 90 * 60; i++) {
            frame.pixels[i] = lit && i % 90 < 90 * share ? light : 0x00443B;
        }
        flash_add(meter, &frame);
    }
    frame_free(&frame);
}

static void blinking_is_found_and_slow_small_or_faint_blinking_is_not(void **state)
{
    (void)state;
    static const struct {
        int hz;
        double share;
        uint32_t light;
        bool found;
    } cases[] = {{5, 1.0, 0xFFFFFF, true},  {5, 0.4, 0xFFFFFF, true},  {4, 1.0, 0xF0B429, true},
                 {3, 1.0, 0xFFFFFF, false}, {1, 1.0, 0xFFFFFF, false}, {5, 0.05, 0xFFFFFF, false},
                 {5, 1.0, 0x0E5A50, false}, {10, 0.2, 0xFFFFFF, true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct flash_meter meter;
        blink(&meter, cases[i].hz, cases[i].share, cases[i].light);
        if ((meter.worst_area >= 0.25) != cases[i].found) {
            fail_msg("%d Hz over %.2f of the width: %d changes, area %.2f", cases[i].hz,
                     cases[i].share, meter.most_changes, meter.worst_area);
        }
        flash_free(&meter);
    }
}

/* What happens in the branch. */
struct hall {
    json_t *board;
    int64_t start_utc_ms;
    int seq;
};

static void call_next(struct hall *hall, int second)
{
    json_t *calls = json_object_get(hall->board, "calls");
    bool recall = second % 4 == 3;
    char ticket[16];
    hall->seq++;
    snprintf(ticket, sizeof ticket, "%c-%03d", 'A' + second % 5, second * 7 % 1000);
    const char *last = json_string_value(json_object_get(json_array_get(calls, 0), "ticket"));
    json_t *call =
        json_pack("{s:i,s:s,s:i,s:b,s:I}", "seq", hall->seq, "ticket",
                  recall && last ? last : ticket, "desk", 1 + second % 2, "recall", recall,
                  "at_utc_ms", (json_int_t)(hall->start_utc_ms + second * INT64_C(1000)));
    json_array_insert_new(calls, 0, call);
    json_array_remove(calls, 8);
}

/* The board of that second. */
static void tell(struct hall *hall, struct viewer *viewer, int second, int64_t now_mono_ms)
{
    json_t *kiosk = json_object_get(hall->board, "kiosk");
    char reason[WALL_REASON_BYTES];
    json_object_set_new(json_object_get(hall->board, "clock"), "utc_ms",
                        json_integer(hall->start_utc_ms + second * INT64_C(1000)));
    json_object_set_new(kiosk, "state", json_string(second / 2 % 3 == 1 ? "paper_out" : "ready"));
    json_object_set_new(kiosk, "help", json_boolean(second % 3 == 1));
    char *text = json_dumps(hall->board, 0);
    if (!viewer_take(viewer, text, strlen(text), now_mono_ms, reason)) {
        fail_msg("%s", reason);
    }
    free(text);
}

static struct hall open_hall(void)
{
    struct hall hall = {.board = json_load_file("tests/golden/boards/busy.json", 0, NULL)};
    assert_non_null(hall.board);
    json_object_set_new(hall.board, "wall", json_pack("{s:i,s:i}", "idle_after_s", 2, "page_s", 5));
    json_t *clock = json_object_get(hall.board, "clock");
    hall.start_utc_ms = json_integer_value(json_object_get(clock, "utc_ms"));
    json_t *newest = json_array_get(json_object_get(hall.board, "calls"), 0);
    hall.seq = (int)json_integer_value(json_object_get(newest, "seq"));
    return hall;
}

static void give_pages(struct viewer *viewer, const char *name)
{
    char path[SITUATION_PATH_BYTES], reason[WALL_REASON_BYTES];
    size_t bytes = 0;
    snprintf(path, sizeof path, "tests/golden/pages/%s.json", name);
    char *text = situation_read_file(path, &bytes);
    assert_true(viewer_take_pages(viewer, text, bytes, reason));
    free(text);
}

/* Frames in which something moved. */
static int film(struct flash_meter *meter, int calls_from_s, int seconds)
{
    struct studio *studio = studio_open(WIDTH, HEIGHT);
    struct viewer *viewer = malloc(sizeof *viewer);
    struct hall hall = open_hall();
    struct frame whole, small = {0};
    int moved = 0;
    assert_non_null(viewer);
    assert_true(frame_make(&whole, WIDTH, HEIGHT));
    viewer_init(viewer, "unix:/run/loket/loket.sock", SILENCE_MS);
    for (int n = 0; n < seconds * FLASH_FRAMES_PER_S; n++) {
        int second = n / FLASH_FRAMES_PER_S;
        int64_t now_mono_ms = START_MS + n * INT64_C(1000) / FLASH_FRAMES_PER_S;
        if (n % FLASH_FRAMES_PER_S == 0 && second % 20 < 15) { /* then the line dies for 5 s */
            if (second >= calls_from_s) {
                call_next(&hall, second);
            }
            tell(&hall, viewer, second, now_mono_ms);
        }
        if (n == 0) {
            give_pages(viewer, "documents");
        }
        studio->input = viewer_input(viewer, now_mono_ms, WIDTH, HEIGHT);
        studio_make(studio);
        if (canvas_show(&studio->canvas, &studio->scene, false) || n == 0) {
            frame_free(&small);
            studio_copy(studio, &whole);
            assert_true(frame_reduce(&whole, REDUCTION, &small));
            moved++;
        }
        flash_add(meter, &small);
    }
    json_decref(hall.board);
    frame_free(&whole);
    frame_free(&small);
    free(viewer);
    studio_close(studio);
    return moved;
}

static void judge_film(int calls_from_s, int seconds, const char *what)
{
    struct flash_meter meter;
    assert_true(flash_init(&meter, WIDTH / REDUCTION, HEIGHT / REDUCTION));
    int moved = film(&meter, calls_from_s, seconds);
    printf("# %s: %d frames, %d of them new, at most %d changes of any pixel in a second\n", what,
           meter.frames, moved, meter.most_changes);
    double area = meter.worst_area;
    int most = meter.most_changes;
    flash_free(&meter);
    assert_true(moved > seconds);
    assert_true(most > 0);
    /* Stricter than the rule: not even a single pixel. */
    assert_true(most <= FLASH_CHANGES_MAX);
    assert_true(area < 0.25);
}

static void a_minute_of_calls_and_trouble_does_not_flash(void **state)
{
    (void)state;
    judge_film(0, 60, "calls");
}

static void pages_that_take_turns_and_give_way_to_a_call_do_not_flash(void **state)
{
    (void)state;
    judge_film(22, 30, "pages");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blinking_is_found_and_slow_small_or_faint_blinking_is_not),
        cmocka_unit_test(a_minute_of_calls_and_trouble_does_not_flash),
        cmocka_unit_test(pages_that_take_turns_and_give_way_to_a_call_do_not_flash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

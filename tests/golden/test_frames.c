// SPDX-License-Identifier: MIT
/* Fifteen situations in three sizes against the golden frames. `--remake` writes those anew.
 * Every run leaves contact sheets in build/wall/, and of a frame that differs the golden one,
 * the drawn one and what differs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/golden/sheet.h"

#define OUT "build/wall"

/* All frames of one size, reduced as the golden ones. */
struct exhibition {
    struct situation_size size;
    struct frame picture[SITUATION_COUNT];
};

static void make_folder(const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        fail_msg("%s: %s", path, strerror(errno));
    }
}

static int make_out(void **state)
{
    (void)state;
    make_folder("build");
    make_folder(OUT);
    return 0;
}

static void golden_path(char path[SITUATION_PATH_BYTES], int situation, struct situation_size size)
{
    snprintf(path, SITUATION_PATH_BYTES, "tests/golden/frames/%s-%dx%d.png",
             situation_get(situation)->name, size.width, size.height);
}

static void draw_all(struct exhibition *all, int size)
{
    all->size = situation_size_get(size);
    struct studio *studio = studio_open(all->size.width, all->size.height);
    for (int i = 0; i < SITUATION_COUNT; i++) {
        studio_load(studio, situation_get(i)->name);
        assert_false(studio->scene.overflow);
        all->picture[i] = studio_draw_reduced(studio, all->size.reduction);
    }
    studio_close(studio);
}

static void free_all(struct exhibition *all)
{
    for (int i = 0; i < SITUATION_COUNT; i++) {
        frame_free(&all->picture[i]);
    }
}

static void write_evidence(const char *name, struct situation_size size, const char *what,
                           const struct frame *frame)
{
    char path[SITUATION_PATH_BYTES];
    snprintf(path, sizeof path, OUT "/%s-%dx%d-%s.png", name, size.width, size.height, what);
    if (!frame || !frame->pixels) {
        unlink(path); /* of an earlier run */
    } else if (!frame_write(path, frame)) {
        print_error("%s cannot be written\n", path);
    }
}

/* True when the frame is as it should be. */
static bool judge(const struct exhibition *all, int situation)
{
    const char *name = situation_get(situation)->name;
    char path[SITUATION_PATH_BYTES];
    golden_path(path, situation, all->size);
    struct frame golden, picture = {0};
    if (!frame_read(path, &golden)) {
        print_error("%s is missing: make golden\n", path);
        return false;
    }
    const struct frame *drawn = &all->picture[situation];
    struct frame_difference d = frame_compare(&golden, drawn, &picture);
    if (d.differ) {
        print_error("%s %dx%d: %.2f %% of the pixels differ, %d of them in the square at %d,%d%s\n",
                    name, all->size.width, all->size.height, d.share * 100, d.crowd,
                    d.x * all->size.reduction, d.y * all->size.reduction,
                    d.other_size ? " (another size)" : "");
    }
    write_evidence(name, all->size, "golden", d.differ ? &golden : NULL);
    write_evidence(name, all->size, "drawn", d.differ ? drawn : NULL);
    write_evidence(name, all->size, "differs", d.differ ? &picture : NULL);
    frame_free(&picture);
    frame_free(&golden);
    return !d.differ;
}

static void judge_all(int size)
{
    struct exhibition all;
    char path[SITUATION_PATH_BYTES];
    int wrong = 0;
    draw_all(&all, size);
    snprintf(path, sizeof path, OUT "/contact-%dx%d.png", all.size.width, all.size.height);
    bool written = sheet_write(path, all.picture);
    for (int i = 0; i < SITUATION_COUNT; i++) {
        frame_coarsen(&all.picture[i]);
        wrong += !judge(&all, i);
    }
    free_all(&all);
    assert_true(written);
    if (wrong > 0) {
        fail_msg("%d of %d differ: see " OUT "/, then mend the wall or make golden", wrong,
                 SITUATION_COUNT);
    }
}

static void all_situations_look_as_they_should_at_1920x1080(void **state)
{
    (void)state;
    judge_all(0);
}

static void all_situations_look_as_they_should_at_1280x720(void **state)
{
    (void)state;
    judge_all(1);
}

static void all_situations_look_as_they_should_at_1080x1920(void **state)
{
    (void)state;
    judge_all(2);
}

/* Runs the loket-wall beside these tests; its standard error stays visible. */
static int screenshot(const char *board, const char *size, const char *output)
{
    char program[512];
    ssize_t bytes = readlink("/proc/self/exe", program, sizeof program - 20);
    assert_true(bytes > 0);
    program[bytes] = '\0';
    for (int i = 0; i < 3; i++) {
        *strrchr(program, '/') = '\0';
    }
    strncat(program, "/loket-wall", sizeof program - strlen(program) - 1);
    pid_t child = fork();
    if (child == 0) {
        execl(program, program, "--board-file", board, "--size", size, "--screenshot", output,
              (char *)NULL);
        _exit(127);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void the_program_draws_exactly_what_is_compared_here(void **state)
{
    (void)state;
    char directory[] = "/tmp/loket-frames-XXXXXX", path[64];
    assert_non_null(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/busy.png", directory);
    assert_int_equal(screenshot("tests/golden/boards/busy.json", "1280x720", path), 0);
    struct frame printed, drawn;
    assert_true(frame_read(path, &printed));
    struct studio *studio = studio_open(1280, 720);
    studio_load(studio, "busy");
    drawn = studio_draw(studio);
    assert_int_equal(printed.width, drawn.width);
    assert_int_equal(printed.height, drawn.height);
    assert_memory_equal(printed.pixels, drawn.pixels, 1280 * 720 * sizeof drawn.pixels[0]);
    frame_free(&printed);
    frame_free(&drawn);
    studio_close(studio);
    unlink(path);
    assert_int_equal(rmdir(directory), 0);
}

static int remake(void)
{
    struct exhibition all;
    make_folder("tests/golden/frames");
    for (int size = 0; size < SITUATION_SIZES; size++) {
        draw_all(&all, size);
        for (int i = 0; i < SITUATION_COUNT; i++) {
            char path[SITUATION_PATH_BYTES];
            golden_path(path, i, all.size);
            frame_coarsen(&all.picture[i]);
            if (!frame_write(path, &all.picture[i])) {
                fprintf(stderr, "%s cannot be written\n", path);
                return 1;
            }
        }
        free_all(&all);
    }
    printf("%d golden frames are new\n", SITUATION_COUNT * SITUATION_SIZES);
    return 0;
}

int main(int argc, char *argv[])
{
    if (argc == 2 && strcmp(argv[1], "--remake") == 0) {
        return remake();
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_situations_look_as_they_should_at_1920x1080),
        cmocka_unit_test(all_situations_look_as_they_should_at_1280x720),
        cmocka_unit_test(all_situations_look_as_they_should_at_1080x1920),
        cmocka_unit_test(the_program_draws_exactly_what_is_compared_here),
    };
    return cmocka_run_group_tests(tests, make_out, NULL);
}

// SPDX-License-Identifier: MIT
/* The real wall in a real window: Xvfb instead of a television, generated boards instead of
 * a daemon. Skipped where there is no Xvfb. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xfixes.h>
#include <cmocka.h>
#include <signal.h>

#include "display/board_client.h"
#include "tests/bench/feeder.h"
#include "tests/bench/wall_box.h"

enum { WIDTH = 1280, HEIGHT = 720, WAIT_MS = 16000, STEP_MS = 20, SETTLE_MS = 700, COLOURS = 4 };

struct hall {
    char dir[64], socket[96], address[112];
    struct feeder *feeder;
    struct wall_box box;
    Display *display;     /* ours, to look at the screen */
    int64_t dead_mono_ms; /* when its daemon went */
};

static void make_dir(struct hall *hall)
{
    snprintf(hall->dir, sizeof hall->dir, "/tmp/loket-window-XXXXXX");
    assert_non_null(mkdtemp(hall->dir));
    snprintf(hall->socket, sizeof hall->socket, "%s/board.sock", hall->dir);
    snprintf(hall->address, sizeof hall->address, "unix:%s", hall->socket);
}

static void remove_dir(const struct hall *hall)
{
    static const char *const names[] = {"board.sock", "wall.trace", "wall.err", "screen.log"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", hall->dir, names[i]);
        unlink(path);
    }
    rmdir(hall->dir);
}

static int open_hall(void **state)
{
    struct hall *hall = calloc(1, sizeof *hall);
    assert_non_null(hall);
    *state = hall;
    make_dir(hall);
    hall->feeder = feeder_start(hall->socket, NULL);
    assert_non_null(hall->feeder);
    feeder_send(hall->feeder, 1);
    if (wall_box_open(&hall->box, hall->dir, WIDTH, HEIGHT)) {
        hall->display = XOpenDisplay(hall->box.display);
    }
    return 0;
}

static int close_hall(void **state)
{
    struct hall *hall = *state;
    if (hall->display) {
        XCloseDisplay(hall->display);
    }
    wall_box_close(&hall->box);
    feeder_stop(hall->feeder);
    remove_dir(hall);
    free(hall);
    return 0;
}

static struct hall *with_screen(void **state)
{
    struct hall *hall = *state;
    if (!hall->display) {
        skip();
    }
    return hall;
}

/* Until the newest frame is of this call and says this of the line. */
static bool wait_frame(const struct hall *hall, int64_t call, const char *line,
                       struct wall_frame *frame)
{
    for (int waited = 0; waited < WAIT_MS; waited += STEP_MS) {
        if (wall_box_last(&hall->box, frame) && frame->call >= call &&
            strcmp(frame->line, line) == 0) {
            return true;
        }
        wall_box_sleep_ms(STEP_MS);
    }
    return false;
}

static void start_wall(struct hall *hall, bool windowed)
{
    struct wall_frame frame;
    const char *const window[] = {"--board", hall->address, "--windowed",
                                  "--size",  "1000x600",    NULL};
    const char *const screen[] = {"--board", hall->address, NULL};
    wall_box_start(&hall->box, windowed ? window : screen);
    assert_true(wait_frame(hall, 1, "live", &frame));
}

/* The wall's window; there is no window manager, so it stands on the root. */
static Window wall_window(const struct hall *hall)
{
    Window root = DefaultRootWindow(hall->display), parent, *children = NULL, found = None;
    unsigned count = 0;
    XWindowAttributes attributes;
    XQueryTree(hall->display, root, &root, &parent, &children, &count);
    for (unsigned i = 0; i < count; i++) {
        if (XGetWindowAttributes(hall->display, children[i], &attributes) &&
            attributes.map_state == IsViewable && attributes.width > 100) {
            found = children[i];
        }
    }
    XFree(children);
    return found;
}

/* A rough fingerprint of what the screen really shows, and how many colours it found. */
static unsigned long look(const struct hall *hall, int width, int height, int *colours)
{
    unsigned long print = 5381, seen[256];
    XImage *image = XGetImage(hall->display, DefaultRootWindow(hall->display), 0, 0,
                              (unsigned)width, (unsigned)height, AllPlanes, ZPixmap);
    assert_non_null(image);
    *colours = 0;
    for (int y = 1; y < height; y += 2) {
        for (int x = 1; x < width; x += 2) {
            unsigned long pixel = XGetPixel(image, x, y);
            int i = 0;
            print = print * 33 + pixel;
            while (i < *colours && seen[i] != pixel) {
                i++;
            }
            if (i == *colours && i < 256) {
                seen[(*colours)++] = pixel;
            }
        }
    }
    XDestroyImage(image);
    return print;
}

static void it_fills_the_screen_and_follows_the_calls(void **state)
{
    struct hall *hall = with_screen(state);
    struct wall_frame frame;
    int colours;
    start_wall(hall, false);
    assert_true(wall_box_last(&hall->box, &frame));
    assert_int_equal(frame.width, WIDTH);
    assert_int_equal(frame.height, HEIGHT);
    unsigned long before = look(hall, WIDTH, HEIGHT, &colours);
    assert_true(colours >= COLOURS);
    feeder_send(hall->feeder, 2);
    assert_true(wait_frame(hall, 2, "live", &frame));
    assert_true(look(hall, WIDTH, HEIGHT, &colours) != before);
}

static void no_cursor_lies_on_the_picture(void **state)
{
    struct hall *hall = with_screen(state);
    int event, error, ink = 0;
    start_wall(hall, false);
    if (!XFixesQueryExtension(hall->display, &event, &error)) {
        skip();
    }
    XWarpPointer(hall->display, None, DefaultRootWindow(hall->display), 0, 0, 0, 0, 300, 300);
    XSync(hall->display, False);
    wall_box_sleep_ms(500);
    XFixesCursorImage *cursor = XFixesGetCursorImage(hall->display);
    assert_non_null(cursor);
    for (int i = 0; i < cursor->width * cursor->height; i++) {
        ink += (cursor->pixels[i] & 0xFF000000) != 0;
    }
    XFree(cursor);
    assert_int_equal(ink, 0);
}

static void a_new_size_is_drawn_whole(void **state)
{
    static const int sizes[][2] = {{800, 600}, {480, 700}, {1280, 720}};
    struct hall *hall = with_screen(state);
    struct wall_frame frame = {0};
    int colours;
    start_wall(hall, true);
    for (int i = 0; i < 3; i++) {
        XMoveResizeWindow(hall->display, wall_window(hall), 0, 0, (unsigned)sizes[i][0],
                          (unsigned)sizes[i][1]);
        XSync(hall->display, False);
        for (int waited = 0; waited < WAIT_MS && frame.width != sizes[i][0]; waited += STEP_MS) {
            wall_box_sleep_ms(STEP_MS);
            assert_true(wall_box_last(&hall->box, &frame));
        }
        assert_int_equal(frame.width, sizes[i][0]);
        assert_int_equal(frame.height, sizes[i][1]);
        look(hall, frame.width, frame.height, &colours);
        assert_true(colours >= COLOURS);
    }
    feeder_send(hall->feeder, 2);
    assert_true(wait_frame(hall, 2, "live", &frame));
}

/* Only what changed is copied to the screen: it must be where a whole picture has it. */
static void a_turned_wall_is_right_after_many_changes(void **state)
{
    static const char *const turns[] = {"0", "90", "180", "270"};
    struct hall *hall = with_screen(state);
    struct wall_frame frame, whole;
    int colours, call = 1;
    for (int i = 0; i < 4; i++) {
        const char *const more[] = {"--board", hall->address, "--rotate", turns[i], NULL};
        wall_box_start(&hall->box, more);
        for (int last = call + 6; call < last; call++) {
            assert_true(wait_frame(hall, call, "live", &frame));
            feeder_send(hall->feeder, call + 1);
        }
        assert_true(wait_frame(hall, call, "live", &frame));
        assert_int_equal(frame.width, i % 2 ? HEIGHT : WIDTH);
        wall_box_sleep_ms(SETTLE_MS); /* the last movement */
        assert_true(wall_box_last(&hall->box, &frame));
        unsigned long before = look(hall, WIDTH, HEIGHT, &colours);
        XClearArea(hall->display, wall_window(hall), 0, 0, 0, 0, True);
        XSync(hall->display, False);
        for (int waited = 0; waited < WAIT_MS; waited += STEP_MS) {
            wall_box_sleep_ms(STEP_MS);
            if (wall_box_last(&hall->box, &whole) && whole.mono_ns > frame.mono_ns) {
                break;
            }
        }
        assert_true(whole.mono_ns > frame.mono_ns);
        assert_true(look(hall, WIDTH, HEIGHT, &colours) == before);
        assert_int_equal(wall_box_end(&hall->box, SIGTERM), 0);
    }
}

static void a_daemon_that_restarts_is_found_again(void **state)
{
    struct hall *hall = with_screen(state);
    struct wall_frame frame;
    start_wall(hall, false);
    for (int64_t call = 10; call <= 20; call += 10) {
        feeder_stop(hall->feeder);
        wall_box_sleep_ms(300);
        hall->feeder = feeder_start(hall->socket, NULL);
        assert_non_null(hall->feeder);
        feeder_send(hall->feeder, (int)call);
        assert_true(wait_frame(hall, call, "live", &frame));
    }
    assert_int_equal(wall_box_end(&hall->box, SIGTERM), 0);
}

/* The wall of this hall has lost its daemon before the first test began. */
static void a_line_that_is_dead_is_admitted_and_forgotten_when_it_lives(void **state)
{
    struct hall *hall = with_screen(state);
    struct wall_frame frame;
    int colours;
    int64_t promised_ms = hall->dead_mono_ms + BOARD_SILENCE_MS;
    unsigned long before = look(hall, WIDTH, HEIGHT, &colours);
    bool early = board_client_mono_ms() < promised_ms - 1000; /* not so after slow tests */
    assert_true(wait_frame(hall, 1, "lost", &frame));
    assert_true(wall_box_line(&hall->box, "lost", &frame));
    assert_in_range(frame.mono_ns / 1000000, promised_ms - 1000, promised_ms + 2000);
    assert_true(!early || look(hall, WIDTH, HEIGHT, &colours) != before);
    hall->feeder = feeder_start(hall->socket, NULL);
    assert_non_null(hall->feeder);
    feeder_send(hall->feeder, 2);
    assert_true(wait_frame(hall, 2, "live", &frame));
}

static int open_dead_hall(void **state)
{
    open_hall(state);
    struct hall *hall = *state;
    if (hall->display) {
        start_wall(hall, false);
        feeder_stop(hall->feeder);
        hall->feeder = NULL;
        hall->dead_mono_ms = board_client_mono_ms();
    }
    return 0;
}

static void told_to_end_it_ends_in_order(void **state)
{
    struct hall *hall = with_screen(state);
    char words[256];
    start_wall(hall, false);
    assert_int_equal(wall_box_end(&hall->box, SIGTERM), 0);
    wall_box_words(&hall->box, words, sizeof words);
    assert_string_equal(words, "");
}

static void without_its_screen_it_ends_and_says_so(void **state)
{
    struct hall *hall = with_screen(state);
    char words[256];
    start_wall(hall, false);
    XCloseDisplay(hall->display);
    hall->display = NULL;
    wall_box_reap(hall->box.screen_pid, SIGKILL);
    hall->box.screen_pid = 0;
    int status = wall_box_end(&hall->box, 0);
    assert_true(WIFEXITED(status));
    assert_int_not_equal(WEXITSTATUS(status), 0);
    wall_box_words(&hall->box, words, sizeof words);
    assert_string_not_equal(words, "");
}

static void with_no_screen_at_the_start_it_says_what_is_missing(void **state)
{
    struct hall *hall = with_screen(state);
    char words[256];
    const char *const more[] = {"--board", hall->address, NULL};
    snprintf(hall->box.display, sizeof hall->box.display, ":59999");
    wall_box_start(&hall->box, more);
    int status = wall_box_end(&hall->box, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    wall_box_words(&hall->box, words, sizeof words);
    assert_non_null(strstr(words, "no screen to draw on"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_fills_the_screen_and_follows_the_calls, open_hall,
                                        close_hall),
        cmocka_unit_test_setup_teardown(no_cursor_lies_on_the_picture, open_hall, close_hall),
        cmocka_unit_test_setup_teardown(a_new_size_is_drawn_whole, open_hall, close_hall),
        cmocka_unit_test_setup_teardown(a_turned_wall_is_right_after_many_changes, open_hall,
                                        close_hall),
        cmocka_unit_test_setup_teardown(a_daemon_that_restarts_is_found_again, open_hall,
                                        close_hall),
        cmocka_unit_test_setup_teardown(told_to_end_it_ends_in_order, open_hall, close_hall),
        cmocka_unit_test_setup_teardown(without_its_screen_it_ends_and_says_so, open_hall,
                                        close_hall),
        cmocka_unit_test_setup_teardown(with_no_screen_at_the_start_it_says_what_is_missing,
                                        open_hall, close_hall),
        cmocka_unit_test(a_line_that_is_dead_is_admitted_and_forgotten_when_it_lives),
    };
    return cmocka_run_group_tests(tests, open_dead_hall, close_hall);
}

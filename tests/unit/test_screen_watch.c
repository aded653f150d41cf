// SPDX-License-Identifier: MIT
/* A cable that is pulled and put back, on a folder that looks like /sys/class/drm. */
#include "display/screen_watch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct room {
    char folder[64];
    struct screen_watch watch;
    int64_t now_ms;
};

static void put(const struct room *room, const char *connector, const char *status)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", room->folder, connector);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/%s/status", room->folder, connector);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%s\n", status);
    assert_int_equal(fclose(file), 0);
}

static void take_away(const struct room *room, const char *connector)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s/status", room->folder, connector);
    unlink(path);
    snprintf(path, sizeof path, "%s/%s", room->folder, connector);
    rmdir(path);
}

/* A board with two sockets, one television. The kernel of the machine that runs this test has
 * no say: its messages are not listened to. */
static int open_room(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    assert_non_null(room);
    snprintf(room->folder, sizeof room->folder, "/tmp/loket-screens-XXXXXX");
    assert_non_null(mkdtemp(room->folder));
    put(room, "card1-HDMI-A-1", "connected");
    put(room, "card1-HDMI-A-2", "disconnected");
    put(room, "renderD128", "connected");
    room->now_ms = 1000;
    screen_watch_open(&room->watch, room->folder, room->now_ms);
    screen_watch_close(&room->watch);
    *state = room;
    return 0;
}

static int close_room(void **state)
{
    struct room *room = *state;
    take_away(room, "card1-HDMI-A-1");
    take_away(room, "card1-HDMI-A-2");
    take_away(room, "card2-DP-1");
    take_away(room, "renderD128");
    rmdir(room->folder);
    free(room);
    return 0;
}

/* Lets time pass as the loop does; how often a change was told. */
static int pass(struct room *room, int ms)
{
    int told = 0;
    for (int64_t end_ms = room->now_ms + ms; room->now_ms < end_ms; room->now_ms += 100) {
        told += screen_watch_changed(&room->watch, room->now_ms);
    }
    return told;
}

static void a_hall_where_nothing_happens(void **state)
{
    struct room *room = *state;
    assert_int_equal(room->watch.connectors, 2);
    assert_int_equal(room->watch.plugged, 1);
    assert_int_equal(pass(room, 60000), 0);
}

static void a_cable_that_is_pulled_is_told_once(void **state)
{
    struct room *room = *state;
    put(room, "card1-HDMI-A-1", "disconnected");
    assert_int_equal(pass(room, SCREEN_WATCH_LOOK_MS + SCREEN_WATCH_SETTLE_MS + 200), 1);
    assert_int_equal(room->watch.plugged, 0);
    assert_int_equal(pass(room, 60000), 0);
}

static void a_cable_that_is_put_back_is_told_again(void **state)
{
    struct room *room = *state;
    put(room, "card1-HDMI-A-1", "disconnected");
    assert_int_equal(pass(room, 10000), 1);
    put(room, "card1-HDMI-A-1", "connected");
    assert_int_equal(pass(room, 10000), 1);
    assert_int_equal(room->watch.plugged, 1);
}

static void the_other_socket_is_a_change_too(void **state)
{
    struct room *room = *state;
    put(room, "card1-HDMI-A-1", "disconnected");
    put(room, "card1-HDMI-A-2", "connected");
    assert_int_equal(pass(room, 10000), 1);
    assert_int_equal(room->watch.plugged, 1);
}

static void a_television_that_cannot_decide_is_left_alone_until_it_can(void **state)
{
    struct room *room = *state;
    int told = 0;
    for (int i = 0; i < 10; i++) {
        put(room, "card1-HDMI-A-1", i % 2 ? "connected" : "disconnected");
        room->watch.look_mono_ms = 0; /* as after a message */
        told += pass(room, 500);
    }
    assert_int_equal(told, 0);
    assert_int_equal(pass(room, 10000), 0); /* back where it was, nothing was missed */
    put(room, "card1-HDMI-A-1", "disconnected");
    assert_int_equal(pass(room, 10000), 1);
}

static void out_and_in_between_two_looks_is_known_from_the_message(void **state)
{
    struct room *room = *state;
    room->watch.heard = true;
    assert_int_equal(pass(room, 10000), 1);
    assert_int_equal(pass(room, 10000), 0);
}

static void changes_in_a_row_are_told_with_a_rest_between(void **state)
{
    struct room *room = *state;
    room->watch.heard = true;
    assert_int_equal(pass(room, 200), 1);
    room->watch.heard = true;
    assert_int_equal(pass(room, SCREEN_WATCH_REST_MS - 400), 0);
    assert_int_equal(pass(room, 1000), 1);
}

static void a_card_that_comes_later_is_a_change(void **state)
{
    struct room *room = *state;
    put(room, "card2-DP-1", "connected");
    assert_int_equal(pass(room, 10000), 1);
    assert_int_equal(room->watch.plugged, 2);
}

static void no_list_at_all_is_no_change_and_no_screen(void **state)
{
    (void)state;
    struct screen_watch watch;
    screen_watch_open(&watch, "/nonexistent/drm", 0);
    screen_watch_close(&watch);
    assert_int_equal(watch.connectors, 0);
    assert_false(screen_watch_changed(&watch, 100000));
}

static void the_loop_is_woken_in_time(void **state)
{
    struct room *room = *state;
    assert_int_equal(screen_watch_due_mono_ms(&room->watch), 1000 + SCREEN_WATCH_LOOK_MS);
    put(room, "card1-HDMI-A-1", "disconnected");
    assert_false(screen_watch_changed(&room->watch, 3000));
    assert_int_equal(screen_watch_due_mono_ms(&room->watch), 3000 + SCREEN_WATCH_SETTLE_MS);
    assert_true(screen_watch_changed(&room->watch, 3000 + SCREEN_WATCH_SETTLE_MS));
}

static void only_hotplug_of_a_graphics_card_counts(void **state)
{
    (void)state;
    static const char plug[] = "change@/devices/platform/gpu/drm/card1\0ACTION=change\0"
                               "DEVPATH=/devices/platform/gpu/drm/card1\0SUBSYSTEM=drm\0HOTPLUG=1";
    static const char lease[] = "change@/devices/gpu/drm/card1\0SUBSYSTEM=drm\0LEASE=1";
    static const char usb[] = "change@/devices/usb1\0SUBSYSTEM=usb\0HOTPLUG=1";
    static const char alike[] = "change@/x\0SUBSYSTEM=drm_dp_aux\0HOTPLUG=10";
    assert_true(screen_watch_is_hotplug(plug, sizeof plug));
    assert_true(screen_watch_is_hotplug(plug, sizeof plug - 1)); /* no 0 at the end */
    assert_false(screen_watch_is_hotplug(plug, sizeof plug - 2));
    assert_false(screen_watch_is_hotplug(lease, sizeof lease));
    assert_false(screen_watch_is_hotplug(usb, sizeof usb));
    assert_false(screen_watch_is_hotplug(alike, sizeof alike));
    assert_false(screen_watch_is_hotplug("", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_hall_where_nothing_happens, open_room, close_room),
        cmocka_unit_test_setup_teardown(a_cable_that_is_pulled_is_told_once, open_room, close_room),
        cmocka_unit_test_setup_teardown(a_cable_that_is_put_back_is_told_again, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(the_other_socket_is_a_change_too, open_room, close_room),
        cmocka_unit_test_setup_teardown(a_television_that_cannot_decide_is_left_alone_until_it_can,
                                        open_room, close_room),
        cmocka_unit_test_setup_teardown(out_and_in_between_two_looks_is_known_from_the_message,
                                        open_room, close_room),
        cmocka_unit_test_setup_teardown(changes_in_a_row_are_told_with_a_rest_between, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(a_card_that_comes_later_is_a_change, open_room, close_room),
        cmocka_unit_test(no_list_at_all_is_no_change_and_no_screen),
        cmocka_unit_test_setup_teardown(the_loop_is_woken_in_time, open_room, close_room),
        cmocka_unit_test(only_hotplug_of_a_graphics_card_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: MIT
#include "firmware/config.h"
#include "firmware/config_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "firmware/content.h"

static const char SAMPLE[] = "[branch]\n"
                             "data_dir = /tmp/data\n"
                             "content = /tmp/jambi.json   ; first start only\n"
                             "[buttons]\n"
                             "driver = gpiod               ; gpiod | sim\n"
                             "chip = /dev/gpiochip4\n"
                             "bias = pull-down\n"
                             "active_low = no\n"
                             "debounce_ms = 30\n"
                             "line.17 = take A             ; take; held 2 s: print its checklist\n"
                             "line.27 = priority\n"
                             "line.5  = desk 12 no-show\n"
                             "  line.6  = help\n"
                             "lamp.22 = take A\n"
                             "[printer]\n"
                             "driver = serial\n"
                             "port = /dev/serial/by-id/usb-x\n"
                             "baud = 38400\n"
                             "flow = xonxoff\n"
                             "profile = generic\n"
                             "width_dots = 384\n"
                             "[http]\n"
                             "listen =      ; empty = Unix socket only\n"
                             "socket = /tmp/s\n";

static void the_sample_is_read(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    if (!config_parse("f", SAMPLE, &config, error))
        fail_msg("%s", error);
    assert_string_equal(config.data_dir, "/tmp/data");
    assert_string_equal(config.content, "/tmp/jambi.json");
    assert_int_equal(config.buttons_driver, BUTTONS_GPIOD);
    assert_string_equal(config.chip, "/dev/gpiochip4");
    assert_int_equal(config.bias, BIAS_PULL_DOWN);
    assert_false(config.active_low);
    assert_int_equal(config.debounce_ms, 30);
    assert_int_equal(config.printer_driver, PRINTER_SERIAL);
    assert_string_equal(config.port, "/dev/serial/by-id/usb-x");
    assert_int_equal(config.baud, 38400);
    assert_int_equal(config.flow, FLOW_XONXOFF);
    assert_string_equal(config.profile, "generic");
    assert_int_equal(config.width_dots, 384);
    assert_string_equal(config.listen, "");
    assert_string_equal(config.socket, "/tmp/s");
}

static void lines_and_lamps_keep_their_order_and_rows(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    assert_true(config_parse("f", SAMPLE, &config, error));
    assert_int_equal(config.line_count, 4);
    assert_int_equal(config.line[0].line, 17);
    assert_int_equal(config.line[0].action, LINE_TAKE);
    assert_int_equal(config.line[0].service, 'A');
    assert_int_equal(config.line[0].row, 10);
    assert_int_equal(config.line[1].action, LINE_PRIORITY);
    assert_int_equal(config.line[2].action, LINE_DESK_NO_SHOW);
    assert_int_equal(config.line[2].desk, 12);
    assert_int_equal(config.line[3].action, LINE_HELP);
    assert_int_equal(config.lamp_count, 1);
    assert_int_equal(config.lamp[0].line, 22);
    assert_int_equal(config.lamp[0].service, 'A');
}

static void an_empty_file_gives_the_defaults(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    assert_true(config_parse("f", "", &config, error));
    assert_int_equal(config.buttons_driver, BUTTONS_NONE);
    assert_int_equal(config.printer_driver, PRINTER_NONE);
    assert_string_equal(config.data_dir, "/var/lib/loket");
    assert_string_equal(config.listen, "127.0.0.1:8080");
    assert_string_equal(config.socket, "/run/loket/loket.sock");
    assert_int_equal(config.debounce_ms, 20);
    assert_true(config.active_low);
}

static void each_simulation_has_its_path(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    assert_true(config_parse("f",
                             "[buttons]\ndriver = sim\npath = b\n"
                             "[printer]\ndriver = sim\nport = /dev/x\npath = p\n",
                             &config, error));
    assert_string_equal(config.buttons_path, "b");
    assert_string_equal(config.port, "p");
}

static void windows_line_ends_and_a_byte_order_mark_are_harmless(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    assert_true(config_parse("f", "\xEF\xBB\xBF[branch]\r\ndata_dir = d\r\n", &config, error));
    assert_string_equal(config.data_dir, "d");
}

struct bad {
    const char *text, *place, *reason;
};

static const struct bad BAD[] = {
    {"[buttons]\nchp = x\n", "f:2: ", "unknown key \"chp\" in [buttons]"},
    {"[button]\nchip = x\n", "f:2: ", "unknown section [button]"},
    {"chip = x\n", "f:1: ", "before the first [section]"},
    {"[buttons]\nchip\n", "f:2: ", "neither [section] nor key = value"},
    {"[buttons\nchip = x\n", "f:1: ", "neither [section] nor key = value"},
    {"[http]\nlisten = a:1\n\nlisten = a:2\n", "f:4: ", "first in row 2"},
    {"[http]\nlisten = a:1\n[branch]\n[http]\nlisten = a:2\n", "f:5: ", "first in row 2"},
    {"[buttons]\nline.17 = take A\nline.17 = take B\n", "f:3: ", "used already, in row 2"},
    {"[buttons]\nline.17 = take A\nlamp.17 = take A\n", "f:3: ", "used already, in row 2"},
    {"[buttons]\nline.17 = take A\nline.017 = help\n", "f:3: ", "used already"},
    {"[buttons]\nline.512 = take A\n", "f:2: ", "no line of a GPIO chip"},
    {"[buttons]\nline.-1 = take A\n", "f:2: ", "no line of a GPIO chip"},
    {"[buttons]\nline. = take A\n", "f:2: ", "no line of a GPIO chip"},
    {"[buttons]\nline.x = take A\n", "f:2: ", "no line of a GPIO chip"},
    {"[buttons]\nline.1 = take\n", "f:2: ", "is no action"},
    {"[buttons]\nline.1 =\n", "f:2: ", "is no action"},
    {"[buttons]\nline.1 = take a\n", "f:2: ", "is no service"},
    {"[buttons]\nline.1 = take I\n", "f:2: ", "is no service"},
    {"[buttons]\nline.1 = take AB\n", "f:2: ", "is no service"},
    {"[buttons]\nline.1 = take A B\n", "f:2: ", "is no action"},
    {"[buttons]\nline.1 = desk 0 next\n", "f:2: ", "is no desk"},
    {"[buttons]\nline.1 = desk 1000 next\n", "f:2: ", "is no desk"},
    {"[buttons]\nline.1 = desk x next\n", "f:2: ", "is no desk"},
    {"[buttons]\nline.1 = desk 1 dance\n", "f:2: ", "is no action of a desk"},
    {"[buttons]\nline.1 = desk 1\n", "f:2: ", "is no action"},
    {"[buttons]\nlamp.1 = help\n", "f:2: ", "beside a take button"},
    {"[buttons]\ndriver = gpio\n", "f:2: ", "none, gpiod, sim"},
    {"[buttons]\ndriver = sim\n", "f:2: ", "needs path = FIFO"},
    {"[buttons]\nbias = up\n", "f:2: ", "pull-up, pull-down, disabled"},
    {"[buttons]\nactive_low = maybe\n", "f:2: ", "no, yes"},
    {"[buttons]\ndebounce_ms = 0\n", "f:2: ", "from 1 to 1000"},
    {"[buttons]\ndebounce_ms = 20ms\n", "f:2: ", "from 1 to 1000"},
    {"[buttons]\ndebounce_ms = 99999999999999999999\n", "f:2: ", "from 1 to 1000"},
    {"[buttons]\ndebounce_ms =\n", "f:2: ", "from 1 to 1000"},
    {"[buttons]\ndriver = gpiod\nchip =\n", "f:3: ", "chip is empty"},
    {"[branch]\ndata_dir =\n", "f:2: ", "data_dir is empty"},
    {"[printer]\ndriver = serial\n", "f:2: ", "needs port = DEVICE"},
    {"[printer]\ndriver = file\nport = x\n", "f:2: ", "needs path = PLACE"},
    {"[printer]\nbaud = fast\n", "f:2: ", "no number"},
    {"[printer]\nflow = hw\n", "f:2: ", "rtscts, xonxoff, none"},
    {"[printer]\nprofile = oki\n", "f:2: ", "profile \"oki\" is unknown"},
    {"[printer]\nprofile = a-name-that-is-longer-than-any-profile\n", "f:2: ", "too long"},
    {"[http]\nlisten = 8080\n", "f:2: ", "no HOST:PORT"},
    {"[http]\nlisten = a:99999\n", "f:2: ", "no HOST:PORT"},
    {"[http]\nlisten = ::1:80\n", "f:2: ", "no HOST:PORT"},
    {"[http]\nlisten =\nsocket =\n", "f:2: ", "both empty"},
    {"[http]\ntls_cert = x\n", "f:2: ", "go together"},
    {"[http]\n\ntls_key = x\n", "f:3: ", "go together"},
    {"[buttons]\nbad = 1\nworse\n", "f:2: ", "unknown key \"bad\""},
    {"[buttons]\nworse\nbad = 1\n", "f:2: ", "neither"},
};

static void the_console_stands_where_it_is_installed_or_where_the_file_says(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    assert_true(config_parse("f", "", &config, error));
    assert_string_equal(config.console, "");
    assert_true(config_parse("f", "[http]\nconsole = /srv/console\n", &config, error));
    assert_string_equal(config.console, "/srv/console");
}

static void every_fault_is_refused_with_its_row(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        if (config_parse("f", BAD[i].text, &config, error))
            fail_msg("accepted: %s", BAD[i].text);
        if (strncmp(error, BAD[i].place, strlen(BAD[i].place)) != 0 ||
            !strstr(error, BAD[i].reason))
            fail_msg("wrong words for %s: %s", BAD[i].text, error);
    }
}

static void a_row_that_is_far_too_long_is_refused_but_not_as_a_comment(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES], text[1200];
    (void)state;
    memset(text, 'x', sizeof text);
    snprintf(text, 16, "[branch]\n;");
    text[10] = 'x';
    snprintf(text + 1000, 100, "\ndata_dir = d\n");
    assert_true(config_parse("f", text, &config, error));
    text[9] = 'y';
    assert_false(config_parse("f", text, &config, error));
    assert_non_null(strstr(error, "f:2: the line is longer than"));
}

static void more_buttons_than_there_is_room_for_are_refused(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES], text[4096] = "[buttons]\n";
    (void)state;
    for (int i = 0; i <= CONFIG_LINES_MAX; i++) {
        const size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "line.%d = help\n", i);
    }
    assert_false(config_parse("f", text, &config, error));
    assert_non_null(strstr(error, "f:66: more than 64"));
}

static void files_are_named_when_they_cannot_be_read(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    assert_false(config_load("/nonexistent/loket.conf", &config, error));
    assert_non_null(strstr(error, "/nonexistent/loket.conf: No such file"));
    assert_false(config_load("/", &config, error));
    assert_false(config_load("/dev/zero", &config, error));
}

static void the_shipped_sample_passes(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    if (!config_load("assets/loket.conf", &config, error))
        fail_msg("%s", error);
    assert_int_equal(config.line_count, 19);
    assert_int_equal(config.lamp_count, 5);
}

static void services_and_desks_must_be_in_the_branch_document(void **state)
{
    struct config config;
    static struct content content;
    char error[CONFIG_ERROR_BYTES];
    (void)state;
    content.service[0].letter = 'A';
    content.service_count = 1;
    content.desk[0].number = 1;
    content.desk_count = 1;
    assert_true(
        config_parse("f", "[buttons]\nline.1 = take A\nline.2 = desk 1 next\n", &config, error));
    assert_true(config_check_content("f", &config, &content, error));
    assert_true(config_parse("f", "[buttons]\nline.1 = take A\nlamp.2 = take B\n", &config, error));
    assert_false(config_check_content("f", &config, &content, error));
    assert_non_null(strstr(error, "f:3: the branch document has no service B"));
    assert_true(config_parse("f", "[buttons]\nline.1 = desk 2 next\n", &config, error));
    assert_false(config_check_content("f", &config, &content, error));
    assert_non_null(strstr(error, "f:2: the branch document has no desk 2"));
}

static void an_action_is_written_as_it_was_read(void **state)
{
    (void)state;
    static const char *const actions[] = {
        "take A",         "take Z",         "priority",      "help",           "desk 1 next",
        "desk 12 recall", "desk 3 no-show", "desk 4 finish", "desk 999 pause", "desk 2 help"};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        struct config_line line = {0};
        char reason[CONFIG_LINE_REASON_BYTES], text[CONFIG_LINE_TEXT_BYTES];
        assert_true(config_line_parse(actions[i], &line, reason));
        config_line_format(&line, text);
        assert_string_equal(text, actions[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_action_is_written_as_it_was_read),
        cmocka_unit_test(the_sample_is_read),
        cmocka_unit_test(lines_and_lamps_keep_their_order_and_rows),
        cmocka_unit_test(an_empty_file_gives_the_defaults),
        cmocka_unit_test(each_simulation_has_its_path),
        cmocka_unit_test(windows_line_ends_and_a_byte_order_mark_are_harmless),
        cmocka_unit_test(the_console_stands_where_it_is_installed_or_where_the_file_says),
        cmocka_unit_test(every_fault_is_refused_with_its_row),
        cmocka_unit_test(a_row_that_is_far_too_long_is_refused_but_not_as_a_comment),
        cmocka_unit_test(more_buttons_than_there_is_room_for_are_refused),
        cmocka_unit_test(files_are_named_when_they_cannot_be_read),
        cmocka_unit_test(the_shipped_sample_passes),
        cmocka_unit_test(services_and_desks_must_be_in_the_branch_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

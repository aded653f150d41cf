// SPDX-License-Identifier: MIT
/* The real serial driver through the real libserialport on a pseudo-terminal; pty_shim.so,
 * which lies beside this program, makes the library take it for a serial port. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "drivers/printer.h"

struct line {
    int master;
    char dir[64], link[96], cts_low[96];
    struct printer *printer;
    char error[PRINTER_ERROR_BYTES];
};

static struct printer *open_line(struct line *line, enum printer_handshake handshake)
{
    struct printer_serial_request request = {
        .port = line->link, .baud = 19200, .handshake = handshake};
    line->printer = printer_serial_open(&request, line->error);
    return line->printer;
}

static int begin(void **state)
{
    struct line *line = calloc(1, sizeof *line);
    line->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (line->master < 0 || grantpt(line->master) != 0 || unlockpt(line->master) != 0)
        return -1;
    snprintf(line->dir, sizeof line->dir, "/tmp/loket-serial-XXXXXX");
    if (!mkdtemp(line->dir))
        return -1;
    snprintf(line->link, sizeof line->link, "%s/by-id", line->dir);
    snprintf(line->cts_low, sizeof line->cts_low, "%s/cts-low", line->dir);
    setenv("PTY_SHIM_CTS_FILE", line->cts_low, 1);
    *state = line;
    return symlink(ptsname(line->master), line->link);
}

static int end(void **state)
{
    struct line *line = *state;
    if (line->printer)
        line->printer->ops->close(line->printer);
    if (line->master >= 0)
        close(line->master);
    unlink(line->link);
    unlink(line->cts_low);
    rmdir(line->dir);
    free(line);
    return 0;
}

static struct termios termios_of(const struct line *line)
{
    struct termios settings;
    assert_int_equal(tcgetattr(line->printer->ops->fd(line->printer), &settings), 0);
    return settings;
}

static size_t take(int fd, void *data, size_t bytes)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    poll(&ready, 1, 200);
    ssize_t got = read(fd, data, bytes);
    return got > 0 ? (size_t)got : 0;
}

static void bytes_pass_unchanged_both_ways_through_a_link(void **state)
{
    struct line *line = *state;
    static const uint8_t sent[] = {0x00, 0x03, 0x0A, 0x0D, 0x11, 0x13, 0x1B, 0x7F, 0xFF};
    uint8_t got[32];
    assert_non_null(open_line(line, HANDSHAKE_NONE));
    const struct printer_ops *ops = line->printer->ops;
    assert_int_equal(ops->write(line->printer, sent, sizeof sent), sizeof sent);
    assert_int_equal(take(line->master, got, sizeof got), sizeof sent);
    assert_memory_equal(got, sent, sizeof sent);
    assert_int_equal(ops->read(line->printer, got, sizeof got), 0);
    assert_int_equal(write(line->master, sent, sizeof sent), sizeof sent);
    struct pollfd ready = {.fd = ops->fd(line->printer), .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 500), 1);
    assert_int_equal(ops->read(line->printer, got, sizeof got), sizeof sent);
    assert_memory_equal(got, sent, sizeof sent);
}

static void rtscts_is_really_set(void **state)
{
    struct line *line = *state;
    assert_non_null(open_line(line, HANDSHAKE_RTSCTS));
    struct termios settings = termios_of(line);
    assert_true(settings.c_cflag & CRTSCTS);
    assert_false(settings.c_iflag & (IXON | IXOFF | IXANY));
    assert_int_equal(cfgetospeed(&settings), B19200);
    assert_int_equal(settings.c_cflag & (CSIZE | PARENB | CSTOPB), CS8);
}

static void xonxoff_comes_without_ixany(void **state)
{
    struct line *line = *state;
    assert_non_null(open_line(line, HANDSHAKE_XONXOFF));
    struct termios settings = termios_of(line);
    assert_true(settings.c_iflag & IXON);
    assert_false(settings.c_iflag & (IXANY | IXOFF));
    assert_false(settings.c_cflag & CRTSCTS);
}

static void a_full_line_takes_nothing_and_is_not_gone(void **state)
{
    struct line *line = *state;
    static uint8_t block[4096];
    ssize_t written = 1;
    assert_non_null(open_line(line, HANDSHAKE_NONE));
    for (int i = 0; i < 100 && written > 0; i++)
        written = line->printer->ops->write(line->printer, block, sizeof block);
    assert_int_equal(written, 0);
    line->printer->ops->drop(line->printer);
}

static void a_pulled_cable_is_seen_by_read_and_write(void **state)
{
    struct line *line = *state;
    uint8_t byte;
    assert_non_null(open_line(line, HANDSHAKE_RTSCTS));
    assert_int_equal(line->printer->ops->read(line->printer, &byte, 1), 0);
    close(line->master);
    line->master = -1;
    assert_int_equal(line->printer->ops->read(line->printer, &byte, 1), -1);
    assert_int_equal(line->printer->ops->write(line->printer, "x", 1), -1);
}

static void real_time_commands_pass_a_held_line_and_slips_do_not(void **state)
{
    struct line *line = *state;
    assert_non_null(open_line(line, HANDSHAKE_RTSCTS));
    const struct printer_ops *ops = line->printer->ops;
    assert_int_equal(ops->write_urgent(line->printer, "\x10\x04\x01", 3), 3);
    assert_true(termios_of(line).c_cflag & CRTSCTS); /* CTS is up: no need */
    close(open(line->cts_low, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    assert_int_equal(ops->write_urgent(line->printer, "\x10\x04\x02", 3), 3);
    assert_false(termios_of(line).c_cflag & CRTSCTS);
    uint8_t got[16];
    take(line->master, got, sizeof got);
    assert_int_equal(ops->write(line->printer, "slip", 4), 4);
    assert_true(termios_of(line).c_cflag & CRTSCTS);
}

static void a_second_opener_is_told_that_the_port_is_in_use(void **state)
{
    struct line *line = *state;
    struct line second = *line;
    assert_non_null(open_line(line, HANDSHAKE_NONE));
    assert_null(open_line(&second, HANDSHAKE_NONE));
    if (strstr(second.error, "in use") == NULL)
        fail_msg("%s", second.error);
}

static void what_is_not_there_is_named(void **state)
{
    struct line *line = *state;
    struct printer_serial_request request = {.port = "/dev/no-such-port", .baud = 9600};
    assert_null(printer_serial_open(&request, line->error));
    assert_non_null(strstr(line->error, "/dev/no-such-port"));
    request.port = "/dev/null";
    assert_null(printer_serial_open(&request, line->error));
    assert_non_null(strstr(line->error, "not a serial port"));
}

static void closing_with_unsent_bytes_does_not_wait(void **state)
{
    struct line *line = *state;
    static uint8_t block[8192];
    assert_non_null(open_line(line, HANDSHAKE_RTSCTS));
    line->printer->ops->write(line->printer, block, sizeof block);
    alarm(2);
    line->printer->ops->close(line->printer);
    alarm(0);
    line->printer = NULL;
}

/* Starts this program again with the shim in front; a missing shim fails, it never skips. */
static void preload_shim(char **argv)
{
    char self[PATH_MAX - 16], shim[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (getenv("LD_PRELOAD") && strstr(getenv("LD_PRELOAD"), "pty_shim"))
        return;
    self[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(self, '/');
    if (slash)
        *slash = '\0';
    snprintf(shim, sizeof shim, "%s/pty_shim.so", self);
    if (access(shim, R_OK) == 0) {
        const char *options = getenv("ASAN_OPTIONS");
        char asan[512]; /* a sanitized build wants to be the first library, and is not */
        snprintf(asan, sizeof asan, "%s:verify_asan_link_order=0", options ? options : "");
        setenv("ASAN_OPTIONS", asan, 1);
        setenv("LD_PRELOAD", shim, 1);
        execv("/proc/self/exe", argv);
    }
    fprintf(stderr, "%s is missing: build it first\n", shim);
    exit(1);
}

int main(int argc, char **argv)
{
    (void)argc;
    preload_shim(argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bytes_pass_unchanged_both_ways_through_a_link, begin, end),
        cmocka_unit_test_setup_teardown(rtscts_is_really_set, begin, end),
        cmocka_unit_test_setup_teardown(xonxoff_comes_without_ixany, begin, end),
        cmocka_unit_test_setup_teardown(a_full_line_takes_nothing_and_is_not_gone, begin, end),
        cmocka_unit_test_setup_teardown(a_pulled_cable_is_seen_by_read_and_write, begin, end),
        cmocka_unit_test_setup_teardown(real_time_commands_pass_a_held_line_and_slips_do_not, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_second_opener_is_told_that_the_port_is_in_use, begin,
                                        end),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_named, begin, end),
        cmocka_unit_test_setup_teardown(closing_with_unsent_bytes_does_not_wait, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

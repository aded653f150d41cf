// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/sse.h"

struct heard {
    int count;
    char log[512];
};

static void hear(void *context, const struct sse_event *event)
{
    struct heard *heard = context;
    size_t used = strlen(heard->log);
    heard->count++;
    assert_int_equal(strlen(event->data), event->bytes);
    snprintf(heard->log + used, sizeof heard->log - used, "[%s%s%s|%.60s]", event->name,
             event->id[0] ? "#" : "", event->id, event->data);
}

static void listen_to(const char *stream, size_t piece, struct heard *heard)
{
    struct sse sse;
    memset(heard, 0, sizeof *heard);
    sse_init(&sse, hear, heard);
    for (size_t at = 0, size = strlen(stream); at < size; at += piece) {
        sse_feed(&sse, stream + at, size - at < piece ? size - at : piece);
    }
    sse_finish(&sse);
}

static void a_board_event_arrives_whole_however_it_is_cut(void **state)
{
    (void)state;
    static const char stream[] = "retry: 2000\n\n: heartbeat\n\nevent: board\ndata: {\"a\":1}\n\n";
    for (size_t piece = 1; piece < sizeof stream; piece++) {
        struct heard heard;
        listen_to(stream, piece, &heard);
        assert_string_equal(heard.log, "[board|{\"a\":1}]");
    }
}

static void an_id_stays_until_the_next_one_and_a_long_one_is_ignored(void **state)
{
    (void)state;
    struct heard heard;
    static const char stream[] = "id: 7\ndata: a\n\ndata: b\n\nid:8\nid: 1234567890123456789012345"
                                 "\ndata: c\n\nid\ndata: d\n\n";
    for (size_t piece = 1; piece < 9; piece++) {
        listen_to(stream, piece, &heard);
        assert_string_equal(heard.log, "[message#7|a][message#7|b][message#8|c][message|d]");
    }
}

static void all_three_line_ends_and_several_data_lines_work(void **state)
{
    (void)state;
    struct heard heard;
    for (size_t piece = 1; piece < 4; piece++) {
        listen_to("\xEF\xBB\xBF"
                  "data: a\r\ndata:b\r\n\r\nevent: x\rdata:  c\r\rdata\n\n",
                  piece, &heard);
        assert_string_equal(heard.log, "[message|a\nb][x| c][message|]");
    }
}

static void an_unfinished_event_is_never_told(void **state)
{
    (void)state;
    struct heard heard;
    listen_to("event: board\ndata: {}\n", 5, &heard);
    assert_int_equal(heard.count, 0);
}

static void a_reset_forgets_the_half_event_of_the_old_connection(void **state)
{
    (void)state;
    struct heard heard = {0};
    struct sse sse;
    sse_init(&sse, hear, &heard);
    sse_feed(&sse, "event: board\ndata: old\nda", 25);
    sse_reset(&sse);
    sse_feed(&sse, "data: new\n\n", 11);
    sse_finish(&sse);
    assert_string_equal(heard.log, "[message|new]");
}

static void an_endless_event_is_dropped_and_the_next_one_heard(void **state)
{
    (void)state;
    struct heard heard = {0};
    struct sse sse;
    char *flood = malloc(100000);
    memset(flood, 'x', 100000);
    sse_init(&sse, hear, &heard);
    sse_feed(&sse, "data: ", 6);
    for (int i = 0; i < 20; i++) {
        sse_feed(&sse, flood, 100000);
    }
    sse_feed(&sse, "\n\ndata: ok\n\n", 12);
    assert_string_equal(heard.log, "[message|ok]");
    assert_int_equal(sse.dropped, 1);
    assert_true(sse.line_room <= 2 * SSE_DATA_BYTES_MAX);
    sse_finish(&sse);
    free(flood);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_board_event_arrives_whole_however_it_is_cut),
        cmocka_unit_test(an_id_stays_until_the_next_one_and_a_long_one_is_ignored),
        cmocka_unit_test(all_three_line_ends_and_several_data_lines_work),
        cmocka_unit_test(an_unfinished_event_is_never_told),
        cmocka_unit_test(a_reset_forgets_the_half_event_of_the_old_connection),
        cmocka_unit_test(an_endless_event_is_dropped_and_the_next_one_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

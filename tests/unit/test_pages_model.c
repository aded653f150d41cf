// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/pages_model.h"

static const char sample[] =
    "{\"schema\":1,\"version\":\"2026-11-22\",\"pages\":["
    "{\"kind\":\"text\",\"title_id\":\"Gratis\",\"title_en\":\"Free\",\"lines\":["
    "{\"id\":\"Tanpa biaya\",\"en\":\"\"}]},"
    "{\"kind\":\"documents\",\"service\":\"A\",\"name_id\":\"Klaim JHT\",\"name_en\":\"Claim\","
    "\"confirmed\":false,\"documents\":["
    "{\"id\":\"NPWP\",\"en\":\"Tax number\",\"when_id\":\"bila ada\",\"optional\":true}]},"
    "{\"kind\":\"quiet_hours\",\"weekday\":1,\"days\":8,\"hours\":["
    "{\"hour\":8,\"visitors\":12.5},{\"hour\":10,\"visitors\":3}]}]}";

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct wall_pages));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static bool parse(const char *text, struct wall_pages *pages, char *reason)
{
    return pages_model_parse(text, strlen(text), pages, reason);
}

static bool parse_changed(const char *from, const char *to, struct wall_pages *pages, char *reason)
{
    char changed[4096];
    const char *at = strstr(sample, from);
    assert_non_null(at);
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - sample), sample, to,
             at + strlen(from));
    return parse(changed, pages, reason);
}

static void a_page_of_each_kind_reads_as_written(void **state)
{
    struct wall_pages *pages = *state;
    char reason[WALL_REASON_BYTES];
    assert_true(parse(sample, pages, reason));
    assert_string_equal(pages->version, "2026-11-22");
    assert_int_equal(pages->count, 3);
    assert_int_equal(pages->page[0].kind, WALL_PAGE_TEXT);
    assert_string_equal(pages->page[0].title_id, "Gratis");
    assert_string_equal(pages->page[0].line[0].text_id, "Tanpa biaya");
    assert_int_equal(pages->page[0].line_count, 1);
    assert_int_equal(pages->page[1].kind, WALL_PAGE_DOCUMENTS);
    assert_string_equal(pages->page[1].letter, "A");
    assert_string_equal(pages->page[1].title_en, "Claim");
    assert_false(pages->page[1].confirmed);
    assert_string_equal(pages->page[1].document[0].when_id, "bila ada");
    assert_true(pages->page[1].document[0].optional);
    assert_int_equal(pages->page[2].kind, WALL_PAGE_QUIET_HOURS);
    assert_int_equal(pages->page[2].weekday, 1);
    assert_int_equal(pages->page[2].days, 8);
    assert_int_equal(pages->page[2].hour_count, 2);
    assert_int_equal(pages->page[2].hour[1].hour, 10);
    assert_true(pages->page[2].hour[0].visitors == 12.5 && pages->page[2].hour[1].visitors == 3);
}

static void bad_pages_are_refused_with_their_place_and_the_old_ones_stay(void **state)
{
    struct wall_pages *pages = *state;
    static const struct {
        const char *from, *to, *says;
    } cases[] = {
        {"\"schema\":1", "\"schema\":2", "pages.schema"},
        {"\"version\":\"2026-11-22\"", "\"version\":7", "pages.version"},
        {"\"kind\":\"text\"", "\"kind\":3", "pages[0].kind"},
        {"\"title_en\":\"Free\",", "", "pages[0].title_en"},
        {"\"en\":\"\"", "\"en\":null", "pages[0].lines[0].en"},
        {"\"confirmed\":false", "\"confirmed\":0", "pages[1].confirmed"},
        {"\"optional\":true", "\"optional\":\"yes\"", "pages[1].documents[0].optional"},
        {"\"weekday\":1", "\"weekday\":0", "pages[2].weekday"},
        {"\"weekday\":1", "\"weekday\":8", "pages[2].weekday"},
        {"\"days\":8", "\"days\":-1", "pages[2].days"},
        {"\"hour\":10", "\"hour\":8", "pages[2].hours[1].hour"},
        {"\"hour\":8", "\"hour\":23", "pages[2].hours[1].hour"},
        {"\"hour\":10", "\"hour\":24", "pages[2].hours[1].hour"},
        {"\"visitors\":3", "\"visitors\":-3", "pages[2].hours[1].visitors"},
        {"\"visitors\":3", "\"visitors\":\"3\"", "pages[2].hours[1].visitors"},
        {"\"schema\":1", "\"schema\":1,\"schema\":1", "JSON"},
    };
    struct wall_pages *before = malloc(sizeof *before);
    memset(pages, 0x5A, sizeof *pages);
    *before = *pages;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char reason[WALL_REASON_BYTES];
        assert_false(parse_changed(cases[i].from, cases[i].to, pages, reason));
        assert_memory_equal(pages, before, sizeof *pages);
        if (!strstr(reason, cases[i].says)) {
            fail_msg("case %zu: \"%s\" does not say %s", i, reason, cases[i].says);
        }
    }
    free(before);
}

static void a_page_of_a_newer_daemon_is_left_out(void **state)
{
    struct wall_pages *pages = *state;
    char reason[WALL_REASON_BYTES];
    assert_true(parse_changed("\"kind\":\"documents\"", "\"kind\":\"weather\"", pages, reason));
    assert_int_equal(pages->count, 2);
    assert_int_equal(pages->page[1].kind, WALL_PAGE_QUIET_HOURS);
    assert_true(parse_changed("\"days\":8", "\"days\":8,\"mood\":[1]", pages, reason));
}

static void long_lists_are_cut(void **state)
{
    struct wall_pages *pages = *state;
    char reason[WALL_REASON_BYTES], *text = calloc(1, 65536);
    size_t used = (size_t)snprintf(text, 65536, "{\"schema\":1,\"version\":\"\",\"pages\":[");
    for (int i = 0; i < WALL_PAGES_MAX + 5; i++) {
        used += (size_t)snprintf(text + used, 65536 - used,
                                 "%s{\"kind\":\"text\",\"title_id\":\"\",\"title_en\":\"\","
                                 "\"lines\":[",
                                 i ? "," : "");
        for (int k = 0; k < WALL_PAGE_LINES_MAX + 3; k++) {
            used += (size_t)snprintf(text + used, 65536 - used, "%s{\"id\":\"%d\",\"en\":\"\"}",
                                     k ? "," : "", k);
        }
        used += (size_t)snprintf(text + used, 65536 - used, "]}");
    }
    snprintf(text + used, 65536 - used, "]}");
    assert_true(parse(text, pages, reason));
    assert_int_equal(pages->count, WALL_PAGES_MAX);
    assert_int_equal(pages->page[WALL_PAGES_MAX - 1].line_count, WALL_PAGE_LINES_MAX);
    free(text);
}

static void every_cut_is_refused_and_none_crashes(void **state)
{
    struct wall_pages *pages = *state;
    char reason[WALL_REASON_BYTES];
    for (size_t cut = 0; cut < sizeof sample - 1; cut++) {
        assert_false(pages_model_parse(sample, cut, pages, reason));
        assert_true(reason[0] != '\0');
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_of_each_kind_reads_as_written),
        TEST(bad_pages_are_refused_with_their_place_and_the_old_ones_stay),
        TEST(a_page_of_a_newer_daemon_is_left_out),
        TEST(long_lists_are_cut),
        TEST(every_cut_is_refused_and_none_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

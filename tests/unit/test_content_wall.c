// SPDX-License-Identifier: MIT
/* The sections "wall" and "pages" of the branch document. */
#include "firmware/content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct content content;
static struct content_faults faults;

static const char *first_fault(void)
{
    static char text[300];
    snprintf(text, sizeof text, "%s: %s", faults.fault[0].path, faults.fault[0].reason);
    return faults.count ? text : "no fault";
}

/* A good document of two services, A with a paper and B without; `more` goes before its end. */
static bool parse_with(const char *more)
{
    static char text[16384];
    snprintf(text, sizeof text,
             "{\"version\":\"1\",\"branch\":{\"name\":\"Cabang\"},\"services\":["
             "{\"letter\":\"B\",\"name_id\":\"Dua\",\"name_en\":\"Two\"},"
             "{\"letter\":\"A\",\"name_id\":\"Satu\",\"name_en\":\"One\",\"documents\":["
             "{\"key\":\"kk\",\"id\":\"KK\",\"en\":\"Card\",\"status\":\"sourced\"}]}],"
             "\"desks\":[{\"number\":1,\"services\":[\"*\"]}]%s%s}",
             *more ? "," : "", more);
    return content_parse(text, strlen(text), &content, &faults);
}

static void expect_good(const char *more)
{
    if (!parse_with(more))
        fail_msg("%s: %s", more, first_fault());
}

static void without_the_sections_walls_get_the_defaults_and_all_papers(void **state)
{
    (void)state;
    expect_good("");
    assert_true(content.wall.viewing_distance_m == 5 && content.wall.screen_inch == 43);
    assert_int_equal(content.wall.idle_after_s, 45);
    assert_int_equal(content.wall.page_s, 14);
    assert_int_equal(content.wall.number_style, NUMBER_DIGITS);
    assert_false(content.wall.english);
    assert_int_equal(content.wall.repeat, 2);
    for (int minute = 0; minute < 1440; minute += 60)
        assert_int_equal(content_volume_percent(&content.wall, minute), 80);
    assert_int_equal(content.page_count, 1);
    assert_int_equal(content.page[0].kind, PAGE_DOCUMENTS);
    assert_int_equal(content.page[0].services, service_bit('A') | service_bit('B'));
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    expect_good("\"wall\":{\"viewing_distance_m\":7.5,\"screen_inch\":55,\"idle_after_s\":0,"
                "\"page_s\":20,\"voice\":{\"style\":\"cardinal\",\"english\":true,\"repeat\":3}}");
    assert_true(content.wall.viewing_distance_m == 7.5 && content.wall.screen_inch == 55);
    assert_int_equal(content.wall.idle_after_s, 0);
    assert_int_equal(content.wall.page_s, 20);
    assert_int_equal(content.wall.number_style, NUMBER_CARDINAL);
    assert_true(content.wall.english);
    assert_int_equal(content.wall.repeat, 3);
    assert_int_equal(content_volume_percent(&content.wall, 0), 80);
}

static void the_volume_follows_the_time_of_day(void **state)
{
    (void)state;
    expect_good("\"wall\":{\"voice\":{\"volume\":[{\"from\":\"06:00\",\"percent\":80},"
                "{\"from\":\"12:30\",\"percent\":0},{\"from\":\"18:00\",\"percent\":40}]}}");
    assert_int_equal(content_volume_percent(&content.wall, 0), 40); /* since yesterday evening */
    assert_int_equal(content_volume_percent(&content.wall, 5 * 60 + 59), 40);
    assert_int_equal(content_volume_percent(&content.wall, 6 * 60), 80);
    assert_int_equal(content_volume_percent(&content.wall, 12 * 60 + 29), 80);
    assert_int_equal(content_volume_percent(&content.wall, 12 * 60 + 30), 0);
    assert_int_equal(content_volume_percent(&content.wall, 18 * 60), 40);
    assert_int_equal(content_volume_percent(&content.wall, 23 * 60 + 59), 40);
}

static void pages_keep_their_order_and_texts(void **state)
{
    (void)state;
    expect_good("\"pages\":[{\"kind\":\"quiet_hours\"},{\"kind\":\"documents\",\"services\":"
                "[\"A\"]},{\"kind\":\"text\",\"note\":\"x\",\"title_id\":\"Judul\",\"lines\":["
                "{\"id\":\"satu\",\"en\":\"one\"},{\"id\":\"dua\"}]}]");
    assert_int_equal(content.page_count, 3);
    assert_int_equal(content.page[0].kind, PAGE_QUIET_HOURS);
    assert_int_equal(content.page[1].kind, PAGE_DOCUMENTS);
    assert_int_equal(content.page[1].services, service_bit('A'));
    assert_int_equal(content.page[2].kind, PAGE_TEXT);
    assert_string_equal(content.page[2].title_id, "Judul");
    assert_string_equal(content.page[2].title_en, "");
    assert_int_equal(content.page[2].line_count, 2);
    assert_string_equal(content.page[2].line[0].text_en, "one");
    assert_string_equal(content.page[2].line[1].text_id, "dua");
    expect_good("\"pages\":[]"); /* a branch that wants none */
    assert_int_equal(content.page_count, 0);
}

#define SIXTEEN(page)                                                                              \
    page "," page "," page "," page "," page "," page "," page "," page "," page "," page "," page \
         "," page "," page "," page "," page "," page
#define PAPERS "{\"kind\":\"documents\",\"services\":[\"*\"]}"
#define LINE "{\"id\":\"x\"}"
#define TEXT(more) "\"pages\":[{\"kind\":\"text\",\"title_id\":\"J\",\"lines\":[" LINE "]" more "}]"

struct bad {
    const char *more, *path, *reason;
};

static const struct bad BAD[] = {
    {"\"wall\":5", "wall", "not an object"},
    {"\"wall\":{\"colour\":1}", "wall.colour", "not a known key"},
    {"\"wall\":{\"viewing_distance_m\":0.4}", "wall.viewing_distance_m", "0.5 to 50"},
    {"\"wall\":{\"viewing_distance_m\":\"5\"}", "wall.viewing_distance_m", "not a number"},
    {"\"wall\":{\"screen_inch\":201}", "wall.screen_inch", "5 to 200"},
    {"\"wall\":{\"idle_after_s\":-1}", "wall.idle_after_s", "0 to 3600"},
    {"\"wall\":{\"idle_after_s\":4.5}", "wall.idle_after_s", "whole"},
    {"\"wall\":{\"page_s\":4}", "wall.page_s", "5 to 120"},
    {"\"wall\":{\"voice\":[]}", "wall.voice", "not an object"},
    {"\"wall\":{\"voice\":{\"style\":\"sung\"}}", "wall.voice.style", "digits, cardinal"},
    {"\"wall\":{\"voice\":{\"english\":1}}", "wall.voice.english", "true or false"},
    {"\"wall\":{\"voice\":{\"repeat\":4}}", "wall.voice.repeat", "1 to 3"},
    {"\"wall\":{\"voice\":{\"pitch\":4}}", "wall.voice.pitch", "not a known key"},
    {"\"wall\":{\"voice\":{\"volume\":[]}}", "wall.voice.volume", "0 entries"},
    {"\"wall\":{\"voice\":{\"volume\":[1,2,3,4,5,6,7,8,9]}}", "wall.voice.volume", "9 entries"},
    {"\"wall\":{\"voice\":{\"volume\":[7]}}", "wall.voice.volume[0]", "not an object"},
    {"\"wall\":{\"voice\":{\"volume\":[{\"from\":\"6:00\",\"percent\":1}]}}",
     "wall.voice.volume[0].from", "no time of day"},
    {"\"wall\":{\"voice\":{\"volume\":[{\"from\":\"24:00\",\"percent\":1}]}}",
     "wall.voice.volume[0].from", "23:59"},
    {"\"wall\":{\"voice\":{\"volume\":[{\"from\":\"06:00\",\"percent\":101}]}}",
     "wall.voice.volume[0].percent", "0 to 100"},
    {"\"wall\":{\"voice\":{\"volume\":[{\"from\":\"06:00\"}]}}", "wall.voice.volume[0].percent",
     "missing"},
    {"\"wall\":{\"voice\":{\"volume\":[{\"from\":\"06:00\",\"percent\":1},"
     "{\"from\":\"06:00\",\"percent\":2}]}}",
     "wall.voice.volume[1].from", "not after"},
    {"\"pages\":{}", "pages", "not a list"},
    {"\"pages\":[7]", "pages[0]", "not an object"},
    {"\"pages\":[{}]", "pages[0].kind", "missing"},
    {"\"pages\":[{\"kind\":\"film\"}]", "pages[0].kind", "text, documents, quiet_hours"},
    {"\"pages\":[" SIXTEEN(PAPERS) "," PAPERS "]", "pages", "17 entries"},
    {"\"pages\":[{\"kind\":\"documents\"}]", "pages[0].services", "missing"},
    {"\"pages\":[{\"kind\":\"documents\",\"services\":[\"C\"]}]", "pages[0].services[0]",
     "no service"},
    {"\"pages\":[{\"kind\":\"documents\",\"services\":[\"*\"],\"title_id\":\"x\"}]",
     "pages[0].title_id", "not a known key"},
    {"\"pages\":[{\"kind\":\"quiet_hours\",\"days\":3}]", "pages[0].days", "not a known key"},
    {"\"pages\":[{\"kind\":\"quiet_hours\"},{\"kind\":\"quiet_hours\"}]", "pages[1]", "second"},
    {"\"pages\":[{\"kind\":\"text\",\"lines\":[" LINE "]}]", "pages[0].title_id", "missing"},
    {"\"pages\":[{\"kind\":\"text\",\"title_id\":\"J\"}]", "pages[0].lines", "missing"},
    {"\"pages\":[{\"kind\":\"text\",\"title_id\":\"J\",\"lines\":[{\"en\":\"x\"}]}]",
     "pages[0].lines[0].id", "missing"},
    {"\"pages\":[{\"kind\":\"text\",\"title_id\":\"J\",\"lines\":[\"x\"]}]", "pages[0].lines[0]",
     "not an object"},
    {"\"pages\":[{\"kind\":\"text\",\"title_id\":\"J\",\"lines\":[{\"id\":\"a\\nb\"}]}]",
     "pages[0].lines[0].id", "control character"},
    {"\"pages\":[{\"kind\":\"text\",\"title_id\":\"J\",\"lines\":[" LINE "," LINE "," LINE "," LINE
     "," LINE "," LINE "," LINE "," LINE "," LINE "]}]",
     "pages[0].lines", "9 entries"},
    {TEXT(",\"title_en\":\"1234567890123456789012345678901234567890123456789012345678901\""),
     "pages[0].title_en", "has 61 characters"},
    {TEXT(",\"size\":1"), "pages[0].size", "not a known key"},
};

static void every_fault_is_named_by_its_path(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        if (parse_with(BAD[i].more))
            fail_msg("accepted: %s", BAD[i].more);
        if (strcmp(faults.fault[0].path, BAD[i].path) != 0 ||
            !strstr(faults.fault[0].reason, BAD[i].reason))
            fail_msg("%s: %s", BAD[i].more, first_fault());
    }
}

/* Sixteen entries, all of which are the page of A: B has no papers. */
static void only_pages_that_will_be_shown_count(void **state)
{
    (void)state;
    expect_good("\"pages\":[" SIXTEEN(PAPERS) "]");
    assert_int_equal(content.page_count, 16);
}

static void more_pages_than_a_wall_takes_are_a_fault(void **state)
{
    char text[8192] = "{\"version\":\"1\",\"branch\":{\"name\":\"Cabang\"},\"services\":[";
    (void)state;
    for (int i = 0; i < 13; i++) {
        const size_t used = strlen(text);
        snprintf(text + used, sizeof text - used,
                 "%s{\"letter\":\"%c\",\"name_id\":\"S\",\"name_en\":\"S\",\"documents\":[{"
                 "\"key\":\"kk\",\"id\":\"KK\",\"en\":\"Card\",\"status\":\"sourced\"}]}",
                 i ? "," : "", "ABCDEFGHJKLMN"[i]);
    }
    const size_t used = strlen(text);
    snprintf(text + used, sizeof text - used,
             "],\"desks\":[{\"number\":1,\"services\":[\"*\"]}],"
             "\"pages\":[" PAPERS "," PAPERS "]}");
    assert_false(content_parse(text, strlen(text), &content, &faults));
    assert_string_equal(first_fault(), "pages: give 26 pages on the wall, at most 24 are shown");
}

static int characters(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* What is promised on the wall is what the rules do; what has to be read from afar is short. */
static void the_pages_of_jambi_are_short_and_true(void **state)
{
    (void)state;
    char minutes[32];
    bool promised = false;
    if (!content_load("assets/branch/jambi.json", &content, &faults, NULL))
        fail_msg("%s", first_fault());
    snprintf(minutes, sizeof minutes, "%d menit", (int)(content.rules.return_within_ms / 60000));
    assert_int_equal(content.page_count, 4);
    for (int i = 0; i < content.page_count; i++) {
        const struct content_page *page = &content.page[i];
        assert_true(page->line_count <= 5);
        for (int j = 0; j < page->line_count; j++) {
            assert_true(characters(page->line[j].text_id) <= 60);
            assert_true(characters(page->line[j].text_en) <= 60);
            assert_string_not_equal(page->line[j].text_en, "");
            if (strstr(page->line[j].text_id, "menit"))
                assert_non_null(strstr(page->line[j].text_id, minutes));
            promised |= strstr(page->line[j].text_id, minutes) != NULL;
        }
    }
    assert_true(promised);
    assert_int_equal(content_volume_percent(&content.wall, 10 * 60), 80);
    assert_int_equal(content_volume_percent(&content.wall, 19 * 60), 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_the_sections_walls_get_the_defaults_and_all_papers),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(the_volume_follows_the_time_of_day),
        cmocka_unit_test(pages_keep_their_order_and_texts),
        cmocka_unit_test(every_fault_is_named_by_its_path),
        cmocka_unit_test(only_pages_that_will_be_shown_count),
        cmocka_unit_test(more_pages_than_a_wall_takes_are_a_fault),
        cmocka_unit_test(the_pages_of_jambi_are_short_and_true),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

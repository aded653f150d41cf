// SPDX-License-Identifier: MIT
/* The promise ledger as programs and as an admin read it. */
#include "firmware/api/promises.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "firmware/ctl/ctl.h"

enum { FIRST = 20261120, SECOND = 20261121 };

struct world {
    struct ledger ledger;
    struct content content;
    struct promises_query query;
    char *text;
};

/* 10 waits of 20 min, each missed by 4 min by us and by 8 by the wait of the last one called. */
static void fill(struct ledger *ledger, int day, int32_t number, char service)
{
    struct ledger_sums *sums = &ledger->day[day].service[service - 'A'];
    ledger->day[day].day = number;
    ledger->day_count = day + 1;
    *sums = (struct ledger_sums){.count = 10,
                                 .said = 8,
                                 .kept = 7,
                                 .within = 9,
                                 .inside = 8,
                                 .wait_s = 12000,
                                 .absolute_s = {2400, 4800, 2400, 1200},
                                 .bias_s = {-600},
                                 .pinball50_s = {1200, 2400, 1200, 600},
                                 .pinball90_s = {300, 600, 600, 600}};
}

static int open_world(void **state)
{
    struct world *world = *state = calloc(1, sizeof *world);
    assert_non_null(world);
    ledger_init(&world->ledger);
    world->content.service_count = 2;
    world->content.service[0] = (struct content_service){.letter = 'A', .name_id = "Klaim JHT"};
    world->content.service[1] = (struct content_service){.letter = 'B', .name_id = "Pengaduan"};
    fill(&world->ledger, 0, FIRST, 'A');
    fill(&world->ledger, 1, SECOND, 'A');
    fill(&world->ledger, 1, SECOND, 'K');
    world->query = (struct promises_query){&world->ledger, &world->content, FIRST, SECOND};
    return 0;
}

static int close_world(void **state)
{
    struct world *world = *state;
    free(world->text);
    free(world);
    return 0;
}

static double figure(const json_t *json, const char *a, const char *b)
{
    const json_t *found = json_object_get(json, a);
    found = b ? json_object_get(found, b) : found;
    if (!json_is_number(found))
        fail_msg("no number %s %s", a, b ? b : "");
    return json_number_value(found);
}

static void assert_near(double value, double wanted)
{
    if (value < wanted - 1e-6 || value > wanted + 1e-6)
        fail_msg("%g is not %g", value, wanted);
}

static void sums_of_all_days_become_shares_and_minutes(void **state)
{
    struct world *world = *state;
    json_t *json = promises_json(&world->query);
    const json_t *total = json_object_get(json, "total");
    assert_near(figure(total, "count", NULL), 30);
    assert_near(figure(total, "said", NULL), 24);
    assert_near(figure(total, "kept", NULL), 21);
    assert_near(figure(total, "kept_share", NULL), 0.875);
    assert_near(figure(total, "coverage90", NULL), 0.9);
    assert_near(figure(total, "inside80", NULL), 0.8);
    assert_near(figure(total, "mean_wait_min", NULL), 20);
    assert_near(figure(total, "ours", "mae_min"), 4);
    assert_near(figure(total, "ours", "bias_min"), -1);
    assert_near(figure(total, "les", "mae_min"), 8);
    assert_near(figure(total, "queue_length", "pinball50_min"), 2);
    assert_near(figure(total, "mean", "pinball90_min"), 1);
    assert_near(figure(total, "better_than_les_percent", NULL), 50);
    assert_near(figure(total, "better_than_queue_length_percent", NULL), 0);
    assert_near(figure(total, "better_than_mean_percent", NULL), -100);
    json_decref(json);
}

static void services_without_a_promise_are_listed_with_nulls(void **state)
{
    struct world *world = *state;
    json_t *json = promises_json(&world->query);
    const json_t *services = json_object_get(json, "services");
    assert_int_equal(json_array_size(services), 3); /* A and B exist, K had promises */
    const json_t *b = json_array_get(services, 1);
    assert_string_equal(json_string_value(json_object_get(b, "name_id")), "Pengaduan");
    assert_near(figure(b, "count", NULL), 0);
    assert_true(json_is_null(json_object_get(b, "coverage90")));
    assert_true(json_is_null(json_object_get(json_object_get(b, "ours"), "mae_min")));
    assert_true(json_is_null(json_object_get(b, "better_than_les_percent")));
    const json_t *k = json_array_get(services, 2);
    assert_string_equal(json_string_value(json_object_get(k, "service")), "K");
    assert_string_equal(json_string_value(json_object_get(k, "name_id")), "");
    json_decref(json);
}

static void days_outside_the_question_are_left_out(void **state)
{
    struct world *world = *state;
    world->query.first = SECOND;
    json_t *json = promises_json(&world->query);
    const json_t *days = json_object_get(json, "days"), *day = json_array_get(days, 0);
    assert_int_equal(json_array_size(days), 1);
    assert_string_equal(json_string_value(json_object_get(day, "day")), "2026-11-21");
    assert_int_equal(json_array_size(json_object_get(day, "services")), 2);
    assert_near(figure(day, "count", NULL), 20);
    assert_near(figure(json_object_get(json, "total"), "count", NULL), 20);
    json_decref(json);
}

static void without_a_ledger_everything_is_there_and_empty(void **state)
{
    struct world *world = *state;
    world->query.ledger = NULL;
    json_t *json = promises_json(&world->query);
    assert_true(json_is_null(json_object_get(json, "coverage")));
    assert_true(json_is_false(json_object_get(json, "trusted")));
    assert_int_equal(json_array_size(json_object_get(json, "services")), 0);
    assert_int_equal(json_array_size(json_object_get(json, "days")), 0);
    assert_near(figure(json_object_get(json, "total"), "count", NULL), 0);
    json_decref(json);
}

static char *written(struct world *world)
{
    size_t bytes;
    FILE *out = open_memstream(&world->text, &bytes);
    assert_non_null(out);
    promises_write(out, &world->query);
    fclose(out);
    return world->text;
}

static void csv_has_a_row_per_day_and_service_of_as_many_columns(void **state)
{
    struct world *world = *state;
    int lines = 0, columns = 0, head = 0;
    for (const char *at = written(world); *at; at++) {
        columns += *at == ',';
        if (*at != '\n')
            continue;
        head = lines++ == 0 ? columns : head;
        assert_int_equal(columns, head);
        columns = 0;
    }
    assert_int_equal(lines, 4);
    assert_non_null(
        strstr(world->text, "\r\n2026-11-20,A,10,8,7,9,8,20.00,4.00,-1.00,2.00,0.50,8.00,"));
    assert_non_null(strstr(world->text, "\r\n2026-11-21,K,10,"));
}

static const char *shown(struct world *world, const char *waits, double coverage)
{
    size_t bytes;
    json_t *json = promises_json(&world->query);
    json_object_set_new(json, "state", json_string(waits));
    json_object_set_new(json, "coverage", json_real(coverage));
    json_object_set_new(json, "measured", json_integer(30));
    free(world->text);
    FILE *out = open_memstream(&world->text, &bytes);
    assert_non_null(out);
    promises_show(out, json);
    fclose(out);
    json_decref(json);
    return world->text;
}

static void assert_says(const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL)
        fail_msg("no \"%s\" in:\n%s", piece, text);
}

static void the_first_sentence_says_what_was_kept_and_what_it_is_worth(void **state)
{
    struct world *world = *state;
    const char *text = shown(world, "told", 0.93);
    assert_says(text, "Kept 88 % of 24 promises; mean error 4.0 min, 50 % less than the wait of "
                      "the last one called (LES).\n");
    assert_says(text, "Told to the public: coverage 0.93 of the last 30 promises.\n");
    assert_says(text, "2026-11-20 to 2026-11-21\n");
}

static void a_worse_forecast_is_called_worse(void **state)
{
    struct world *world = *state;
    for (int day = 0; day < world->ledger.day_count; day++)
        for (int s = 0; s < LETTERS; s++)
            world->ledger.day[day].service[s].absolute_s[LEDGER_LES] /= 4;
    assert_says(shown(world, "told", 0.9), "100 % more than the wait of the last one called");
}

static void each_state_is_explained(void **state)
{
    struct world *world = *state;
    assert_says(shown(world, "withheld", 0.74), "Withheld: coverage 0.74; shown at 0.80.");
    world->ledger.lost = true;
    assert_says(shown(world, "withheld", 0.74), "Withheld: coverage 0.74; shown again at 0.85.");
    assert_says(shown(world, "earning", 0.74), "Still learning: 30 of 20 promises measured.");
    assert_says(shown(world, "learning", 0), "Learning from the journal");
    assert_says(shown(world, "off", 0), "Waits are not forecast");
    world->query.first = world->query.last = 20200101;
    assert_says(shown(world, "told", 0.9), "No promise has met its truth in these days.\n");
}

static void columns_stand_below_each_other_whatever_the_name(void **state)
{
    struct world *world = *state;
    snprintf(world->content.service[1].name_id, CONTENT_NAME_BYTES, "P\u00e9rubahan d\u00e2ta");
    const char *text = shown(world, "told", 0.9);
    const char *a = strstr(text, "A Klaim JHT"), *b = strstr(text, "B P\u00e9rubahan");
    assert_non_null(a);
    assert_non_null(b);
    /* Two letters of two bytes each. */
    assert_int_equal(strcspn(b, "\n"), strcspn(a, "\n") + 2);
    assert_says(b, " 0     0       -");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sums_of_all_days_become_shares_and_minutes),
        TEST(services_without_a_promise_are_listed_with_nulls),
        TEST(days_outside_the_question_are_left_out),
        TEST(without_a_ledger_everything_is_there_and_empty),
        TEST(csv_has_a_row_per_day_and_service_of_as_many_columns),
        TEST(the_first_sentence_says_what_was_kept_and_what_it_is_worth),
        TEST(a_worse_forecast_is_called_worse),
        TEST(each_state_is_explained),
        TEST(columns_stand_below_each_other_whatever_the_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

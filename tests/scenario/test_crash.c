// SPDX-License-Identifier: MIT
/* A busy day on which loketd is killed again and again, at any moment. In the end every
 * number on paper stands in the journal, every ticket of the journal is on paper (once, or
 * again marked SALINAN), and the numbers came out in the order of the journal.
 *
 * LOKET_KILLS and LOKET_SEED change the number of kills and the moments. */
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "firmware/journal.h"
#include "tests/scenario/box_http.h"
#include "tests/scenario/story.h"

enum { KILLS = 200, TICKETS_SEEN_MAX = 3000 };

struct seen {
    struct ticket_no no;
    int slips, originals;
    int first_slip; /* number of the slip it first stood on, 0 = none */
};

struct day {
    struct seen ticket[TICKETS_SEEN_MAX]; /* in the order of the journal */
    int tickets;
    int unprinted, sent_twice;
};

static uint64_t any(uint64_t *state, uint64_t below)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u; /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % below;
}

static struct seen *find(struct day *day, struct ticket_no no)
{
    for (int i = 0; i < day->tickets; i++)
        if (ticket_no_equal(day->ticket[i].no, no))
            return &day->ticket[i];
    return NULL;
}

static bool see_event(void *context, int64_t seq, const struct event *event)
{
    (void)seq;
    struct day *day = context;
    if (event->kind == EV_TICKET_ISSUED && event->print) {
        assert_true(day->tickets < TICKETS_SEEN_MAX);
        assert_null(find(day, event->ticket));
        day->ticket[day->tickets++].no = event->ticket;
        day->unprinted++;
    }
    day->unprinted -= event->kind == EV_SLIP_PRINTED;
    assert_int_not_equal(event->kind, EV_SLIP_GIVEN_UP);
    return true;
}

static void read_journal(const struct box *box, struct day *day)
{
    char path[BOX_PATH_BYTES + 32], error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    int64_t rows, bad;
    memset(day, 0, sizeof *day);
    snprintf(path, sizeof path, "%s/data/loket.db", box->dir);
    if (journal_open_read(path, &journal, error))
        fail_msg("%s", error);
    assert_int_equal(journal_verify(journal, &rows, &bad), JOURNAL_OK);
    assert_int_equal(journal_replay(journal, 0, see_event, day), JOURNAL_OK);
    journal_close(journal);
}

/* Numbers on one piece of paper: a torn stub may hold one, and nothing else does. */
static void read_slip(const char *path, int slip, struct day *day)
{
    char line[256];
    bool copy = false;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        struct ticket_no no;
        char *text = line + strspn(line, " ");
        text[strcspn(text, " \n")] = 0;
        copy = copy || strcmp(text, "SALINAN") == 0;
        if (strlen(text) != 5 || text[1] != '-' || !ticket_no_parse(text, &no))
            continue;
        struct seen *seen = find(day, no);
        if (seen == NULL) {
            fail_msg("%s is on paper (%s) but not in the journal", text, path);
            return;
        }
        if (seen->slips++ == 0)
            seen->first_slip = slip;
        seen->originals += !copy;
        copy = false;
    }
    fclose(file);
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_slip(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return strncmp(entry->d_name, "slip-", 5) == 0 && dot && strcmp(dot, ".txt") == 0;
}

static void read_paper(const struct box *box, struct day *day)
{
    struct dirent **names;
    char path[BOX_PATH_BYTES + 300];
    int count = scandir(box->printer, &names, is_slip, compare_names);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", box->printer, names[i]->d_name);
        read_slip(path, i + 1, day);
        free(names[i]);
    }
    free(names);
}

static bool all_printed(const struct box *box)
{
    static struct day day;
    read_journal(box, &day);
    return day.unprinted == 0;
}

static void a_minute_at_the_branch(struct box *box, uint64_t *random)
{
    static const int lines[] = {BOX_TAKE_A,   BOX_TAKE_A, BOX_TAKE_B, BOX_TAKE_K,
                                BOX_PRIORITY, BOX_NEXT_1, BOX_NEXT_2};
    static const char *const takes[] = {"{\"service\":\"A\",\"print\":true}",
                                        "{\"service\":\"G\",\"print\":true}"};
    char answer[4096];
    int presses = 3 + (int)any(random, 6);
    for (int i = 0; i < presses; i++) {
        box_press(box, lines[any(random, sizeof lines / sizeof lines[0])]);
        if (any(random, 2))
            box_http_post(box, "/api/v1/tickets", takes[any(random, 2)], answer, sizeof answer);
        if (any(random, 2))
            box_sleep_ms((int)any(random, 20));
    }
    box_sleep_ms((int)any(random, 150));
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void a_day_full_of_crashes_loses_and_doubles_nothing(void **state)
{
    static struct day day;
    struct box *box = *state;
    uint64_t kills = setting("LOKET_KILLS", KILLS), random = setting("LOKET_SEED", 1);
    for (uint64_t i = 0; i < kills; i++) {
        box_start(box, any(&random, 4) != 0);
        a_minute_at_the_branch(box, &random);
        int status = box_end(box, SIGKILL);
        assert_true(WIFSIGNALED(status));
    }
    box_start(box, true);
    assert_true(box_wait(box, all_printed, 30000));
    assert_int_equal(box_end(box, SIGTERM), 0);
    read_journal(box, &day);
    read_paper(box, &day);
    int last = 0, copies = 0;
    for (int i = 0; i < day.tickets; i++) {
        const struct seen *t = &day.ticket[i];
        if (t->slips == 0)
            fail_msg("%c-%03u is in the journal but not on paper", t->no.letter, t->no.number);
        if (t->originals > 1)
            fail_msg("%c-%03u was printed %d times without a mark", t->no.letter, t->no.number,
                     t->originals);
        if (t->first_slip < last)
            fail_msg("%c-%03u came out of order", t->no.letter, t->no.number);
        last = t->first_slip;
        copies += t->slips - t->originals;
    }
    print_message("# %d kills, %d tickets, %d marked copies\n", (int)kills, day.tickets, copies);
    assert_true(day.tickets * 2 > (int)kills);
}

int main(void)
{
    const struct CMUnitTest tests[] = {STORY(a_day_full_of_crashes_loses_and_doubles_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: MIT
#include "firmware/ctl/ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

static long long number_of(const json_t *json, const char *key)
{
    return json_integer_value(json_object_get(json, key));
}

/* Prints the answer as it is, or one line of it, and frees it. */
static int show(const struct ctl *ctl, struct ctl_answer *answer, const char *key)
{
    json_t *json = json_loads(answer->body ? answer->body : "", 0, NULL);
    const char *text = text_of(json, key);
    if (ctl->json)
        puts(answer->body ? answer->body : "{}");
    else if (*text)
        puts(text);
    json_decref(json);
    free(answer->body);
    return CTL_DONE;
}

static void show_desk(const json_t *desk)
{
    const char *serving = text_of(desk, "serving");
    printf("desk %-3lld %-7s %s%s\n", number_of(desk, "desk"), text_of(desk, "state"),
           *serving ? serving : "-", json_is_true(json_object_get(desk, "help")) ? "  help!" : "");
}

static void show_service(const json_t *service)
{
    const json_t *last = json_object_get(service, "last_wait_min");
    printf("%s %-22s waiting %-3lld", text_of(service, "service"), text_of(service, "name_id"),
           number_of(service, "waiting"));
    if (json_is_integer(last))
        printf(" last waited %lld min", (long long)json_integer_value(last));
    putchar('\n');
}

static void show_status(const json_t *health, const json_t *board)
{
    size_t i;
    json_t *item;
    printf("%s  day %s  %lld rows\n", text_of(health, "state"), text_of(board, "day"),
           number_of(health, "journal_rows"));
    if (*text_of(health, "message"))
        printf("! %s\n", text_of(health, "message"));
    json_array_foreach(json_object_get(board, "desks"), i, item) show_desk(item);
    json_array_foreach(json_object_get(board, "services"), i, item) show_service(item);
}

int online_status(const struct ctl *ctl)
{
    struct ctl_answer health, board;
    int result = client_ask(ctl, "GET", "/api/v1/health", NULL, &health);
    if (result != CTL_DONE)
        return result;
    result = client_call(ctl, "GET", "/api/v1/board", NULL, &board);
    if (result == CTL_DONE) {
        json_t *h = json_loads(health.body ? health.body : "", 0, NULL);
        json_t *b = json_loads(board.body ? board.body : "", 0, NULL);
        if (ctl->json)
            printf("{\"health\":%s,\"board\":%s}\n", health.body ? health.body : "{}", board.body);
        else
            show_status(h, b);
        json_decref(h);
        json_decref(b);
    }
    free(board.body);
    free(health.body);
    return result;
}

int online_take(const struct ctl *ctl)
{
    static const char *const LANES[] = {"regular", "priority", NULL};
    struct ctl_answer answer;
    if (ctl->lane && !words_one_of("lane", ctl->lane, LANES))
        return CTL_USAGE;
    json_t *body = json_pack("{s:s,s:s,s:b}", "service", ctl->word[0], "lane",
                             ctl->lane ? ctl->lane : "regular", "print", !ctl->no_print);
    if (ctl->late)
        json_object_set_new(body, "late", json_true());
    int result = client_call(ctl, "POST", "/api/v1/tickets", body, &answer);
    return result == CTL_DONE ? show(ctl, &answer, "ticket") : result;
}

/* "kk,ktp" as a list. */
static json_t *split_list(const char *text)
{
    json_t *list = json_array();
    while (*text) {
        size_t length = strcspn(text, ",");
        json_array_append_new(list, json_stringn(text, length));
        text += length + (text[length] == ',');
    }
    return list;
}

static json_t *desk_body(const struct ctl *ctl)
{
    json_t *body = json_object();
    if (ctl->words > 2)
        json_object_set_new(body, "ticket", json_string(ctl->word[2]));
    if (ctl->outcome || ctl->missing)
        json_object_set_new(body, "outcome",
                            json_string(ctl->outcome ? ctl->outcome : "missing_papers"));
    if (ctl->missing)
        json_object_set_new(body, "missing", split_list(ctl->missing));
    if (ctl->message)
        json_object_set_new(body, "reason", json_string(ctl->message));
    return body;
}

static bool is_word(const char *text, const char *letters)
{
    return *text && strlen(text) < 32 && strspn(text, letters) == strlen(text);
}

static bool desk_words_fit(const struct ctl *ctl)
{
    static const char *const ACTIONS[] = {"next", "recall", "no-show",     "finish",
                                          "open", "close",  "pause",       "park",
                                          "call", "help",   "help-answer", NULL};
    static const char *const OUTCOMES_KNOWN[] = {"done", "missing_papers", "wrong_office", "left",
                                                 NULL};
    if (!is_word(ctl->word[0], "0123456789")) {
        fprintf(stderr, "loketctl: desk NUMBER ACTION, like: loketctl desk 2 next\n");
        return false;
    }
    if (strcmp(ctl->word[1], "call") == 0 && ctl->words < 3) {
        fprintf(stderr, "loketctl: call whom? Like: loketctl desk 2 call A-007\n");
        return false;
    }
    return words_one_of("action of a desk", ctl->word[1], ACTIONS) &&
           (!ctl->outcome || words_one_of("outcome", ctl->outcome, OUTCOMES_KNOWN));
}

int online_desk(const struct ctl *ctl)
{
    struct ctl_answer answer;
    char path[128];
    if (!desk_words_fit(ctl))
        return CTL_USAGE;
    snprintf(path, sizeof path, "/api/v1/desks/%s/%s", ctl->word[0], ctl->word[1]);
    int result = client_call(ctl, "POST", path, desk_body(ctl), &answer);
    return result == CTL_DONE ? show(ctl, &answer, "ticket") : result;
}

static bool ticket_path(const char *ticket, const char *behind, char path[128])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    if (!is_word(ticket, letters)) {
        fprintf(stderr, "loketctl: a ticket is a number like A-007\n");
        return false;
    }
    snprintf(path, 128, "/api/v1/tickets/%s%s", ticket, behind);
    return true;
}

static json_t *ticket_body(const struct ctl *ctl)
{
    json_t *body = json_object();
    if (ctl->service)
        json_object_set_new(body, "service", json_string(ctl->service));
    if (ctl->desk)
        json_object_set_new(body, "desk", json_integer(strtol(ctl->desk, NULL, 10)));
    return body;
}

static int show_ticket(const struct ctl *ctl)
{
    struct ctl_answer answer;
    char path[128];
    if (!ticket_path(ctl->word[0], "", path))
        return CTL_USAGE;
    int result = client_call(ctl, "GET", path, NULL, &answer);
    if (result != CTL_DONE)
        return result;
    json_t *json = json_loads(answer.body ? answer.body : "", 0, NULL), *fact;
    size_t i;
    if (ctl->json) {
        puts(answer.body ? answer.body : "{}");
    } else {
        printf("%s service %s %s %s slip %s\n", text_of(json, "ticket"), text_of(json, "service"),
               text_of(json, "lane"), text_of(json, "state"), text_of(json, "slip"));
        json_array_foreach(json_object_get(json, "history"), i, fact)
            printf("  %lld %s desk %lld\n", number_of(fact, "at_utc_ms"), text_of(fact, "kind"),
                   number_of(fact, "desk"));
    }
    json_decref(json);
    free(answer.body);
    return CTL_DONE;
}

int online_ticket(const struct ctl *ctl)
{
    static const char *const ACTIONS[] = {"print", "return", "unpark", "transfer", NULL};
    struct ctl_answer answer;
    char path[128], behind[40];
    if (ctl->words == 1)
        return show_ticket(ctl);
    if (!words_one_of("action of a ticket", ctl->word[1], ACTIONS))
        return CTL_USAGE;
    snprintf(behind, sizeof behind, "/%s", ctl->word[1]);
    if (!ticket_path(ctl->word[0], behind, path))
        return CTL_USAGE;
    int result = client_call(ctl, "POST", path, ticket_body(ctl), &answer);
    return result == CTL_DONE ? show(ctl, &answer, "state") : result;
}

int online_tickets(const struct ctl *ctl)
{
    static const char *const STATES[] = {"waiting", "serving", "parked", "absent", "done", NULL};
    struct ctl_answer answer;
    char path[128] = "/api/v1/tickets";
    if (ctl->words && !words_one_of("state", ctl->word[0], STATES))
        return CTL_USAGE;
    if (ctl->words)
        snprintf(path, sizeof path, "/api/v1/tickets?state=%s", ctl->word[0]);
    int result = client_call(ctl, "GET", path, NULL, &answer);
    if (result != CTL_DONE)
        return result;
    json_t *json = json_loads(answer.body ? answer.body : "", 0, NULL), *ticket;
    size_t i;
    if (ctl->json)
        puts(answer.body ? answer.body : "{}");
    else
        json_array_foreach(json_object_get(json, "tickets"), i, ticket)
            printf("%s %s %-8s %s\n", text_of(ticket, "ticket"), text_of(ticket, "service"),
                   text_of(ticket, "lane"), text_of(ticket, "state"));
    json_decref(json);
    free(answer.body);
    return CTL_DONE;
}

int online_kiosk(const struct ctl *ctl)
{
    struct ctl_answer answer;
    char path[64];
    bool closes = strcmp(ctl->word[0], "close") == 0;
    if (!closes && strcmp(ctl->word[0], "open") != 0) {
        fprintf(stderr, "loketctl: kiosk open, or kiosk close [--message TEXT]\n");
        return CTL_USAGE;
    }
    snprintf(path, sizeof path, "/api/v1/kiosk/%s", ctl->word[0]);
    json_t *body = json_object();
    if (closes && ctl->message)
        json_object_set_new(body, "message", json_string(ctl->message));
    int result = client_call(ctl, "POST", path, body, &answer);
    return result == CTL_DONE ? show(ctl, &answer, "state") : result;
}

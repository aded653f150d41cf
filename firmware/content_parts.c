// SPDX-License-Identifier: MIT
#include "firmware/content_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BRANCH_NAME_CHARACTERS = 40,
    BRANCH_LINE_CHARACTERS = 80,
};

static bool is_zone_file(const char *path)
{
    char magic[4] = "";
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    const ssize_t got = read(fd, magic, sizeof magic);
    close(fd);
    return got == (ssize_t)sizeof magic && memcmp(magic, "TZif", sizeof magic) == 0;
}

/* libc takes an unknown zone for UTC without a word, and the day would turn at 07:00. */
static void check_time_zone(const struct node *node, const char *zone)
{
    const char *folder = getenv("TZDIR");
    char path[256];
    const char *known = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    const bool plain = zone[0] != '/' && strspn(zone, known) == strlen(zone);
    snprintf(path, sizeof path, "%.180s/%s", folder && folder[0] ? folder : "/usr/share/zoneinfo",
             zone);
    if (!plain || !is_zone_file(path))
        node_fault(node, "is no time zone of this computer's tzdata; Jambi is in Asia/Jakarta");
}

void content_parts_branch(const struct node *branch, struct content *content)
{
    static const char *const KEYS[] = {"name", "line_id", "line_en", "time_zone", NULL};
    if (!node_object(branch, KEYS))
        return;
    const struct node name = node_member(branch, "name");
    const struct node line_id = node_member(branch, "line_id");
    const struct node line_en = node_member(branch, "line_en");
    const struct node zone = node_member(branch, "time_zone");

    node_text(&name, 1, BRANCH_NAME_CHARACTERS, content->branch_name, sizeof content->branch_name);
    node_text(&line_id, 0, BRANCH_LINE_CHARACTERS, content->branch_line_id,
              sizeof content->branch_line_id);
    node_text(&line_en, 0, BRANCH_LINE_CHARACTERS, content->branch_line_en,
              sizeof content->branch_line_en);
    if (!zone.value)
        snprintf(content->time_zone, sizeof content->time_zone, "Asia/Jakarta");
    else if (!node_text(&zone, 1, sizeof content->time_zone, content->time_zone,
                        sizeof content->time_zone))
        return;
    check_time_zone(&zone, content->time_zone);
}

const char *const *content_parts_days(void)
{
    static const char *const DAYS[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
    return DAYS;
}

static int integer_member(const struct node *parent, const char *key, int low, int high,
                          int fallback)
{
    const struct node node = node_member(parent, key);
    return node_integer(&node, low, high, fallback);
}

static void read_lane_rates(const struct node *rates, struct rules *out)
{
    static const char *const KEYS[] = {"priority", "return", NULL};
    if (rates->value)
        node_object(rates, KEYS);
    const struct node priority = node_member(rates, "priority");
    const struct node back = node_member(rates, "return");
    out->lane_rate[LANE_REGULAR] = 1000;
    out->lane_rate[LANE_PRIORITY] = node_scaled(&priority, 0.001, 10, 2.0, 1000);
    out->lane_rate[LANE_RETURN] = node_scaled(&back, 0.001, 10, 1.5, 1000);
}

void content_parts_rules(const struct node *rules, struct rules *out)
{
    static const char *const KEYS[] = {
        "overtake_max",      "lane_rate",   "recall_max", "recall_pause_s",
        "return_within_min", "waiting_cap", "daily_cap",  NULL};
    if (rules->value)
        node_object(rules, KEYS);
    const struct node rates = node_member(rules, "lane_rate");
    read_lane_rates(&rates, out);
    out->overtake_max = integer_member(rules, "overtake_max", 0, 255, 3);
    out->recall_max = integer_member(rules, "recall_max", 0, 255, 2);
    out->recall_pause_ms = 1000 * (int64_t)integer_member(rules, "recall_pause_s", 0, 600, 20);
    out->return_within_ms = 60000 * (int64_t)integer_member(rules, "return_within_min", 0, 720, 15);
    out->waiting_cap =
        integer_member(rules, "waiting_cap", 1, TICKETS_MAX, TICKETS_MAX < 400 ? TICKETS_MAX : 400);
    out->daily_cap =
        integer_member(rules, "daily_cap", 1, TICKETS_MAX, TICKETS_MAX < 2000 ? TICKETS_MAX : 2000);
}

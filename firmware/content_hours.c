// SPDX-License-Identifier: MIT
/* When the branch is open: a week of hours, and days of their own. */
#include <string.h>

#include "firmware/content_parts.h"
#include "firmware/date.h"

enum { DAY_MIN = 24 * 60, HOLIDAY_CHARACTERS = 40 };

static void read_day(const struct node *day, bool confirmed, struct content_hours *hours)
{
    *hours = (struct content_hours){0, 0};
    if (!day->value || json_is_null(day->value))
        return;
    if (node_items(day, 2, 2) != 2)
        return;
    const struct node opens = node_item(day, 0), closes = node_item(day, 1);
    const int opens_min = node_time_of_day(&opens);
    if (json_is_null(closes.value) && confirmed)
        node_fault(&closes, "is not known, so the hours cannot be confirmed");
    const int closes_min = json_is_null(closes.value) ? DAY_MIN : node_time_of_day(&closes);
    if (opens_min < 0 || closes_min < 0)
        return;
    if (opens_min >= closes_min)
        node_fault(day, "closes before it opens; write null for a day without service");
    *hours = (struct content_hours){opens_min, closes_min};
}

static void read_week(const struct node *week, struct content *content)
{
    const char *const *days = content_parts_days();
    if ((!week->value && !content->hours_enforced) || !node_object(week, days))
        return;
    for (int i = 0; days[i]; i++) {
        const struct node day = node_member(week, days[i]);
        read_day(&day, content->hours_enforced, &content->hours[i]);
    }
}

/* 0 with a fault when it is none. */
static int32_t read_date(const struct node *node)
{
    char text[DATE_CHARACTERS + 1];
    if (!node_text(node, 1, DATE_CHARACTERS, text, sizeof text))
        return 0;
    const int32_t day = strlen(text) == DATE_CHARACTERS ? date_parse(text) : 0;
    if (day == 0)
        node_fault(node, "is no date; write for example 2026-12-25");
    return day;
}

static void insert_holiday(struct content *content, const struct content_holiday *holiday)
{
    int place = content->holiday_count++;
    for (; place > 0 && content->holiday[place - 1].day > holiday->day; place--)
        content->holiday[place] = content->holiday[place - 1];
    content->holiday[place] = *holiday;
}

static bool is_listed(const struct content *content, int32_t day)
{
    for (int i = 0; i < content->holiday_count; i++)
        if (content->holiday[i].day == day)
            return true;
    return false;
}

static void read_holiday(const struct node *node, struct content *content)
{
    static const char *const KEYS[] = {"day", "id", "en", NULL};
    struct content_holiday holiday = {0};
    if (!node_object(node, KEYS))
        return;
    const struct node day = node_member(node, "day");
    const struct node id = node_member(node, "id"), en = node_member(node, "en");
    holiday.day = read_date(&day);
    node_text(&id, 1, HOLIDAY_CHARACTERS, holiday.name_id, sizeof holiday.name_id);
    node_text(&en, 0, HOLIDAY_CHARACTERS, holiday.name_en, sizeof holiday.name_en);
    if (holiday.day != 0 && is_listed(content, holiday.day))
        node_fault(&day, "stands twice in this list");
    else if (holiday.day != 0)
        insert_holiday(content, &holiday);
}

void content_parts_hours(const struct node *hours, struct content *content)
{
    static const char *const KEYS[] = {"confirmed", "week", "late", "holidays", NULL};
    static const char *const LATE[] = {"warn", "refuse", NULL};
    if (!hours->value || !node_object(hours, KEYS))
        return;
    const struct node confirmed = node_member(hours, "confirmed");
    const struct node week = node_member(hours, "week"), late = node_member(hours, "late");
    const struct node holidays = node_member(hours, "holidays");
    content->hours_enforced = node_flag(&confirmed, false);
    content->late_refused = node_word(&late, LATE, 0) == 1;
    read_week(&week, content);
    const size_t count = node_items(&holidays, 0, CONTENT_HOLIDAYS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct node holiday = node_item(&holidays, i);
        read_holiday(&holiday, content);
    }
}

const struct content_holiday *content_holiday(const struct content *content, int32_t day)
{
    for (int i = 0; content->hours_enforced && i < content->holiday_count; i++)
        if (content->holiday[i].day == day)
            return &content->holiday[i];
    return NULL;
}

struct content_hours content_hours_on(const struct content *content, int32_t day)
{
    static const struct content_hours closed = {0, 0};
    return content_holiday(content, day) ? closed : content->hours[date_weekday(day)];
}

int content_next_opening_min(const struct content *content, int32_t day, int minute)
{
    for (int days = 0; days <= CONTENT_OPENING_DAYS_MAX; days++, day = date_next(day)) {
        const struct content_hours hours = content_hours_on(content, day);
        const bool open_that_day = hours.opens_min < hours.closes_min;
        if (open_that_day && (days > 0 || hours.opens_min > minute))
            return days * DAY_MIN + hours.opens_min;
    }
    return -1;
}

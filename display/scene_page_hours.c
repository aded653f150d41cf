// SPDX-License-Identifier: MIT
/* When few people come: a chart for people, with the answer in words above it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "display/calendar.h"
#include "display/scene_page.h"

enum { QUIETEST_RUNS = 2, RANGE_BYTES = 64 };

/* How the day is. */
struct day {
    const struct wall_page *page;
    double least, most;
    bool quiet[WALL_PAGE_HOURS_MAX];
    int now; /* index of the present hour, -1 = not in the chart */
};

static struct day day_of(const struct builder *builder)
{
    const struct wall_page *page = builder->input->page;
    struct day day = {.page = page, .now = -1};
    struct calendar now =
        calendar_make(builder->input->branch_utc_ms, builder->input->board->utc_offset_min);
    for (int i = 0; i < page->hour_count; i++) {
        double visitors = page->hour[i].visitors;
        day.least = i == 0 || visitors < day.least ? visitors : day.least;
        day.most = visitors > day.most ? visitors : day.most;
        if (now.weekday == page->weekday && now.hour == page->hour[i].hour) {
            day.now = i;
        }
    }
    /* Quiet is the lowest quarter; a day without ups and downs has no quiet hour. */
    double below = day.least + (day.most - day.least) / 4;
    bool varied = day.most - day.least >= 1 && day.most >= day.least * 1.25;
    for (int i = 0; varied && i < page->hour_count; i++) {
        day.quiet[i] = page->hour[i].visitors <= below;
    }
    return day;
}

/* Index after the run of quiet hours, without a gap between them, that begins at `first`. */
static int run_end(const struct day *day, int first)
{
    int end = first + 1;
    while (end < day->page->hour_count && day->quiet[end] &&
           day->page->hour[end].hour == day->page->hour[end - 1].hour + 1) {
        end++;
    }
    return end;
}

static double run_least(const struct day *day, int first, int end)
{
    double least = day->page->hour[first].visitors;
    for (int i = first + 1; i < end; i++) {
        least = day->page->hour[i].visitors < least ? day->page->hour[i].visitors : least;
    }
    return least;
}

/* Runs that are quieter than `least`. */
static int quieter_runs(const struct day *day, double least)
{
    int runs = 0;
    for (int i = 0; i < day->page->hour_count; i++) {
        if (day->quiet[i]) {
            int end = run_end(day, i);
            runs += run_least(day, i, end) < least;
            i = end - 1;
        }
    }
    return runs;
}

/* "13.00–15.00", or the two quietest: "08.00–09.00 dan 13.00–15.00"; "" = no hour stands out. */
static void format_quiet(const struct day *day, char text[RANGE_BYTES])
{
    int runs = 0;
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < day->page->hour_count && runs < QUIETEST_RUNS; i++) {
        if (!day->quiet[i]) {
            continue;
        }
        int end = run_end(day, i);
        if (quieter_runs(day, run_least(day, i, end)) < QUIETEST_RUNS) {
            used += (size_t)snprintf(text + used, RANGE_BYTES - used, "%s%02d.00–%02d.00",
                                     runs++ > 0 ? " dan " : "", day->page->hour[i].hour,
                                     day->page->hour[end - 1].hour + 1);
        }
        i = end - 1;
    }
}

/* The chart's measures. */
struct chart {
    struct scene_box box; /* of the bars with the figures above them */
    int label_h, mark_h;  /* rows below: hours, "sepi" and "sekarang" */
    int figure_h;
    double step;
};

static struct scene_box column_of(const struct chart *chart, int first, int end, int y, int h)
{
    int left = chart->box.x + (int)lround(first * chart->step);
    int right = chart->box.x + (int)lround(end * chart->step);
    return (struct scene_box){left, y, right - left, h};
}

static void draw_bar(struct builder *builder, const struct chart *chart, const struct day *day,
                     int i)
{
    double visitors = day->page->hour[i].visitors;
    struct scene_box column = column_of(chart, i, i + 1, chart->box.y, chart->box.h);
    int most_h = chart->box.h - chart->figure_h, least_h = build_px(builder, 4);
    int h = day->most > 0 ? (int)lround(most_h * visitors / day->most) : 0;
    h = h < least_h ? least_h : h;
    int inset = (int)(column.w * 0.12), bottom = column.y + column.h;
    struct scene_box bar = {column.x + inset, bottom - h, column.w - 2 * inset, h};
    build_rect(builder, bar, day->quiet[i] ? PALETTE_BAND : PALETTE_STAGE_BAR, 0);
    struct text_style figure = {SCENE_BOLD,   28,
                                24,           day->quiet[i] ? PALETTE_BAND : PALETTE_ON_STAGE,
                                ALIGN_CENTRE, SCENE_SECOND};
    char text[16];
    snprintf(text, sizeof text, "%.0f", visitors);
    int w = build_width(builder, figure.weight, build_px(builder, figure.size_min), text);
    if (w <= column.w) { /* a cut figure would be a wrong one */
        build_text(builder,
                   (struct scene_box){column.x, bar.y - chart->figure_h, column.w, chart->figure_h},
                   figure, text);
    }
}

static void draw_hour(struct builder *builder, const struct chart *chart, const struct day *day,
                      int i)
{
    struct scene_box box = column_of(chart, i, i + 1, chart->box.y + chart->box.h, chart->label_h);
    bool now = i == day->now;
    struct text_style style = {SCENE_REGULAR,       30,           22,
                               PALETTE_STAGE_LABEL, ALIGN_CENTRE, SCENE_SECOND};
    if (now) {
        style.weight = SCENE_BOLD;
        style.colour = PALETTE_STAGE;
        int h = build_px(builder, 40), w = build_px(builder, 64);
        w = w > box.w ? box.w : w;
        struct scene_box pill = {box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h};
        build_rect(builder, pill, PALETTE_ON_STAGE, build_px(builder, 10));
    }
    char text[8];
    snprintf(text, sizeof text, "%02d", day->page->hour[i].hour);
    build_text(builder, box, style, text);
}

/* "sepi" under each run of quiet hours, "sekarang" under the present hour. */
static void draw_marks(struct builder *builder, const struct chart *chart, const struct day *day)
{
    static const struct words quiet = {"sepi", "quiet"}, now = {"sekarang", "now"};
    struct text_style id = {SCENE_BOLD, 28, 22, PALETTE_BAND, ALIGN_CENTRE, SCENE_SECOND};
    struct text_style en = {SCENE_REGULAR, 25, 22, PALETTE_STAGE_LABEL, ALIGN_CENTRE, SCENE_SECOND};
    int y = chart->box.y + chart->box.h + chart->label_h;
    for (int i = 0; i < day->page->hour_count; i++) {
        if (day->quiet[i]) {
            int end = run_end(day, i);
            struct scene_box box = column_of(chart, i, end, y, chart->mark_h);
            int narrow = build_width(builder, id.weight, build_px(builder, id.size_min), quiet.id);
            if (narrow > box.w) { /* half of each neighbour, which bears no mark then */
                box.x -= (int)(chart->step / 2);
                box.w += (int)chart->step;
            }
            build_pair(builder, box, id, en, quiet);
            i = end - 1;
        } else if (i == day->now) {
            id.colour = PALETTE_ON_STAGE;
            struct scene_box box = column_of(chart, i, i + 1, y, chart->mark_h);
            if (build_width(builder, id.weight, build_px(builder, id.size_min), now.id) <= box.w) {
                build_pair(builder, box, id, en, now);
            }
            id.colour = PALETTE_BAND;
        }
    }
}

static void draw_chart(struct builder *builder, struct scene_box box, const struct day *day)
{
    int count = day->page->hour_count;
    struct chart chart = {.label_h = build_px(builder, 50),
                          .mark_h = build_px(builder, 34),
                          .figure_h = build_px(builder, 38)};
    chart.box = box;
    chart.box.h -= chart.label_h + chart.mark_h;
    double widest = build_px(builder, 150);
    chart.step = (double)box.w / count < widest ? (double)box.w / count : widest;
    int line = build_px(builder, 3);
    for (int i = 0; i < count; i++) {
        draw_bar(builder, &chart, day, i);
        draw_hour(builder, &chart, day, i);
    }
    struct scene_box base = column_of(&chart, 0, count, box.y + chart.box.h, line);
    build_rect(builder, base, PALETTE_STAGE_LABEL, 0);
    draw_marks(builder, &chart, day);
}

/* What the chart tells, in words; returns its height. */
static int draw_head(struct builder *builder, const struct page_frame *frame, const struct day *day)
{
    struct scene_box box = frame->inside;
    char id[96], en[96], quiet[RANGE_BYTES];
    snprintf(id, sizeof id, "Jam sepi hari %s", calendar_weekday_id(day->page->weekday));
    snprintf(en, sizeof en, "Quiet hours on %ss", calendar_weekday_en(day->page->weekday));
    format_quiet(day, quiet);
    bool flat = box.h < build_px(builder, 400);
    int title_h = build_px(builder, 52), answer_h = build_px(builder, flat ? 70 : 96);
    struct text_style title = {SCENE_BOLD, 40, 28, PALETTE_STAGE_LABEL, ALIGN_LEFT, SCENE_LABEL};
    struct text_style second = {SCENE_REGULAR,       30,         24,
                                PALETTE_STAGE_LABEL, ALIGN_LEFT, SCENE_SECOND};
    struct text_style answer = {SCENE_BOLD,       flat ? 56 : 76, 40,
                                PALETTE_ON_STAGE, ALIGN_LEFT,     SCENE_LABEL};
    build_pair(builder, (struct scene_box){box.x, box.y, frame->first_w, title_h}, title, second,
               (struct words){id, en});
    struct scene_box place = {box.x, box.y + title_h, box.w, answer_h};
    if (quiet[0]) {
        build_text(builder, place, answer, quiet);
    } else {
        answer.size = 40;
        answer.size_min = 28;
        build_pair(builder, place, answer, second,
                   (struct words){"Hampir sama sepanjang hari", "Much the same all day"});
    }
    return title_h + answer_h;
}

static int draw_foot(struct builder *builder, struct scene_box box, const struct day *day)
{
    char id[96], en[96];
    snprintf(id, sizeof id, "Orang per jam, rata-rata %d hari %s terakhir.", day->page->days,
             calendar_weekday_id(day->page->weekday));
    snprintf(en, sizeof en, "People per hour, average of %d %ss.", day->page->days,
             calendar_weekday_en(day->page->weekday));
    struct text_style id_style = {SCENE_REGULAR,    26,         22,
                                  PALETTE_ON_STAGE, ALIGN_LEFT, SCENE_SECOND};
    struct text_style en_style = {SCENE_REGULAR,       25,         22,
                                  PALETTE_STAGE_LABEL, ALIGN_LEFT, SCENE_SECOND};
    int h = build_px(builder, 38);
    build_pair(builder, (struct scene_box){box.x, box.y + box.h - h, box.w, h}, id_style, en_style,
               (struct words){id, en});
    return h;
}

void scene_page_hours(struct builder *builder, const struct page_frame *frame)
{
    struct day day = day_of(builder);
    struct scene_box box = frame->inside;
    int head = draw_head(builder, frame, &day) + build_px(builder, 8);
    int foot = draw_foot(builder, box, &day) + build_px(builder, 12);
    box.y += head;
    box.h -= head + foot;
    if (day.page->hour_count > 0) {
        draw_chart(builder, box, &day);
    }
}

// SPDX-License-Identifier: MIT
/* One calm line: what the cards below mean, and every desk with its state. */
#include <math.h>
#include <stdio.h>

#include "display/scene_build.h"

enum { STATES = 3 };
static const struct words state_words[STATES] = {
    [WALL_DESK_OPEN] = {"Loket buka", "Open"},
    [WALL_DESK_PAUSED] = {"Jeda", "Paused"},
    [WALL_DESK_CLOSED] = {"Tutup", "Closed"},
};
enum { GROUP_GAP = 34, LABEL_GAP = 14, MARK_GAP = 7 };

struct strip {
    bool heading, english, together;
    int mark; /* design pixels */
    struct text_style id, en;
};

static struct strip strip_make(const struct builder *builder, bool together)
{
    struct strip strip = {
        .heading = true,
        .english = true,
        .together = together,
        .id = build_style(builder, SCENE_LABEL, SCENE_BOLD, 25, PALETTE_QUIET_GROUND),
        .en = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 22, PALETTE_QUIET_GROUND)};
    /* The numbers in the marks are as high as the words beside them, within reason. */
    const struct wall_board *board = builder->input->board;
    double share = 0.68;
    for (int i = 0; i < board->desk_count; i++) {
        share = fmin(share, build_mark_share(board, board->desk[i].number));
    }
    strip.mark = (int)fmax(40, ceil(strip.id.size / fmax(share, 0.5)));
    return strip;
}

static struct words heading_words(const struct wall_board *board, bool together)
{
    for (int i = 0; i < board->service_count; i++) {
        if (board->service[i].low_min >= 0) {
            return (struct words){"Perkiraan waktu tunggu", "Estimated wait"};
        }
    }
    return together ? (struct words){"Semua layanan", "All services"}
                    : (struct words){"Antrean sekarang", "The queue now"};
}

static int count_state(const struct wall_board *board, enum wall_desk_state state)
{
    int count = 0;
    for (int i = 0; i < board->desk_count; i++) {
        count += board->desk[i].state == state;
    }
    return count;
}

static int group_width(const struct builder *builder, enum wall_desk_state state,
                       const struct strip *strip)
{
    int count = count_state(builder->input->board, state);
    if (count == 0) {
        return 0;
    }
    struct words words = state_words[state];
    words.en = strip->english ? words.en : "";
    int mark = build_px(builder, strip->mark), gap = build_px(builder, MARK_GAP);
    return build_pair_width(builder, strip->id, strip->en, words) + 1 +
           build_px(builder, LABEL_GAP) + count * (mark + gap) - gap + build_px(builder, GROUP_GAP);
}

static int groups_width(const struct builder *builder, const struct strip *strip)
{
    int w = -build_px(builder, GROUP_GAP);
    for (int state = 0; state < STATES; state++) {
        w += group_width(builder, (enum wall_desk_state)state, strip);
    }
    return w > 0 ? w : 0;
}

static int heading_width(const struct builder *builder, const struct strip *strip)
{
    struct words words = heading_words(builder->input->board, strip->together);
    words.en = strip->english ? words.en : "";
    return build_pair_width(builder, strip->id, strip->en, words) + 1;
}

/* The roomiest way that fits: English goes first, then the heading; false when the marks
 * would have to be too small to read. */
static bool choose(const struct builder *builder, int width, struct strip *strip)
{
    static const struct {
        bool heading, english;
        double mark;
    } ways[] = {{true, true, 1}, {true, false, 1}, {true, false, 0.9}, {false, false, 0.9}};
    struct strip wanted = *strip;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        strip->heading = ways[i].heading;
        strip->english = ways[i].english;
        strip->mark = (int)(wanted.mark * ways[i].mark);
        int w = groups_width(builder, strip);
        w += strip->heading ? heading_width(builder, strip) + build_px(builder, GROUP_GAP) : 0;
        if (w <= width) {
            return true;
        }
    }
    return false;
}

/* "1-4, 7": desks are ascending, runs of three and more are joined. */
static void format_ranges(const struct wall_board *board, enum wall_desk_state state, char *text,
                          size_t bytes)
{
    int number[WALL_DESKS_MAX], count = 0;
    for (int i = 0; i < board->desk_count; i++) {
        if (board->desk[i].state == state) {
            number[count++] = board->desk[i].number;
        }
    }
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < count && used < bytes; i++) {
        int first = i;
        while (i + 1 < count && number[i + 1] == number[i] + 1) {
            i++;
        }
        i = i - first < 2 ? first : i;
        used += (size_t)snprintf(text + used, bytes - used, i > first ? "%s%d–%d" : "%s%d",
                                 first > 0 ? ", " : "", number[first], number[i]);
    }
}

/* Too many desks for marks: their numbers as text, each state whole. */
static void draw_as_text(struct builder *builder, struct scene_box box, const struct strip *strip)
{
    const struct wall_board *board = builder->input->board;
    char line[SCENE_TEXT_BYTES];
    size_t used = 0;
    for (int state = 0; state < STATES; state++) {
        char ranges[160];
        format_ranges(board, (enum wall_desk_state)state, ranges, sizeof ranges);
        if (ranges[0] && used < sizeof line) {
            used += (size_t)snprintf(line + used, sizeof line - used, "%s%s %s",
                                     used > 0 ? "   ·   " : "", state_words[state].id, ranges);
        }
    }
    build_text(builder, box, strip->id, line);
}

static void draw_group(struct builder *builder, struct scene_box box, enum wall_desk_state state,
                       const struct strip *strip)
{
    const struct wall_board *board = builder->input->board;
    struct words words = state_words[state];
    words.en = strip->english ? words.en : "";
    int label_w = build_pair_width(builder, strip->id, strip->en, words) + 1;
    int mark = build_px(builder, strip->mark), gap = build_px(builder, MARK_GAP);
    build_pair(builder, (struct scene_box){box.x, box.y, label_w, box.h}, strip->id, strip->en,
               words);
    int x = box.x + label_w + build_px(builder, LABEL_GAP);
    for (int i = 0; i < board->desk_count; i++) {
        if (board->desk[i].state != state) {
            continue;
        }
        build_mark(builder, (struct scene_box){x, box.y + (box.h - mark) / 2, mark, mark}, board,
                   board->desk[i].number, state != WALL_DESK_OPEN);
        x += mark + gap;
    }
}

int scene_desks_height(const struct builder *builder)
{
    return build_px(builder, strip_make(builder, false).mark + 4);
}

void scene_desks_draw(struct builder *builder, struct scene_box box, bool together)
{
    struct strip strip = strip_make(builder, together);
    if (!choose(builder, box.w, &strip)) {
        draw_as_text(builder, box, &strip);
        return;
    }
    int x = box.x, right = box.x + box.w;
    if (strip.heading) {
        struct words words = heading_words(builder->input->board, together);
        words.en = strip.english ? words.en : "";
        build_pair(builder, (struct scene_box){x, box.y, heading_width(builder, &strip), box.h},
                   strip.id, strip.en, words);
        x = right - groups_width(builder, &strip);
    }
    for (int state = 0; state < STATES; state++) {
        int w = group_width(builder, (enum wall_desk_state)state, &strip);
        if (w > 0) {
            draw_group(builder, (struct scene_box){x, box.y, right - x, box.h},
                       (enum wall_desk_state)state, &strip);
            x += w;
        }
    }
}

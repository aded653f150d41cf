// SPDX-License-Identifier: MIT
/* One calm line: what the cards below mean, and every desk with its state. */
#include <stdio.h>

#include "display/scene_build.h"

enum { STATES = 3 };
static const struct words state_words[STATES] = {
    [WALL_DESK_OPEN] = {"Loket buka", "Open"},
    [WALL_DESK_PAUSED] = {"Jeda", "Paused"},
    [WALL_DESK_CLOSED] = {"Tutup", "Closed"},
};
static const struct text_style label_id = {SCENE_BOLD, 25, 22, PALETTE_QUIET_GROUND, ALIGN_LEFT};
static const struct text_style label_en = {SCENE_REGULAR, 22, 21, PALETTE_QUIET_GROUND, ALIGN_LEFT};

struct strip {
    bool heading, english;
    int mark; /* design pixels */
};

static struct words heading_words(const struct wall_board *board)
{
    for (int i = 0; i < board->service_count; i++) {
        if (board->service[i].low_min >= 0) {
            return (struct words){"Perkiraan waktu tunggu", "Estimated wait"};
        }
    }
    return (struct words){"Antrean sekarang", "The queue now"};
}

static int count_state(const struct wall_board *board, enum wall_desk_state state)
{
    int count = 0;
    for (int i = 0; i < board->desk_count; i++) {
        count += board->desk[i].state == state;
    }
    return count;
}

static int pair_width(const struct builder *builder, struct words words, bool english)
{
    int w = build_width(builder, label_id.weight, build_px(builder, label_id.size), words.id);
    if (english) {
        w += build_px(builder, label_id.size * 0.45) + 1 +
             build_width(builder, label_en.weight, build_px(builder, label_en.size), words.en);
    }
    return w + 1;
}

static int group_width(const struct builder *builder, enum wall_desk_state state,
                       struct strip strip)
{
    int count = count_state(builder->input->board, state);
    if (count == 0) {
        return 0;
    }
    int mark = build_px(builder, strip.mark), gap = build_px(builder, 7);
    return pair_width(builder, state_words[state], strip.english) + build_px(builder, 14) +
           count * (mark + gap) - gap + build_px(builder, 34);
}

static int strip_width(const struct builder *builder, struct strip strip)
{
    int w = 0;
    for (int state = 0; state < STATES; state++) {
        w += group_width(builder, (enum wall_desk_state)state, strip);
    }
    if (strip.heading) {
        w += pair_width(builder, heading_words(builder->input->board), true);
    }
    return w;
}

/* The roomiest way that fits: first without English, then without the heading; false when
 * the marks would have to be too small to read. */
static bool choose(const struct builder *builder, int width, struct strip *strip)
{
    static const struct strip ways[] = {{true, true, 40},
                                        {true, true, 34},
                                        {true, false, 36},
                                        {false, true, 36},
                                        {false, false, 34}};
    bool few = builder->input->board->desk_count <= 16;
    for (size_t i = 0; few && i < sizeof ways / sizeof ways[0]; i++) {
        if (strip_width(builder, ways[i]) <= width) {
            *strip = ways[i];
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

/* Too many desks for marks: their numbers as text. */
static void draw_as_text(struct builder *builder, struct scene_box box)
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
    build_text(builder, box, label_id, line);
}

static int draw_group(struct builder *builder, struct scene_box box, enum wall_desk_state state,
                      struct strip strip)
{
    const struct wall_board *board = builder->input->board;
    struct words words = state_words[state];
    if (!strip.english) {
        words.en = "";
    }
    int label_w = pair_width(builder, words, strip.english);
    int mark = build_px(builder, strip.mark), gap = build_px(builder, 7);
    build_pair(builder, (struct scene_box){box.x, box.y, label_w, box.h}, label_id, label_en,
               words);
    int x = box.x + label_w + build_px(builder, 14);
    for (int i = 0; i < board->desk_count; i++) {
        if (board->desk[i].state != state) {
            continue;
        }
        build_mark(builder, (struct scene_box){x, box.y + (box.h - mark) / 2, mark, mark}, board,
                   board->desk[i].number, state != WALL_DESK_OPEN);
        x += mark + gap;
    }
    return x;
}

void scene_desks_draw(struct builder *builder, struct scene_box box)
{
    const struct wall_board *board = builder->input->board;
    struct strip strip;
    if (!choose(builder, box.w, &strip)) {
        draw_as_text(builder, box);
        return;
    }
    int x = box.x, right = box.x + box.w;
    if (strip.heading) {
        build_pair(builder, (struct scene_box){x, box.y, box.w, box.h}, label_id, label_en,
                   heading_words(board));
        strip.heading = false;
        x = right - strip_width(builder, strip) + build_px(builder, 34);
    }
    for (int state = 0; state < STATES; state++) {
        int w = group_width(builder, (enum wall_desk_state)state, strip);
        if (w > 0) {
            draw_group(builder, (struct scene_box){x, box.y, right - x, box.h},
                       (enum wall_desk_state)state, strip);
            x += w;
        }
    }
}

// SPDX-License-Identifier: MIT
/* Inside of scene.c and its parts: adding items, fitting texts. */
#ifndef LOKET_DISPLAY_SCENE_BUILD_H
#define LOKET_DISPLAY_SCENE_BUILD_H

#include "display/palette.h"
#include "display/scene.h"

struct builder {
    struct scene *scene;
    const struct scene_input *input;
    const struct scene_measure *measure;
    double unit; /* pixels per design pixel; the design is 1920x1080 */
    struct reading_rule rule;
    bool portrait;
};

enum text_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* How a text looks; sizes in design pixels. */
struct text_style {
    enum scene_weight weight;
    int size;     /* wanted */
    int size_min; /* shrinks to this before it is cut with an ellipsis */
    uint32_t colour;
    enum text_align align;
    enum scene_role role;
};

/* Indonesian and English of one message. */
struct words {
    const char *id, *en;
};

int build_px(const struct builder *builder, double design_px);
int build_cap_px(int size_px); /* height of capitals and digits of Noto Sans */
/* Em size, in design pixels, that the reading rule asks for: comfortable and least. */
int build_wanted(const struct builder *builder, enum scene_role role);
int build_least(const struct builder *builder, enum scene_role role);
/* The design's size, or the rule's where that is larger: both beautiful and readable. */
int build_size(const struct builder *builder, enum scene_role role, int design);
int build_width(const struct builder *builder, enum scene_weight weight, int size_px,
                const char *text);

/* A style by the reading rule: `design` or larger; shrinks a little before it is cut, a
 * figure shrinks as far as it must and is never cut. */
struct text_style build_style(const struct builder *builder, enum scene_role role,
                              enum scene_weight weight, int design, uint32_t colour);
/* Design pixels from line to line at that size. */
int build_line_height(int size);

/* A new item at the end of the scene, NULL when the scene is full. */
struct scene_item *build_add(struct builder *builder, enum scene_kind kind, struct scene_box box,
                             uint32_t colour);
void build_rect(struct builder *builder, struct scene_box box, uint32_t colour, int radius_px);
void build_arrow(struct builder *builder, struct scene_box box, enum wall_direction direction,
                 uint32_t colour);
/* Shape, colour and number of a desk; `off` = not open. */
void build_mark(struct builder *builder, struct scene_box box, const struct wall_board *board,
                int desk, bool off);
/* The same where the number inside is what the last row reads. */
void build_mark_essential(struct builder *builder, struct scene_box box,
                          const struct wall_board *board, int desk);
/* Shape and colour alone, for a number that stands beside it. */
void build_mark_bare(struct builder *builder, struct scene_box box, const struct wall_board *board,
                     int desk);
/* Em size of the number in a mark of that side, as a share of the side. */
double build_mark_share(const struct wall_board *board, int desk);

/* One line, capitals centred in the box's height. Returns the item (for its x and text_w),
 * or NULL when the text is empty or the scene is full. */
const struct scene_item *build_text(struct builder *builder, struct scene_box box,
                                    struct text_style style, const char *text);
/* Indonesian, then English lighter on the same line; English gives way first. Returns the
 * width used. */
int build_pair(struct builder *builder, struct scene_box box, struct text_style id,
               struct text_style en, struct words words);
/* Width of such a pair at its wanted sizes. */
int build_pair_width(const struct builder *builder, struct text_style id, struct text_style en,
                     struct words words);
/* At most lines_max lines of equal height filling the box; returns the lines used. */
int build_lines(struct builder *builder, struct scene_box box, struct text_style style,
                const char *text, int lines_max);
/* Lines that build_lines would use at the wanted size, 1..lines_max. */
int build_line_count(const struct builder *builder, int width, struct text_style style,
                     const char *text, int lines_max);
/* True when the text needs no more lines than that, and no word is broken. */
bool build_lines_fit(const struct builder *builder, int width, struct text_style style,
                     const char *text, int lines_max);

/* A sentence in two languages over each other: as many lines as they need, at most lines_max
 * for each, English left out when that makes it too high. */
struct message {
    struct text_style id, en;
    int lines_max;
    int height_max; /* pixels, 0 = any; English gives way */
};
int build_message_height(const struct builder *builder, int width, const struct message *message,
                         struct words words);
void build_message(struct builder *builder, struct scene_box box, const struct message *message,
                   struct words words);

/* The parts of the screen. */
/* "09.42" by the branch's clock. */
void scene_bars_time(const struct builder *builder, int64_t utc_ms, char text[16]);
int scene_bars_header_height(const struct builder *builder);
/* A pill at the right end of the box: somebody asked for staff, and staff know. In the header,
 * or on tall screens, where that has no room, above the recent calls. Returns where it begins. */
int scene_help_draw(struct builder *builder, struct scene_box box);
void scene_bars_header(struct builder *builder, struct scene_box box);
int scene_bars_band_height(const struct builder *builder); /* 0 = nothing to say */
void scene_bars_band(struct builder *builder, struct scene_box box);
int scene_bars_notice_height(const struct builder *builder);
void scene_bars_notice(struct builder *builder, struct scene_box box);
void scene_stage_draw(struct builder *builder, struct scene_box box);
void scene_stage_waiting(struct builder *builder, struct scene_box box); /* before a board */
void scene_recent_draw(struct builder *builder, struct scene_box box);
/* The line above the cards; `together` = all services are one group. */
int scene_desks_height(const struct builder *builder);
void scene_desks_draw(struct builder *builder, struct scene_box box, bool together);

/* Services that tell a visitor the same thing: same open desks, same people ahead, same
 * interval. Ordered by letter, groups by their first letter. Pure. */
struct service_group {
    int member[WALL_SERVICES_MAX], count; /* indices of board->service */
    struct wall_service shown;            /* what they have in common */
    int wait_from_min, wait_to_min;       /* range of the last waits, -1 = none */
};
int scene_groups_make(const struct wall_board *board,
                      struct service_group group[WALL_SERVICES_MAX]);

/* A strip at the foot of a card or panel: who comes now may not be served today. */
struct late_strip {
    int size, lines, pad; /* of its text, design pixels; size 0 = no strip */
    bool brief;           /* "hari ini" goes without saying */
    bool instead;         /* in place of the figure, for want of a row */
};
/* Whether the wall says so: while numbers are given. */
bool scene_late_told(const struct wall_board *board, const struct wall_service *service);
int scene_late_height(const struct late_strip *strip); /* design pixels */
/* Chooses words and lines; false when they do not fit in that width. */
bool scene_late_fit(const struct builder *builder, struct late_strip *strip, int width);
/* The warning in place of the figure, its ground a little wider; returns where the words end. */
int scene_late_instead(struct builder *builder, struct scene_box box,
                       const struct late_strip *strip);
/* The ground of a card, with the strip when it is told. Returns the place above the strip. */
struct scene_box scene_late_ground(struct builder *builder, struct scene_box card,
                                   const struct late_strip *strip, bool told);

/* How full a card is. What is left out first when the room is small: */
enum card_detail {
    CARD_ALL,
    CARD_NO_ENGLISH_UNDER, /* English beside the line under the figure */
    CARD_NO_LAST_WAIT,
    CARD_NO_DESKS,   /* marks of the desks; the line above the cards has them */
    CARD_NO_ENGLISH, /* names */
    CARD_BARE,       /* no line under the figure either */
    CARD_WARNING,    /* no figure where it would come too late */
    CARD_DETAILS
};
enum card_form { CARD_STACKED, CARD_WIDE }; /* figure under the names, or right of them */

/* Sizes of all cards of a wall, design pixels; 0 = left out. */
struct card_look {
    enum card_form form;
    enum card_detail detail;
    int name, name_lines, english;
    int figure, unit, under, under_en, wait;
    int mark, badge;
    bool short_under; /* "di depan" instead of "menunggu di depan" */
    bool beside;      /* marks of the desks right of the last line, for want of a row */
    struct late_strip late;
};

/* What the big figure of a card says, and the line under it. */
struct figure {
    char big[32];
    const char *lead, *unit;                       /* before and after the figure, smaller */
    char under_id[64], short_id[32], under_en[32]; /* short: where the line is narrow */
};
void scene_figure_of(const struct wall_board *board, const struct wall_service *service,
                     struct figure *figure);
/* Until a forecast exists, how long the last visitor waited is the best fact there is. */
bool scene_card_has_last_wait(const struct wall_service *service);

/* `scale` < 1 goes below the reading rule: for more services than the screen can carry. */
struct card_look scene_card_look(const struct builder *builder, enum card_form form,
                                 enum card_detail detail, double scale);
/* WHOLE: no name may be cut; WORDS: after two lines, but no word is broken; CUT: anywhere. */
enum name_care { NAMES_WHOLE, NAMES_WORDS, NAMES_CUT };
/* Chooses look->name_lines; false when the figures or names do not fit in cards of that
 * width. */
bool scene_card_fit(const struct builder *builder, struct card_look *look, int card_w,
                    enum name_care names, const struct wall_service *const list[], int count);
int scene_card_height(const struct card_look *look); /* design pixels */
void scene_card_draw(struct builder *builder, struct scene_box box, const struct card_look *look,
                     const struct wall_service *service);
void scene_card_badge(struct builder *builder, struct scene_box box, const char *letter);
/* Big figure, what leads it and its unit on one baseline; returns where they end. */
int scene_card_figure(struct builder *builder, struct scene_box box, const struct card_look *look,
                      const struct figure *figure, enum text_align align);
int scene_card_figure_width(const struct builder *builder, const struct card_look *look,
                            const struct figure *figure);
void scene_card_last_wait(struct builder *builder, struct scene_box box, int size, int from_min,
                          int to_min);
/* The marks of the open desks of a service, as many as fit, then how many more. */
void scene_card_desks(struct builder *builder, struct scene_box box,
                      const struct wall_service *service);
/* The same at the right end of a line whose text ends at x; returns the width that they took,
 * 0 = not even one fits. */
int scene_card_desks_beside(struct builder *builder, struct scene_box line, int x,
                            const struct wall_service *service);

/* A grid of such cards within a height. */
struct card_grid {
    struct card_look look;
    int columns, rows, card_h, gap, height; /* pixels */
};
/* The fullest grid that keeps the reading rule and is no higher than `room`; false when there
 * is none. `details` = how many of enum card_detail may be tried; `rows_max`. */
bool scene_grid_fit(const struct builder *builder, struct card_grid *grid, int width, int room,
                    int details, int rows_max, double scale, enum name_care names,
                    const struct wall_service *const list[], int count);
void scene_grid_draw(struct builder *builder, struct scene_box box, const struct card_grid *grid,
                     const struct wall_service *const list[], int count);

/* One calm panel for a group of services. */
struct panel {
    struct card_look look;
    int columns, rows, row_h; /* of the names */
    int figure_w, height;     /* pixels */
    bool tall;                /* names under the figure, not right of it */
};
/* What a panel leaves out first. */
enum panel_step {
    PANEL_ALL,
    PANEL_NO_ENGLISH, /* names */
    PANEL_NO_LAST_WAIT,
    PANEL_NO_ENGLISH_UNDER,
    PANEL_SHORT_LINE, /* under the figure: "di depan" */
    PANEL_NO_LINE,
    PANEL_STEPS
};
bool scene_panel_fit(const struct builder *builder, struct panel *panel, int width, bool alone,
                     int step, double scale, const struct service_group *group);
void scene_panel_draw(struct builder *builder, struct scene_box box, const struct panel *panel,
                      const struct service_group *group);

/* What stands where below the stage: panels for groups, then cards. */
struct services_plan {
    struct service_group group[WALL_SERVICES_MAX];
    int groups;
    struct panel panel[WALL_SERVICES_MAX];
    int shown[WALL_SERVICES_MAX], panels; /* the group of each panel */
    const struct wall_service *card[WALL_SERVICES_MAX];
    int cards;
    struct card_grid grid;
    int strip_h, height; /* pixels */
};
/* `room`: pixels between header and notices. Returns the height that the services take. */
int scene_services_plan(const struct builder *builder, int room, struct services_plan *plan);
void scene_services_draw(struct builder *builder, struct scene_box box,
                         const struct services_plan *plan);

/* The call that the stage shows, NULL when it shows words or a page instead. */
const struct wall_call *scene_stage_call(const struct builder *builder);

/* An information page in place of the stage. */
bool scene_page_shown(const struct builder *builder);
void scene_page_or_stage(struct builder *builder, struct scene_box box);
void scene_page_draw(struct builder *builder, struct scene_box box);

/* The whole screen when the branch is closed and its last visitor has gone: dark, few lit
 * pixels, and wandering with the input's drift. */
bool scene_night_wanted(const struct builder *builder);
void scene_night_draw(struct builder *builder, struct scene_box screen);

/* Shifts everything by a few pixels along a slow closed path, at most one pixel per step, so
 * that nothing burns in. What touches an edge of the screen stays attached to it. */
void scene_drift(struct scene *scene, int drift, double unit);

#endif

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
};

/* Indonesian and English of one message. */
struct words {
    const char *id, *en;
};

int build_px(const struct builder *builder, double design_px);
int build_cap_px(int size_px); /* height of capitals and digits of Noto Sans */
int build_width(const struct builder *builder, enum scene_weight weight, int size_px,
                const char *text);

void build_rect(struct builder *builder, struct scene_box box, uint32_t colour, int radius_px);
void build_arrow(struct builder *builder, struct scene_box box, enum wall_direction direction,
                 uint32_t colour);
/* Shape, colour and number of a desk; `off` = not open. */
void build_mark(struct builder *builder, struct scene_box box, const struct wall_board *board,
                int desk, bool off);

/* One line, capitals centred in the box's height. Returns the item (for its x and text_w),
 * or NULL when the text is empty or the scene is full. */
const struct scene_item *build_text(struct builder *builder, struct scene_box box,
                                    struct text_style style, const char *text);
/* Indonesian, then English lighter on the same line; English gives way first. Returns the
 * width used. */
int build_pair(struct builder *builder, struct scene_box box, struct text_style id,
               struct text_style en, struct words words);
/* At most lines_max lines of equal height filling the box; returns the lines used. */
int build_lines(struct builder *builder, struct scene_box box, struct text_style style,
                const char *text, int lines_max);
/* Lines that build_lines would use at the wanted size, 1..lines_max. */
int build_line_count(const struct builder *builder, int width, struct text_style style,
                     const char *text, int lines_max);

/* The parts of the screen. */
void scene_bars_header(struct builder *builder, struct scene_box box);
int scene_bars_band_height(const struct builder *builder); /* 0 = nothing to say */
void scene_bars_band(struct builder *builder, struct scene_box box);
int scene_bars_notice_height(const struct builder *builder);
void scene_bars_notice(struct builder *builder, struct scene_box box);
void scene_stage_draw(struct builder *builder, struct scene_box box);
void scene_stage_waiting(struct builder *builder, struct scene_box box); /* before a board */
void scene_recent_draw(struct builder *builder, struct scene_box box);
int scene_services_height(const struct builder *builder);
void scene_services_draw(struct builder *builder, struct scene_box box);
void scene_desks_draw(struct builder *builder, struct scene_box box);

/* The cards of the services, all alike. */
enum card_density { CARD_ROOMY, CARD_COMPACT, CARD_DENSE };
struct card_look {
    enum card_density density;
    int name_size;  /* design pixels */
    int name_lines; /* 1 or 2 */
};
int scene_card_height(enum card_density density, int name_lines, bool last_wait); /* design px */
int scene_card_name_width(const struct builder *builder, int card_w, enum card_density density);
/* Until a forecast exists, how long the last visitor waited is the best fact there is. */
bool scene_card_has_last_wait(const struct wall_service *service);
void scene_card_draw(struct builder *builder, struct scene_box box, const struct card_look *look,
                     const struct wall_service *service);

/* The call that the stage shows, NULL when it shows words instead. */
const struct wall_call *scene_stage_call(const struct builder *builder);

#endif

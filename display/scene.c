// SPDX-License-Identifier: MIT
#include "display/scene.h"

#include <math.h>
#include <string.h>

#include "display/scene_build.h"

int64_t scene_notice_period_ms(const struct wall_board *board)
{
    return INT64_C(10000) * board->speed;
}

static double choose(double own, double board, double otherwise)
{
    return own > 0 ? own : board > 0 ? board : otherwise;
}

/* From where the wall is read, by who started it, else by the branch. */
static struct reading reading_of(const struct scene_input *input)
{
    double distance_m = input->board ? input->board->wall.viewing_distance_m : 0;
    double inch = input->board ? input->board->wall.screen_inch : 0;
    return reading_make(choose(input->viewing_distance_m, distance_m, 5),
                        choose(input->screen_inch, inch, 43), input->width, input->height);
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

/* Wide screens: stage and recent calls side by side. */
static void landscape(struct builder *builder, int top, int bottom)
{
    int width = builder->scene->width;
    struct services_plan plan;
    int services = scene_services_plan(builder, bottom - top, &plan);
    int middle = max_int(bottom - services, top);
    int stage_w = (int)lround(width * 0.612);
    scene_page_or_stage(builder, (struct scene_box){0, top, stage_w, middle - top});
    scene_recent_draw(builder, (struct scene_box){stage_w, top, width - stage_w, middle - top});
    scene_services_draw(builder, (struct scene_box){0, middle, width, services}, &plan);
}

/* Tall screens: stage, recent calls, services below each other. */
static void portrait(struct builder *builder, int top, int bottom)
{
    int width = builder->scene->width;
    struct services_plan plan;
    int services = scene_services_plan(builder, bottom - top, &plan);
    int middle = max_int(bottom - services, top);
    int stage_h = (int)lround((middle - top) * 0.56);
    scene_page_or_stage(builder, (struct scene_box){0, top, width, stage_h});
    scene_recent_draw(builder, (struct scene_box){0, top + stage_h, width, middle - top - stage_h});
    scene_services_draw(builder, (struct scene_box){0, middle, width, services}, &plan);
}

void scene_make(const struct scene_input *input, const struct scene_measure *measure,
                struct scene *scene)
{
    scene->width = input->width;
    scene->height = input->height;
    scene->ground = PALETTE_GROUND;
    scene->count = 0;
    scene->overflow = false;
    scene->reading = reading_of(input);
    struct builder builder = {
        .scene = scene, .input = input, .measure = measure, .rule = reading_rule(scene->reading)};
    builder.portrait = input->height > input->width;
    /* Shares of the height; narrower screens than 3:2 are bound by their width instead. */
    double bound = builder.portrait ? fmin(input->width, input->height * 9.0 / 16.0)
                                    : fmin(input->height, input->width * 2.0 / 3.0);
    builder.unit = bound / 1080.0;
    struct scene_box screen = {0, 0, input->width, input->height};
    if (!input->board) {
        scene_stage_waiting(&builder, screen);
        scene_drift(scene, input->drift, builder.unit);
        return;
    }
    if (scene_night_wanted(&builder)) {
        scene_night_draw(&builder, screen);
        return;
    }
    int header = scene_bars_header_height(&builder);
    int band = scene_bars_band_height(&builder);
    int notice = scene_bars_notice_height(&builder);
    scene_bars_header(&builder, (struct scene_box){0, 0, screen.w, header});
    scene_bars_band(&builder, (struct scene_box){0, header, screen.w, band});
    if (builder.portrait) {
        portrait(&builder, header + band, screen.h - notice);
    } else {
        landscape(&builder, header + band, screen.h - notice);
    }
    scene_bars_notice(&builder, (struct scene_box){0, screen.h - notice, screen.w, notice});
    scene_drift(scene, input->drift, builder.unit);
}

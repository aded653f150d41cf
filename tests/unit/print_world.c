// SPDX-License-Identifier: MIT
#include "tests/unit/print_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

const char *const world_answering[WORLD_ANSWERING] = {"epson-tm", "citizen", "kiosk-presenter",
                                                      "generic"};

static void on_slip(void *context, const struct model_slip *slip)
{
    struct world *world = context;
    world->slips++;
    model_slip_text(slip, 48, world->text, sizeof world->text);
}

struct world *world_begin(const char *profile)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->model = calloc(1, sizeof *world->model);
    assert_non_null(world->model);
    model_init(world->model, 576);
    world->model->context = world;
    world->model->slip = on_slip;
    world->now_ms = 1000;
    print_job_init(&world->job, escpos_profile_find(profile), 19200);
    return world;
}

void world_end(struct world *world)
{
    free(world->model);
    free(world);
}

void world_collect(struct world *world)
{
    enum print_output_kind kind;
    while ((kind = print_job_tick(&world->job, world->now_ms)) != PRINT_NOTHING) {
        world->confirmed += kind == PRINT_CONFIRMED;
        world->unconfirmed += kind == PRINT_UNCONFIRMED;
        world->unknown += kind == PRINT_UNKNOWN;
    }
}

void world_pass_ms(struct world *world)
{
    const uint8_t *data;
    uint8_t reply[2];
    world_collect(world);
    size_t bytes = world->plugged && !world->deaf ? print_job_output(&world->job, &data) : 0;
    bytes = bytes > 2 ? 2 : bytes;
    for (size_t i = 0; i < bytes; i++)
        model_receive(world->model, data[i]);
    print_job_sent(&world->job, bytes, world->now_ms);
    model_run(world->model, (double)world->now_ms);
    size_t replies = model_take_replies(world->model, reply, sizeof reply);
    if (world->plugged && !world->mute)
        print_job_input(&world->job, reply, replies, world->now_ms);
    world_collect(world);
    world->now_ms++;
}

void world_pass(struct world *world, int64_t ms)
{
    for (int64_t i = 0; i < ms; i++)
        world_pass_ms(world);
}

void world_plug(struct world *world, bool in_doubt)
{
    world->plugged = true;
    print_job_line_up(&world->job, in_doubt, world->now_ms);
}

bool world_is_ready(const struct world *world)
{
    return print_job_ready(&world->job, world->now_ms);
}

void world_start_lines(struct world *world, const char *number, int lines)
{
    struct paper paper = {.count = 2};
    uint8_t bytes[1024];
    paper.line[0] = (struct paper_line){.kind = PAPER_TEXT, .size = 8};
    strncpy(paper.line[0].text, number, PAPER_TEXT_BYTES - 1);
    paper.line[1] = (struct paper_line){.kind = PAPER_TEXT, .size = 1, .text = "Klaim JHT"};
    for (; paper.count < lines; paper.count++)
        paper.line[paper.count] = paper.line[1];
    size_t count = escpos_encode(world->job.profile, 0, &paper, bytes, sizeof bytes);
    assert_true(print_job_start(&world->job, bytes, count, world->now_ms));
}

void world_start(struct world *world, const char *number)
{
    world_start_lines(world, number, 12);
}

int world_outcomes(const struct world *world)
{
    return world->confirmed + world->unconfirmed + world->unknown;
}

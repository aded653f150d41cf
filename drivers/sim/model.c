// SPDX-License-Identifier: MIT
/* The electronics: receive buffer, real-time commands, status, faults. */
#include "drivers/sim/model.h"

#include <string.h>

#include "drivers/sim/model_internal.h"

enum { DLE = 0x10, EOT = 0x04, ENQ = 0x05, DC4 = 0x14 };

void model_init(struct model *model, int width_dots)
{
    model->width_dots = width_dots;
    model->dots_per_ms = 1.2; /* 150 mm/s at 8 dots/mm */
    model->cut_ms = 300;
    model_power_cycle(model);
}

void model_power_cycle(struct model *model)
{
    model->head = model->used = 0;
    model->held_bytes = 0;
    model->replies = 0;
    model->busy_until_ms = 0;
    model->asb = 0;
    model->qr_bytes = 0;
    model_command_reset(model);
    model_page_init(model);
}

bool model_offline(const struct model *model)
{
    return model->paper == MODEL_PAPER_OUT || model->cover_open || model->cutter_jammed;
}

size_t model_room(const struct model *model)
{
    size_t free_bytes = MODEL_BUFFER_BYTES - model->used;
    return free_bytes > MODEL_BUSY_BYTES ? free_bytes - MODEL_BUSY_BYTES : 0;
}

void model_reply(struct model *model, const void *data, size_t bytes)
{
    if (model->replies + bytes > MODEL_REPLY_BYTES)
        return; /* a host that never listens */
    memcpy(model->reply + model->replies, data, bytes);
    model->replies += bytes;
}

size_t model_take_replies(struct model *model, uint8_t *data, size_t bytes)
{
    size_t taken = bytes < model->replies ? bytes : model->replies;
    memcpy(data, model->reply, taken);
    model->replies -= taken;
    memmove(model->reply, model->reply + taken, model->replies);
    return taken;
}

static uint8_t status_byte(const struct model *model, int n)
{
    bool out = model->paper == MODEL_PAPER_OUT;
    bool low = model->paper != MODEL_PAPER_OK;
    switch (n) {
    case 1:
        return (uint8_t)(0x12 | (model_offline(model) ? 0x08 : 0));
    case 2:
        return (uint8_t)(0x12 | (model->cover_open ? 0x04 : 0) | (out ? 0x20 : 0) |
                         (model->cutter_jammed ? 0x40 : 0));
    case 3:
        return (uint8_t)(0x12 | (model->cutter_jammed ? 0x08 : 0));
    default:
        return (uint8_t)(0x12 | (low ? 0x0C : 0) | (out ? 0x60 : 0));
    }
}

uint8_t model_paper_sensor(const struct model *model)
{
    return (uint8_t)((model->paper != MODEL_PAPER_OK ? 0x03 : 0) |
                     (model->paper == MODEL_PAPER_OUT ? 0x0C : 0));
}

void model_reply_asb(struct model *model)
{
    uint8_t asb[4] = {0x10, 0, model_paper_sensor(model), 0};
    asb[0] |= (uint8_t)((model_offline(model) ? 0x08 : 0) | (model->cover_open ? 0x20 : 0));
    asb[1] |= model->cutter_jammed ? 0x08 : 0;
    model_reply(model, asb, sizeof asb);
}

static void clear_buffers(struct model *model)
{
    model->head = model->used = 0;
    model->busy_until_ms = 0;
    model_command_reset(model);
    model_page_init(model);
}

static void obey(struct model *model)
{
    static const uint8_t cleared[] = {0x37, 0x25, 0x00};
    const uint8_t *held = model->held;
    model->realtime_commands++;
    if (held[1] == EOT) {
        uint8_t status = status_byte(model, held[2]);
        model_reply(model, &status, 1);
    } else if (held[1] == ENQ && held[2] == 2) {
        clear_buffers(model);
    } else if (held[1] == DC4 && held[2] == 7) {
        model_reply_asb(model);
    } else if (held[1] == DC4 && held[2] == 8) {
        clear_buffers(model);
        model_reply(model, cleared, sizeof cleared);
    }
    model->held_bytes = 0;
}

enum match { MATCH_NO, MATCH_MORE, MATCH_ALL };

static enum match match_held(const uint8_t *held, int bytes)
{
    static const uint8_t clear[] = {DLE, DC4, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08};
    if (held[0] != DLE)
        return MATCH_NO;
    if (bytes == 1)
        return MATCH_MORE;
    if (held[1] == EOT)
        return bytes < 3 ? MATCH_MORE : held[2] >= 1 && held[2] <= 4 ? MATCH_ALL : MATCH_NO;
    if (held[1] == ENQ)
        return bytes < 3 ? MATCH_MORE : held[2] == 1 || held[2] == 2 ? MATCH_ALL : MATCH_NO;
    if (held[1] != DC4)
        return MATCH_NO;
    if (bytes == 2)
        return MATCH_MORE;
    if (held[2] == 1 || held[2] == 2)
        return bytes < 5 ? MATCH_MORE : MATCH_ALL;
    if (held[2] == 7)
        return bytes < 4 ? MATCH_MORE : MATCH_ALL;
    if (memcmp(held, clear, (size_t)bytes) != 0)
        return MATCH_NO;
    return bytes < (int)sizeof clear ? MATCH_MORE : MATCH_ALL;
}

static void store(struct model *model, uint8_t byte)
{
    if (model->used == MODEL_BUFFER_BYTES)
        return; /* a host that ignores the handshake loses bytes */
    model->buffer[(model->head + model->used) % MODEL_BUFFER_BYTES] = byte;
    model->used++;
}

/* Real-time commands are recognised wherever they stand, and never reach the buffer. */
void model_receive(struct model *model, uint8_t byte)
{
    model->bytes_received++;
    model->held[model->held_bytes++] = byte;
    while (model->held_bytes > 0) {
        enum match match = match_held(model->held, model->held_bytes);
        if (match == MATCH_ALL)
            obey(model);
        if (match != MATCH_NO)
            return;
        store(model, model->held[0]);
        model->held_bytes--;
        memmove(model->held, model->held + 1, (size_t)model->held_bytes);
    }
}

void model_run(struct model *model, double now_ms)
{
    if (model->cutting && now_ms >= model->busy_until_ms)
        model_page_finish_cut(model);
    while (model->used > 0 && !model_offline(model) && now_ms >= model->busy_until_ms) {
        uint8_t byte = model->buffer[model->head];
        model->head = (model->head + 1) % MODEL_BUFFER_BYTES;
        model->used--;
        double cost_ms = model_command_byte(model, byte);
        if (cost_ms > 0) /* late calls do not slow the mechanism down */
            model->busy_until_ms =
                (now_ms - model->busy_until_ms < 20 ? model->busy_until_ms : now_ms) + cost_ms;
        if (model->cutting && now_ms >= model->busy_until_ms)
            model_page_finish_cut(model);
    }
}

double model_due_ms(const struct model *model)
{
    bool works = model->cutting || (model->used > 0 && !model_offline(model));
    return works ? model->busy_until_ms : -1;
}

static void tell_change(struct model *model)
{
    if (model->asb)
        model_reply_asb(model);
}

void model_set_paper(struct model *model, enum model_paper paper)
{
    bool new_roll = model->paper == MODEL_PAPER_OUT && paper != MODEL_PAPER_OUT;
    if (new_roll && model->cutting)
        model_page_finish_cut(model);
    if (new_roll) { /* what hung out of the old roll left with it */
        model->page.rows = 0;
        model->page.arena_bytes = 0;
        model->inked = false;
    }
    if (model->paper != paper) {
        model->paper = paper;
        tell_change(model);
    }
}

void model_set_cover(struct model *model, bool open)
{
    if (model->cover_open != open) {
        model->cover_open = open;
        tell_change(model);
    }
}

void model_set_cutter(struct model *model, bool jammed)
{
    if (model->cutter_jammed != jammed) {
        model->cutter_jammed = jammed;
        tell_change(model);
    }
}

// SPDX-License-Identifier: MIT
/* The command parser of the model: buffer order, one byte at a time. */
#include <string.h>

#include "drivers/sim/model_internal.h"

enum { LF = 0x0A, CR = 0x0D, ESC = 0x1B, FS = 0x1C, GS = 0x1D };

void model_command_reset(struct model *model)
{
    model->command_bytes = 0;
    model->payload_left = model->payload_bytes = 0;
    model->kanji_lead = 0;
}

/* Commands of a fixed length: introducer, letter, how many bytes of parameters follow. */
struct fixed {
    uint8_t introducer, letter, parameters;
};

static const struct fixed fixed[] = {
    {ESC, '@', 0}, {ESC, '!', 1}, {ESC, 't', 1}, {ESC, 'R', 1},  {ESC, 'E', 1}, {ESC, 'G', 1},
    {ESC, '-', 1}, {ESC, 'M', 1}, {ESC, 'a', 1}, {ESC, '2', 0},  {ESC, '3', 1}, {ESC, 'd', 1},
    {ESC, 'J', 1}, {ESC, '{', 1}, {ESC, 'i', 0}, {ESC, 'm', 0},  {ESC, 'v', 0}, {ESC, 'c', 2},
    {ESC, 'p', 3}, {ESC, ' ', 1}, {ESC, '$', 2}, {ESC, '\\', 2}, {ESC, 'V', 1}, {FS, '.', 0},
    {FS, '&', 0},  {FS, 'p', 2},  {FS, '!', 1},  {GS, '!', 1},   {GS, 'B', 1},  {GS, 'b', 1},
    {GS, 'L', 2},  {GS, 'W', 2},  {GS, 'a', 1},  {GS, 'r', 1},   {GS, 'I', 1},  {GS, 'H', 1},
    {GS, 'h', 1},  {GS, 'w', 1},  {GS, 'f', 1},  {GS, 'P', 2},   {GS, '/', 1},  {GS, ':', 0}};

/* Parameter bytes of the command in hand, -1 = no such command. */
static int parameters(const struct model *model)
{
    const uint8_t *c = model->command;
    if (c[0] == GS && c[1] == 'V') /* cut: the functions 65 and up take a feed */
        return model->command_bytes >= 3 && c[2] >= 65 ? 2 : 1;
    if (c[0] == GS && c[1] == 'e') /* presenter */
        return model->command_bytes >= 3 && c[2] == 3      ? 2
               : model->command_bytes >= 3 && c[2] == 0x20 ? 3
                                                           : 1;
    if (c[0] == GS && c[1] == '(')
        return 3; /* letter, pL, pH; then the block */
    if (c[0] == GS && c[1] == 'v')
        return 6; /* 0 m xL xH yL yH; then the block */
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        if (fixed[i].introducer == c[0] && fixed[i].letter == c[1])
            return fixed[i].parameters;
    }
    return -1;
}

static void set_flag(struct model *model, uint8_t flag, bool on)
{
    model->style.flags = (uint8_t)(on ? model->style.flags | flag : model->style.flags & ~flag);
}

static void set_modes(struct model *model, uint8_t n) /* ESC ! */
{
    model->style.flags = 0;
    set_flag(model, CELL_FONT_B, n & 0x01);
    set_flag(model, CELL_BOLD, n & 0x08);
    set_flag(model, CELL_UNDERLINE, n & 0x80);
    model->style.high = n & 0x10 ? 2 : 1;
    model->style.wide = n & 0x20 ? 2 : 1;
}

static double run_esc(struct model *model, const uint8_t *c)
{
    struct model_style *style = &model->style;
    switch (c[1]) {
    case '@':
        model_page_init(model);
        break;
    case '!':
        set_modes(model, c[2]);
        break;
    case 't':
        style->code_page = c[2];
        break;
    case 'E':
    case 'G':
        set_flag(model, CELL_BOLD, c[2] & 1);
        break;
    case '-':
        set_flag(model, CELL_UNDERLINE, c[2] != 0 && c[2] != '0');
        break;
    case 'M':
        set_flag(model, CELL_FONT_B, c[2] & 1);
        break;
    case 'a':
        if (model->line.cells == 0) /* obeyed at the line's start only */
            style->align = c[2] % 48 <= 2 ? c[2] % 48 : 0;
        break;
    case '2':
        style->line_dots = 34;
        break;
    case '3':
        style->line_dots = c[2];
        break;
    case 'd': {
        double cost_ms = model_page_line(model);
        return cost_ms + (c[2] > 1 ? model_page_feed(model, (c[2] - 1) * style->line_dots) : 0);
    }
    case 'J': {
        bool empty = model->line.cells == 0;
        double cost_ms = empty ? 0 : model_page_line(model);
        return cost_ms + model_page_feed(model, c[2]);
    }
    case 'i':
    case 'm':
        return model_page_cut(model, 0);
    case 'v': {
        uint8_t sensor = model_paper_sensor(model);
        model_reply(model, &sensor, 1);
        break;
    }
    default:
        break; /* known, without effect on this paper */
    }
    return 0;
}

static void identify(struct model *model, uint8_t n)
{
    static const char maker[] = "_Loket";
    static const char name[] = "_SIM-80";
    static const uint8_t id[] = {0x20};
    if (n == 66)
        model_reply(model, maker, sizeof maker);
    else if (n == 65 || n == 67 || n == 68)
        model_reply(model, name, sizeof name);
    else
        model_reply(model, id, sizeof id);
}

static double run_gs(struct model *model, const uint8_t *c)
{
    uint8_t sensor = model_paper_sensor(model);
    switch (c[1]) {
    case '!':
        model->style.wide = (uint8_t)((c[2] >> 4 & 7) + 1);
        model->style.high = (uint8_t)((c[2] & 7) + 1);
        break;
    case 'B':
        set_flag(model, CELL_REVERSE, c[2] & 1);
        break;
    case 'V':
        return model_page_cut(model, c[2] >= 65 ? c[3] : 0);
    case 'a':
        model->asb = c[2];
        if (model->asb)
            model_reply_asb(model);
        break;
    case 'r':
        if (c[2] == 1 || c[2] == '1')
            model_reply(model, &sensor, 1);
        break;
    case 'I':
        identify(model, c[2]);
        break;
    default:
        break;
    }
    return 0;
}

static double run(struct model *model)
{
    const uint8_t *c = model->command;
    if (c[0] == ESC)
        return run_esc(model, c);
    if (c[0] == GS)
        return run_gs(model, c);
    if (c[1] == '.' || c[1] == '&')
        model->style.kanji = c[1] == '&';
    return 0;
}

/* Begins a block; true when there is one. */
static bool open_block(struct model *model)
{
    const uint8_t *c = model->command;
    if (c[0] != GS || (c[1] != '(' && c[1] != 'v'))
        return false;
    if (c[1] == '(')
        model->payload_left = c[3] | (uint32_t)c[4] << 8;
    else
        model->payload_left = (c[4] | (uint32_t)c[5] << 8) * (c[6] | (uint32_t)c[7] << 8);
    model->payload_bytes = 0;
    memset(model->payload_head, 0, sizeof model->payload_head);
    return model->payload_left > 0;
}

static double end_qr(struct model *model)
{
    const uint8_t *head = model->payload_head;
    if (head[0] != '1')
        return 0;
    if (head[1] == 'C' && head[2] >= 1 && head[2] <= 16)
        model->qr_module_dots = head[2];
    if (head[1] == 'E' && head[2] >= '0' && head[2] <= '3')
        model->qr_level = head[2] - '0';
    return head[1] == 'Q' ? model_page_qr(model) : 0;
}

static double end_block(struct model *model)
{
    const uint8_t *c = model->command;
    if (c[1] == 'v')
        return model_page_image(model);
    if (c[2] == 'k')
        return end_qr(model);
    if (c[2] == 'H' && model->payload_head[1] == '0' && model->payload_bytes == 6) {
        uint8_t printed[] = {0x37, 0x22, 0, 0, 0, 0, 0};
        memcpy(printed + 2, model->fence_id, 4);
        model_reply(model, printed, sizeof printed);
    }
    return 0;
}

static void keep_payload(struct model *model, uint8_t byte)
{
    const uint8_t *c = model->command;
    uint32_t at = model->payload_bytes++;
    struct model_slip *page = &model->page;
    if (at < sizeof model->payload_head)
        model->payload_head[at] = byte;
    if (c[1] == 'v') {
        if (page->arena_bytes + at < MODEL_ARENA_BYTES)
            page->arena[page->arena_bytes + at] = byte;
    } else if (c[2] == 'k' && model->payload_head[1] == 'P' && at >= 3) {
        if (at == 3)
            model->qr_bytes = 0;
        if (model->qr_bytes < sizeof model->qr)
            model->qr[model->qr_bytes++] = byte;
    } else if (c[2] == 'H' && at >= 2 && at < 6) {
        model->fence_id[at - 2] = byte;
    }
}

static double payload_byte(struct model *model, uint8_t byte)
{
    keep_payload(model, byte);
    if (--model->payload_left > 0)
        return 0;
    double cost_ms = end_block(model);
    model->command_bytes = 0;
    return cost_ms;
}

static double continue_command(struct model *model, uint8_t byte)
{
    model->command[model->command_bytes++] = byte;
    int wanted = parameters(model);
    if (wanted < 0) {
        model->unknown_bytes += (uint32_t)model->command_bytes;
        model->command_bytes = 0;
        return 0;
    }
    if (model->command_bytes < 2 + wanted)
        return 0;
    if (open_block(model))
        return 0;
    double cost_ms = run(model);
    model->command_bytes = 0;
    return cost_ms;
}

double model_command_byte(struct model *model, uint8_t byte)
{
    if (model->payload_left > 0)
        return payload_byte(model, byte);
    if (model->command_bytes > 0)
        return continue_command(model, byte);
    if (byte == ESC || byte == FS || byte == GS)
        model->command[model->command_bytes++] = byte;
    else if (byte == LF)
        return model_page_line(model);
    else if (byte >= 0x20)
        model_page_character(model, byte);
    else if (byte != 0 && byte != CR && byte != '\t')
        model->unknown_bytes++;
    return 0;
}

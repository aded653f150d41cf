// SPDX-License-Identifier: MIT
/* What the model's own files share; nobody else includes it. */
#ifndef LOKET_DRIVERS_SIM_MODEL_INTERNAL_H
#define LOKET_DRIVERS_SIM_MODEL_INTERNAL_H

#include "drivers/sim/model.h"

/* model_command.c: one byte in buffer order. Returns the milliseconds of mechanism time it
 * costs. */
double model_command_byte(struct model *model, uint8_t byte);
void model_command_reset(struct model *model); /* forget a half-read command */

/* model_page.c: the paper. Each returns milliseconds of mechanism time. */
void model_page_init(struct model *model); /* ESC @ */
void model_page_character(struct model *model, uint8_t byte);
double model_page_line(struct model *model); /* LF */
double model_page_feed(struct model *model, int dots);
double model_page_image(struct model *model);
double model_page_qr(struct model *model);
double model_page_cut(struct model *model, int feed_dots);
void model_page_finish_cut(struct model *model); /* the blade is through */

/* model.c */
void model_reply(struct model *model, const void *data, size_t bytes);
void model_reply_asb(struct model *model);
uint8_t model_paper_sensor(const struct model *model); /* the GS r 1 byte */

#endif

// SPDX-License-Identifier: MIT
/* What the files of the model share; nobody else includes it. */
#ifndef LOKET_FORECAST_BRANCH_PARTS_H
#define LOKET_FORECAST_BRANCH_PARTS_H

#include "firmware/forecast/branch_model.h"

/* branch_hours.c: the hours a desk is there. `says` = it was opened, not merely seen at work. */
void branch_hours_on(const struct branch_model *model, struct branch_desk *desk, int64_t at_ms,
                     bool says);
void branch_hours_off(const struct branch_model *model, struct branch_desk *desk, int64_t at_ms);
void branch_hours_day(struct branch_model *model);

/* branch_pace.c: share of the called of this wait bin who do not come, whatever the service. */
double branch_model_no_show(const struct branch_model *model, int bin);

#endif

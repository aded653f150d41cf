// SPDX-License-Identifier: MIT
/* The promise ledger as JSON and CSV. Pure functions of their arguments. */
#ifndef LOKET_API_PROMISES_H
#define LOKET_API_PROMISES_H

#include <jansson.h>
#include <stdio.h>

#include "firmware/content.h"
#include "firmware/forecast/ledger.h"

/* What is asked for: days first..last, yyyymmdd, both included. */
struct promises_query {
    const struct ledger *ledger; /* NULL: nothing is kept, lists are empty */
    const struct content *content;
    int32_t first, last;
};

/* {"coverage","measured","least","told_from","trusted","from","to","total","services","days"}; not
 * "state", which is the kiosk's. A new reference. coverage: of the last `measured` promises, null
 * without any; told to the public once there are `least` of them with a coverage of told_from.
 * Each entry: count, said, kept, kept_share (of the said), coverage90 (share of all with wait <=
 * P90), inside80, mean_wait_min, for each of ours, les, queue_length and mean: mae_min, bias_min,
 * pinball50_min, pinball90_min; and by how many per cent our mean error is the smaller one:
 * better_than_les_percent ... Shares and minutes of nothing are null. Services: those of the
 * branch document and others that had promises; of a day only the latter. */
json_t *promises_json(const struct promises_query *query);
/* A row per day and service that had promises, the same figures. */
void promises_write(FILE *out, const struct promises_query *query);

#endif

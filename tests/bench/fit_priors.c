// SPDX-License-Identifier: MIT
#include "tests/bench/fit_priors.h"

#include <stdlib.h>
#include <string.h>

#include "tests/bench/fit_network.h"
#include "tests/bench/support.h"

enum { EPOCHS = 30, WORTH_SAMPLES = 1000 };

/* The regression starts as the network's own answer. */
static void start_priors(struct forecast_priors *priors)
{
    memset(&priors->model, 0, sizeof priors->model);
    for (int q = 0; q < QUANTILES; q++)
        priors->model.level[q][FEATURE_NET_10 + q] = 1;
    priors->samples = WORTH_SAMPLES;
}

static void collect(const struct fit_logs *logs, const struct forecast_priors *priors,
                    struct fit_samples *samples)
{
    samples->count = 0;
    for (int b = 0; b < logs->count; b++)
        fit_replay(&logs->branch[b], b, priors, samples, NULL);
    fprintf(stderr, "%d branches, %d samples\n", logs->count, samples->count);
}

static void write_floats(const char *name, const float *rows, int count, int columns)
{
    printf("        .%s =\n            {", name);
    for (int i = 0; i < count; i++) {
        printf("%s{", i ? ",\n             " : "");
        for (int k = 0; k < columns; k++)
            printf("%s%.5gF", k ? ", " : "", (double)rows[i * columns + k] + 1e-9);
        printf("}");
    }
    printf("},\n");
}

static void write_priors(const struct forecast_priors *priors)
{
    printf("// SPDX-License-Identifier: MIT\n"
           "/* Written by `bench_forecast fit`; see priors.h. */\n"
           "#include \"firmware/forecast/priors.h\"\n\n"
           "const struct forecast_priors priors_factory = {\n    .network = {\n");
    for (int m = 0; m < NETWORK_MEMBERS; m++) {
        const struct network_member *member = &priors->network.member[m];
        printf("    .member[%d] = {\n", m);
        write_floats("hidden", member->hidden[0], NETWORK_HIDDEN, NETWORK_INPUTS + 1);
        write_floats("output", member->output[0], NETWORK_OUTPUTS, NETWORK_HIDDEN + 1);
        printf("    },\n");
    }
    printf("    },\n    .model = {.level = {{[FEATURE_NET_10] = 1},\n"
           "                        {[FEATURE_NET_50] = 1},\n"
           "                        {[FEATURE_NET_90] = 1}}},\n    .samples = %g,\n};\n",
           priors->samples);
}

static void leave_out(const struct fit_logs *logs, const struct fit_samples *samples,
                      struct forecast_priors *priors)
{
    printf("branch,day,ticket,service,time_s,ahead,p10_s,p50_s,p90_s\n");
    for (int fold = 0; fold < FIT_FOLDS; fold++) {
        fit_network(&priors->network, samples, fold, EPOCHS);
        for (int b = fold; b < logs->count; b += FIT_FOLDS)
            fit_replay(&logs->branch[b], b, priors, NULL, stdout);
    }
}

int fit_priors(int count, char **words)
{
    struct fit_logs *logs = calloc(1, sizeof *logs);
    struct forecast_priors *priors = calloc(1, sizeof *priors);
    struct fit_samples samples = {0};
    if (!logs || !priors || count < 2)
        support_fail("usage: bench_forecast fit|leave-out LOG...");
    for (int i = 1; i < count; i++)
        fit_logs_read(logs, words[i]);
    start_priors(priors);
    collect(logs, priors, &samples);
    fit_network(&priors->network, &samples, -1, EPOCHS);
    collect(logs, priors, &samples); /* the own errors are now those of a network that knows */
    if (strcmp(words[0], "leave-out") == 0) {
        leave_out(logs, &samples, priors);
    } else {
        fit_network(&priors->network, &samples, -1, EPOCHS);
        write_priors(priors);
    }
    return 0;
}

// SPDX-License-Identifier: MIT
/* What loket.conf and the branch document must agree on. */
#include <stdio.h>

#include "firmware/config.h"
#include "firmware/content.h"

static bool line_fits(const char *path, const struct config_line *line,
                      const struct content *content, char error[CONFIG_ERROR_BYTES])
{
    if (line->service && !content_service(content, line->service)) {
        snprintf(error, CONFIG_ERROR_BYTES,
                 "%.240s:%d: the branch document has no service %c; correct the letter or add the "
                 "service there",
                 path, line->row, line->service);
        return false;
    }
    if (line->desk && !content_desk(content, line->desk)) {
        snprintf(error, CONFIG_ERROR_BYTES,
                 "%.240s:%d: the branch document has no desk %u; correct the number or add the "
                 "desk there",
                 path, line->row, (unsigned)line->desk);
        return false;
    }
    return true;
}

void config_list_content(const char *path, const struct config *config,
                         const struct content *content, config_text_fn each, void *context)
{
    char error[CONFIG_ERROR_BYTES];
    for (int i = 0; i < config->line_count; i++)
        if (!line_fits(path, &config->line[i], content, error))
            each(context, error);
    for (int i = 0; i < config->lamp_count; i++)
        if (!line_fits(path, &config->lamp[i], content, error))
            each(context, error);
}

static void keep_first(void *context, const char *text)
{
    char *error = context;
    if (!error[0])
        snprintf(error, CONFIG_ERROR_BYTES, "%s", text);
}

bool config_check_content(const char *path, const struct config *config,
                          const struct content *content, char error[CONFIG_ERROR_BYTES])
{
    char first[CONFIG_ERROR_BYTES] = "";
    config_list_content(path, config, content, keep_first, first);
    if (first[0])
        snprintf(error, CONFIG_ERROR_BYTES, "%s", first);
    return first[0] == 0;
}

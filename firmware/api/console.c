// SPDX-License-Identifier: MIT
/* The console's files over HTTP. */
#include "firmware/api/assets.h"
#include "firmware/api/routes.h"

#include <string.h>

void console_home(struct exchange *exchange)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (response)
        MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, "/console/");
    exchange_response(exchange, MHD_HTTP_FOUND, response);
}

/* The browser has just this. */
static bool is_known(const struct exchange *exchange, const struct asset *asset)
{
    const char *tags = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND,
                                                   MHD_HTTP_HEADER_IF_NONE_MATCH);
    return tags && (strcmp(tags, "*") == 0 || strstr(tags, asset->tag));
}

void console_get(struct exchange *exchange)
{
    const struct asset *asset = assets_find(&exchange->door->api->assets, exchange->values.rest);
    if (!asset) {
        exchange_error(exchange, MHD_HTTP_NOT_FOUND, "not_found", "There is no such file.", "");
        return;
    }
    const bool known = is_known(exchange, asset);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        known ? 0 : asset->bytes, asset->data, MHD_RESPMEM_PERSISTENT);
    if (response) {
        if (!known)
            MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, asset->type);
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, asset->tag);
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
    }
    exchange_response(exchange, known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, response);
}

// SPDX-License-Identifier: MIT
#include "firmware/api/routes.h"

#include <string.h>

#define DESK "/api/v1/desks/#/"
#define TICKET "/api/v1/tickets/@"
#define VERSIONS "/api/v1/content/versions"

static const struct route table[] = {
    {"GET", "/", ACCESS_ANYONE, console_home, 0, 0, 0},
    {"GET", "/console", ACCESS_ANYONE, console_home, 0, 0, 0},
    {"GET", "/console/>", ACCESS_ANYONE, console_get, 0, 0, 0},
    {"GET", "/api/v1/board", ACCESS_ANYONE, overview_board, 0, 0, 0},
    {"GET", "/api/v1/board/stream", ACCESS_ANYONE, overview_stream, 0, 0, 0},
    {"GET", "/api/v1/pages", ACCESS_ANYONE, overview_pages, 0, 0, 0},
    {"GET", "/api/v1/health", ACCESS_ANYONE, overview_health, 0, 0, 0},
    {"POST", "/api/v1/session", ACCESS_ANYONE, sign_in_post, 0, 0, 0},
    {"GET", "/api/v1/session", ACCESS_OWN, sign_in_get, 0, 0, 0},
    {"DELETE", "/api/v1/session", ACCESS_ANYONE, sign_in_delete, 0, 0, 0},
    {"PUT", "/api/v1/session/pin", ACCESS_OWN, sign_in_pin, 0, 0, 0},
    {"GET", "/api/v1/users", ACCESS_ADMIN, users_list, 0, 0, 0},
    {"POST", "/api/v1/users", ACCESS_ADMIN, users_add, 0, 0, 0},
    {"PUT", "/api/v1/users/*", ACCESS_ADMIN, users_change, 0, 0, 0},
    {"POST", "/api/v1/users/*/reset-pin", ACCESS_ADMIN, users_reset_pin, 0, 0, 0},
    {"GET", "/api/v1/content", ACCESS_STAFF, content_get, 0, 0, 0},
    {"PUT", "/api/v1/content", ACCESS_ADMIN, content_put, 0, 0, 0},
    {"GET", VERSIONS, ACCESS_ADMIN, content_versions, 0, 0, 0},
    {"GET", VERSIONS "/*", ACCESS_ADMIN, content_version, 0, 0, 0},
    {"POST", VERSIONS "/*/activate", ACCESS_ADMIN, content_activate, 0, 0, 0},
    {"POST", VERSIONS "/*/approve", ACCESS_ADMIN, content_approve, 0, 0, 0},
    {"POST", VERSIONS "/*/reject", ACCESS_ADMIN, content_reject, 0, 0, 0},
    {"GET", "/api/v1/audit", ACCESS_ADMIN, audit_get, 0, 0, 0},
    {"POST", "/api/v1/journal/verify", ACCESS_ADMIN, upkeep_verify, 0, 0, 0},
    {"GET", "/api/v1/journal/verify", ACCESS_ADMIN, upkeep_verified, 0, 0, 0},
    {"GET", "/api/v1/journal/backup", ACCESS_ADMIN, upkeep_backup, 0, 0, 0},
    {"GET", "/api/v1/hardware", ACCESS_STAFF, hardware_get, 0, 0, 0},
    {"GET", "/api/v1/report", ACCESS_ADMIN, report_get, 0, 0, 0},
    {"GET", "/api/v1/report.csv", ACCESS_ADMIN, report_csv, 0, 0, 0},
    {"GET", "/api/v1/promises", ACCESS_ADMIN, promises_get, 0, 0, 0},
    {"GET", "/api/v1/promises.csv", ACCESS_ADMIN, promises_csv, 0, 0, 0},
    {"GET", "/api/v1/tickets.csv", ACCESS_ADMIN, report_tickets, 0, 0, 0},

    {"GET", "/api/v1/tickets", ACCESS_STAFF, tickets_list, 0, 0, 0},
    {"POST", "/api/v1/tickets", ACCESS_STAFF, route_command, CMD_TAKE,
     FIELD_SERVICE | FIELD_LANE | FIELD_PRINT | FIELD_LATE, FIELD_SERVICE},
    {"GET", TICKET, ACCESS_STAFF, tickets_get, 0, 0, 0},
    {"GET", TICKET "/slip", ACCESS_STAFF, tickets_slip, 0, 0, 0},
    {"POST", TICKET "/transfer", ACCESS_STAFF, route_command, CMD_TRANSFER,
     FIELD_SERVICE | FIELD_DESK, FIELD_SERVICE},
    {"POST", TICKET "/print", ACCESS_STAFF, route_command, CMD_REPRINT, 0, 0},
    {"POST", TICKET "/return", ACCESS_STAFF, route_command, CMD_RETURN, 0, 0},
    {"POST", TICKET "/unpark", ACCESS_STAFF, route_command, CMD_UNPARK, 0, 0},

    {"POST", DESK "next", ACCESS_STAFF, route_command, CMD_NEXT, 0, 0},
    {"POST", DESK "call", ACCESS_STAFF, route_command, CMD_CALL, FIELD_TICKET, FIELD_TICKET},
    {"POST", DESK "recall", ACCESS_STAFF, route_command, CMD_RECALL, 0, 0},
    {"POST", DESK "no-show", ACCESS_STAFF, route_command, CMD_NO_SHOW, 0, 0},
    {"POST", DESK "finish", ACCESS_STAFF, route_command, CMD_FINISH, FIELD_OUTCOME | FIELD_MISSING,
     0},
    {"POST", DESK "park", ACCESS_STAFF, route_command, CMD_PARK, FIELD_TICKET, 0},
    {"POST", DESK "pause", ACCESS_STAFF, route_command, CMD_DESK_PAUSE, FIELD_REASON, 0},
    {"POST", DESK "open", ACCESS_STAFF, route_command, CMD_DESK_OPEN, 0, 0},
    {"POST", DESK "close", ACCESS_STAFF, route_command, CMD_DESK_CLOSE, 0, 0},
    {"POST", DESK "help", ACCESS_STAFF, route_command, CMD_HELP, 0, 0},
    {"POST", DESK "help-answer", ACCESS_STAFF, route_command, CMD_HELP_ANSWER, 0, 0},

    {"POST", "/api/v1/kiosk/open", ACCESS_ADMIN, route_command, CMD_KIOSK_OPEN, 0, 0},
    {"POST", "/api/v1/kiosk/close", ACCESS_ADMIN, route_command, CMD_KIOSK_CLOSE, FIELD_MESSAGE, 0},
    {"POST", "/api/v1/kiosk/help", ACCESS_STAFF, route_command, CMD_HELP, 0, 0},
    {"POST", "/api/v1/kiosk/help-answer", ACCESS_STAFF, route_command, CMD_HELP_ANSWER, 0, 0},

    {"GET", "/api/v1/checklist/%", ACCESS_STAFF, checklist_get, 0, 0, 0},
    {"POST", "/api/v1/checklist/%", ACCESS_STAFF, checklist_print, 0, 0, 0},
    {"POST", "/api/v1/printer/test", ACCESS_STAFF, printer_test, 0, 0, 0},
};

static void add_allowed(char allow[32], const char *method)
{
    size_t used = strlen(allow);
    bool is_get = strcmp(method, "GET") == 0;
    snprintf(allow + used, 32 - used, "%s%s", used ? ", " : "", is_get ? "GET, HEAD" : method);
}

void routes_find(const char *method, const char *path, struct path_values *values,
                 struct route_found *found)
{
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    *found = (struct route_found){.match = PATH_OTHER};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct path_values here = {0};
        enum path_match match = request_match(table[i].pattern, path, &here);
        if (match == PATH_OTHER)
            continue;
        found->match = match;
        add_allowed(found->allow, table[i].method);
        if (strcmp(wanted, table[i].method) == 0) {
            found->route = &table[i];
            *values = here;
            return;
        }
    }
}

void route_command(struct exchange *exchange)
{
    const struct route *route = exchange->route;
    struct request_fault fault;
    struct command command = {.kind = route->command,
                              .desk = exchange->values.desk,
                              .ticket = exchange->values.ticket,
                              .print = route->command == CMD_TAKE};
    if (!request_parse(exchange->body, exchange->body_bytes, route->allowed, route->required,
                       &command, &fault))
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, fault.code, fault.message, fault.field);
    else
        exchange_submit(exchange, &command);
}

// SPDX-License-Identifier: MIT
#include "firmware/api/request.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "firmware/core/event.h"

enum { PAPER_KEY_BYTES = 24 }; /* of one missing paper, with its 0 */

static bool wrong(struct request_fault *fault, const char *code, const char *field,
                  const char *message)
{
    fault->code = code;
    snprintf(fault->message, sizeof fault->message, "%s", message);
    snprintf(fault->field, sizeof fault->field, "%s", field);
    return false;
}

static bool invalid(struct request_fault *fault, const char *field, const char *message)
{
    return wrong(fault, "invalid_field", field, message);
}

static bool parse_service(const json_t *value, struct command *command, struct request_fault *fault)
{
    const char *text = json_string_value(value);
    if (!text || json_string_length(value) != 1 || !service_bit(text[0]))
        return invalid(fault, "service", "service is one capital letter, like \"A\"");
    command->service = text[0];
    return true;
}

static bool parse_lane(const json_t *value, struct command *command, struct request_fault *fault)
{
    const char *text = json_string_value(value);
    enum lane lane = text ? lane_parse(text) : LANES;
    if (lane != LANE_REGULAR && lane != LANE_PRIORITY)
        return invalid(fault, "lane", "lane is \"regular\" or \"priority\"");
    command->lane = lane;
    return true;
}

static bool parse_print(const json_t *value, struct command *command, struct request_fault *fault)
{
    if (!json_is_boolean(value))
        return invalid(fault, "print", "print is true or false");
    command->print = json_is_true(value);
    return true;
}

static bool parse_late(const json_t *value, struct command *command, struct request_fault *fault)
{
    if (!json_is_boolean(value))
        return invalid(fault, "late",
                       "late is true (also when it may not be served today) or false");
    command->accept_late = json_is_true(value);
    return true;
}

static bool parse_outcome(const json_t *value, struct command *command, struct request_fault *fault)
{
    const char *text = json_string_value(value);
    enum outcome outcome = text ? outcome_parse(text) : OUTCOMES;
    if (outcome == OUTCOMES)
        return invalid(fault, "outcome",
                       "outcome is \"done\", \"missing_papers\", \"wrong_office\" or \"left\"");
    command->outcome = outcome;
    return true;
}

static bool is_key(const char *text, size_t bytes)
{
    return bytes > 0 && bytes < PAPER_KEY_BYTES &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") == bytes;
}

static bool parse_missing(const json_t *value, struct command *command, struct request_fault *fault)
{
    static const char advice[] = "missing is a list of paper keys, like [\"kk\",\"ktp\"]";
    size_t used = 0;
    if (!json_is_array(value))
        return invalid(fault, "missing", advice);
    command->note[0] = '\0';
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        const char *text = json_string_value(item);
        if (!text || !is_key(text, json_string_length(item)))
            return invalid(fault, "missing", advice);
        int added =
            snprintf(command->note + used, sizeof command->note - used, "%s%s", i ? "," : "", text);
        used += (size_t)added;
        if (used >= sizeof command->note)
            return invalid(fault, "missing", "too many papers for one note");
    }
    return true;
}

static bool parse_ticket(const json_t *value, struct command *command, struct request_fault *fault)
{
    const char *text = json_string_value(value);
    if (!text || strlen(text) != json_string_length(value) ||
        !ticket_no_parse(text, &command->ticket))
        return invalid(fault, "ticket", "ticket is a number like \"A-007\"");
    return true;
}

static bool parse_desk(const json_t *value, struct command *command, struct request_fault *fault)
{
    json_int_t number = json_is_integer(value) ? json_integer_value(value) : -1;
    if (number < 0 || number > DESK_NUMBER_MAX)
        return invalid(fault, "desk", "desk is a number from 1 to 999, or 0 for any");
    command->desk = (uint16_t)number;
    return true;
}

static bool parse_note(const json_t *value, const char *field, struct command *command,
                       struct request_fault *fault)
{
    const char *text = json_string_value(value);
    if (!text || json_string_length(value) >= NOTE_BYTES)
        return invalid(fault, field, "a text of at most 95 bytes is wanted");
    for (size_t i = 0; i < json_string_length(value); i++)
        if ((unsigned char)text[i] < ' ')
            return invalid(fault, field, "one line of text without control characters is wanted");
    snprintf(command->note, sizeof command->note, "%s", text);
    return true;
}

static bool parse_reason(const json_t *value, struct command *command, struct request_fault *fault)
{
    return parse_note(value, "reason", command, fault);
}

static bool parse_message(const json_t *value, struct command *command, struct request_fault *fault)
{
    return parse_note(value, "message", command, fault);
}

struct field {
    const char *name;
    unsigned bit;
    bool (*parse)(const json_t *value, struct command *command, struct request_fault *fault);
};

static const struct field fields[] = {
    {"service", FIELD_SERVICE, parse_service}, {"lane", FIELD_LANE, parse_lane},
    {"print", FIELD_PRINT, parse_print},       {"outcome", FIELD_OUTCOME, parse_outcome},
    {"missing", FIELD_MISSING, parse_missing}, {"ticket", FIELD_TICKET, parse_ticket},
    {"desk", FIELD_DESK, parse_desk},          {"reason", FIELD_REASON, parse_reason},
    {"message", FIELD_MESSAGE, parse_message}, {"late", FIELD_LATE, parse_late},
};
enum { FIELD_COUNT = sizeof fields / sizeof *fields };

static const struct field *find_field(const char *name)
{
    for (int i = 0; i < FIELD_COUNT; i++)
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    return NULL;
}

static bool parse_object(json_t *object, unsigned allowed, unsigned required,
                         struct command *command, struct request_fault *fault)
{
    const char *key;
    json_t *value;
    unsigned seen = 0;
    json_object_foreach(object, key, value)
    {
        const struct field *field = find_field(key);
        if (!field || !(field->bit & allowed))
            return wrong(fault, "unknown_field", key, "this call has no such field");
        if (!field->parse(value, command, fault))
            return false;
        seen |= field->bit;
    }
    for (int i = 0; i < FIELD_COUNT; i++)
        if (fields[i].bit & required & ~seen)
            return wrong(fault, "missing_field", fields[i].name, "this field is needed");
    if ((seen & FIELD_MISSING) && command->note[0] && command->outcome != OUTCOME_MISSING_PAPERS)
        return invalid(fault, "missing", "missing papers go with outcome \"missing_papers\"");
    return true;
}

bool request_parse(const char *body, size_t bytes, unsigned allowed, unsigned required,
                   struct command *command, struct request_fault *fault)
{
    json_error_t error;
    json_t *object =
        bytes ? json_loadb(body, bytes, JSON_REJECT_DUPLICATES, &error) : json_object();
    bool good;
    if (json_is_object(object)) {
        good = parse_object(object, allowed, required, command, fault);
    } else {
        char message[sizeof fault->message];
        snprintf(message, sizeof message, "the body is no JSON object%s%.100s", object ? "" : ": ",
                 object ? "" : error.text);
        good = wrong(fault, "malformed", "", message);
    }
    json_decref(object);
    return good;
}

/* The number of the digits at text[from], -1 when one of them is none. */
static int digits(const char *text, int from, int count)
{
    int number = 0;
    for (int i = from; i < from + count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

bool request_day(const char *text, int32_t *day)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int year = digits(text, 0, 4), month = digits(text, 5, 2), date = digits(text, 8, 2);
    if (year < 2000 || month < 1 || month > 12 || date < 1 || date > 31)
        return false;
    *day = year * 10000 + month * 100 + date;
    return true;
}

/* The path's segment at *path as text; *path moves behind it. */
static bool take_segment(const char **path, char *text, size_t bytes)
{
    size_t length = strcspn(*path, "/");
    if (length == 0 || length >= bytes)
        return false;
    memcpy(text, *path, length);
    text[length] = '\0';
    *path += length;
    return true;
}

static bool desk_value(const char *text, uint16_t *desk)
{
    size_t length = strspn(text, "0123456789");
    unsigned number = 0;
    if (length == 0 || text[length] || length > 3 || text[0] == '0')
        return false;
    for (size_t i = 0; i < length; i++)
        number = number * 10 + (unsigned)(text[i] - '0');
    *desk = (uint16_t)number;
    return true;
}

static enum path_match take_name(const char **path, struct path_values *values)
{
    static const char KNOWN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    bool fits = take_segment(path, values->name, sizeof values->name);
    return fits && !values->name[strspn(values->name, KNOWN)] ? PATH_MATCHES : PATH_OTHER;
}

static enum path_match take_value(char what, const char **path, struct path_values *values)
{
    char text[16];
    if (what == '*')
        return take_name(path, values);
    bool fits = take_segment(path, text, sizeof text);
    if (!fits)
        *path += strcspn(*path, "/");
    if (what == '#')
        return fits && desk_value(text, &values->desk) ? PATH_MATCHES : PATH_UNKNOWN_DESK;
    if (what == '@')
        return fits && ticket_no_parse(text, &values->ticket) ? PATH_MATCHES : PATH_UNKNOWN_TICKET;
    values->service = fits ? text[0] : '\0';
    return fits && !text[1] && service_bit(text[0]) ? PATH_MATCHES : PATH_UNKNOWN_SERVICE;
}

enum path_match request_match(const char *pattern, const char *path, struct path_values *values)
{
    enum path_match match = PATH_MATCHES;
    while (*pattern) {
        if (*pattern == '>') {
            size_t bytes = strlen(path);
            if (bytes >= sizeof values->rest)
                return PATH_OTHER;
            memcpy(values->rest, path, bytes + 1);
            return match;
        }
        if (strchr("#@%*", *pattern)) {
            enum path_match value = take_value(*pattern++, &path, values);
            if (value == PATH_OTHER)
                return value;
            match = match == PATH_MATCHES ? value : match;
        } else if (*pattern++ != *path++) {
            return PATH_OTHER;
        }
    }
    return *path ? PATH_OTHER : match;
}

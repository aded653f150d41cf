// SPDX-License-Identifier: MIT
/* Services with their papers, and the desks that serve them. */
#include <stdio.h>
#include <string.h>

#include "firmware/content_parts.h"

enum {
    NAME_CHARACTERS = 22,
    DOCUMENT_CHARACTERS = 40,
    TARGET_WAIT_MIN = 30,
    KEY_BYTES = sizeof((struct content_document *)0)->key,
};

enum required { WAJIB, BERSYARAT, JIKA_ADA };
enum status { SOURCED, CONFIRMED, UNVERIFIED };

static void check_key(const struct node *node, const char *key)
{
    if (strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(key))
        node_fault(node, "may hold only a to z, 0 to 9, _ and -");
}

/* False when it is not to be printed. */
static bool read_document(const struct node *node, struct content_document *document)
{
    static const char *const KEYS[] = {"key", "id", "en", "when_id", "required", "status", NULL};
    static const char *const REQUIRED[] = {"wajib", "bersyarat", "jika_ada", NULL};
    static const char *const STATUS[] = {"sourced", "confirmed", "unverified", NULL};
    if (!node_object(node, KEYS))
        return false;
    const struct node key = node_member(node, "key"), when = node_member(node, "when_id");
    const struct node id = node_member(node, "id"), en = node_member(node, "en");
    const struct node need = node_member(node, "required"), state = node_member(node, "status");

    if (node_text(&key, 1, KEY_BYTES - 1, document->key, sizeof document->key))
        check_key(&key, document->key);
    node_text(&id, 1, DOCUMENT_CHARACTERS, document->text_id, sizeof document->text_id);
    node_text(&en, 1, DOCUMENT_CHARACTERS, document->text_en, sizeof document->text_en);
    node_text(&when, 0, DOCUMENT_CHARACTERS, document->when_id, sizeof document->when_id);
    const int required = node_word(&need, REQUIRED, WAJIB);
    const int status = node_word(&state, STATUS, NODE_REQUIRED);
    if (required == BERSYARAT && !document->when_id[0])
        node_fault(&when, "is missing; a paper that is bersyarat says when: bila ...");
    document->optional = required == JIKA_ADA;
    if (document->optional && !when.value)
        snprintf(document->when_id, sizeof document->when_id, "bila ada");
    document->confirmed = status == CONFIRMED;
    return status == CONFIRMED || status == SOURCED;
}

static bool key_is_taken(const struct node *documents, size_t before, const char *key)
{
    for (size_t i = 0; i < before; i++) {
        const json_t *other = json_array_get(documents->value, i);
        const char *text = json_string_value(json_object_get(other, "key"));
        if (text && strcmp(text, key) == 0)
            return true;
    }
    return false;
}

static void read_documents(const struct node *documents, struct content_service *service)
{
    const size_t count = node_items(documents, 0, CONTENT_DOCUMENTS_MAX);
    for (size_t i = 0; i < count; i++) {
        struct content_document document = {0};
        const struct node node = node_item(documents, i);
        const bool printed = read_document(&node, &document);
        if (document.key[0] && key_is_taken(documents, i, document.key)) {
            const struct node key = node_member(&node, "key");
            node_fault(&key, "\"%s\" stands twice in this list", document.key);
        }
        if (printed)
            service->document[service->document_count++] = document;
    }
}

/* 0 with a fault when it is no letter of a service. */
static char read_letter(const struct node *node)
{
    char text[8];
    if (!node_text(node, 1, 1, text, sizeof text))
        return 0;
    if (text[0] >= 'A' && text[0] <= 'Z' && !strchr("IOQ", text[0]))
        return text[0];
    node_fault(node, "is no letter A to Z without I, O, Q");
    return 0;
}

static void read_service(const struct node *node, struct content_service *service,
                         struct service_rules *rules)
{
    static const char *const KEYS[] = {"letter",    "name_id",   "name_en",   "target_wait_min",
                                       "daily_cap", "confirmed", "documents", NULL};
    if (!node_object(node, KEYS))
        return;
    const struct node letter = node_member(node, "letter");
    const struct node id = node_member(node, "name_id"), en = node_member(node, "name_en");
    const struct node target = node_member(node, "target_wait_min");
    const struct node cap = node_member(node, "daily_cap");
    const struct node confirmed = node_member(node, "confirmed");
    const struct node documents = node_member(node, "documents");

    service->letter = read_letter(&letter);
    node_text(&id, 1, NAME_CHARACTERS, service->name_id, sizeof service->name_id);
    node_text(&en, 1, NAME_CHARACTERS, service->name_en, sizeof service->name_en);
    service->confirmed = node_flag(&confirmed, false);
    read_documents(&documents, service);
    rules->target_wait_s = node_scaled(&target, 0.1, 1440, TARGET_WAIT_MIN, 60);
    rules->daily_cap = (uint16_t)node_integer(&cap, 1, TICKET_NUMBER_MAX, TICKET_NUMBER_MAX);
}

static void insert_service(struct content *content, const struct content_service *service)
{
    int place = content->service_count++;
    for (; place > 0 && content->service[place - 1].letter > service->letter; place--)
        content->service[place] = content->service[place - 1];
    content->service[place] = *service;
}

void content_parts_services(const struct node *services, struct content *content)
{
    struct rules *rules = &content->rules;
    const size_t count = node_items(services, 1, SERVICES_MAX);
    for (size_t i = 0; i < count; i++) {
        struct content_service service = {0};
        struct service_rules service_rules = {0};
        const struct node node = node_item(services, i);
        read_service(&node, &service, &service_rules);
        if (!service.letter)
            continue;
        if (rules->services & service_bit(service.letter)) {
            const struct node letter = node_member(&node, "letter");
            node_fault(&letter, "%c names another service already", service.letter);
            continue;
        }
        rules->services |= service_bit(service.letter);
        rules->service[service.letter - 'A'] = service_rules;
        insert_service(content, &service);
    }
}

service_set content_parts_letters(const struct node *letters, service_set known)
{
    service_set set = 0;
    const size_t count = node_items(letters, 1, SERVICES_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct node node = node_item(letters, i);
        const char *text = json_string_value(node.value);
        if (text && strcmp(text, "*") == 0)
            set |= known;
        else if (text && strlen(text) == 1 && (service_bit(text[0]) & known))
            set |= service_bit(text[0]);
        else
            node_fault(&node, "is no service of this document; write its letter, or * for all");
    }
    return set;
}

static void read_colour(const struct node *node, char *colour, size_t bytes)
{
    if (!node->value) {
        snprintf(colour, bytes, "#6CB4EE");
        return;
    }
    if (!node_text(node, 1, 7, colour, bytes))
        return;
    if (colour[0] != '#' || strlen(colour) != 7 ||
        strspn(colour + 1, "0123456789ABCDEFabcdef") != 6)
        node_fault(node, "is no colour; write for example #F0B429");
}

static void read_desk(const struct node *node, service_set known, struct content_desk *desk)
{
    static const char *const KEYS[] = {"number", "services", "hours", "direction",
                                       "shape",  "colour",   NULL};
    static const char *const DIRECTIONS[] = {
        [DIRECTION_NONE] = "none",         [DIRECTION_LEFT] = "left", [DIRECTION_RIGHT] = "right",
        [DIRECTION_STRAIGHT] = "straight", [DIRECTION_UP] = "up",     NULL};
    static const char *const SHAPES[] = {"circle",  "square",   "triangle", "diamond",
                                         "hexagon", "pentagon", NULL};
    if (!node_object(node, KEYS))
        return;
    const struct node number = node_member(node, "number");
    const struct node served = node_member(node, "services"), hours = node_member(node, "hours");
    const struct node direction = node_member(node, "direction");
    const struct node shape = node_member(node, "shape"), colour = node_member(node, "colour");

    const int found = node_integer(&number, 1, DESK_NUMBER_MAX, NODE_REQUIRED);
    const int pointing = node_word(&direction, DIRECTIONS, DIRECTION_NONE);
    const int drawn = node_word(&shape, SHAPES, 0);
    desk->number = found > 0 ? (uint16_t)found : 0;
    desk->services = content_parts_letters(&served, known);
    content_parts_duty(&hours, desk);
    desk->direction = pointing > 0 ? (enum desk_direction)pointing : DIRECTION_NONE;
    snprintf(desk->shape, sizeof desk->shape, "%s", SHAPES[drawn > 0 ? drawn : 0]);
    read_colour(&colour, desk->colour, sizeof desk->colour);
}

static void insert_desk(struct content *content, const struct content_desk *desk)
{
    int place = content->desk_count++;
    for (; place > 0 && content->desk[place - 1].number > desk->number; place--)
        content->desk[place] = content->desk[place - 1];
    content->desk[place] = *desk;
}

/* A ticket that nobody can call must not be given out. */
static void check_all_served(const struct node *desks, const struct content *content)
{
    service_set served = 0;
    for (int i = 0; i < content->desk_count; i++)
        served |= content->desk[i].services;
    for (int i = 0; i < content->service_count; i++)
        if (!(served & service_bit(content->service[i].letter)))
            node_fault(desks, "no desk serves service %c; add it to one",
                       content->service[i].letter);
}

void content_parts_desks(const struct node *desks, struct content *content)
{
    struct rules *rules = &content->rules;
    const size_t count = node_items(desks, 1, DESKS_MAX);
    for (size_t i = 0; i < count; i++) {
        struct content_desk desk = {0};
        const struct node node = node_item(desks, i);
        read_desk(&node, rules->services, &desk);
        if (!desk.number)
            continue;
        if (content_desk(content, desk.number)) {
            const struct node number = node_member(&node, "number");
            node_fault(&number, "%u is the number of another desk already", (unsigned)desk.number);
            continue;
        }
        insert_desk(content, &desk);
    }
    if (count > 0)
        check_all_served(desks, content);
    rules->desk_count = content->desk_count;
    for (int i = 0; i < content->desk_count; i++)
        rules->desk[i] = (struct desk_rules){content->desk[i].number, content->desk[i].services};
}

// SPDX-License-Identifier: MIT
#include "firmware/content.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/content_node.h"
#include "firmware/content_parts.h"
#include "firmware/core/paper.h"

enum { QR_BYTES = PAPER_TEXT_BYTES - 1 };

static void read_version(const struct node *node, struct content *content)
{
    static const char KNOWN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    if (!node_text(node, 1, sizeof content->version - 1, content->version, sizeof content->version))
        return;
    if (strspn(content->version, KNOWN) != strlen(content->version))
        node_fault(node, "may hold only letters, digits, dot, _ and -");
}

static void read_slip(const struct node *slip, struct content *content)
{
    static const char *const KEYS[] = {"qr", NULL};
    if (!slip->value || !node_object(slip, KEYS))
        return;
    const struct node qr = node_member(slip, "qr");
    node_text(&qr, 0, QR_BYTES, content->qr_text, sizeof content->qr_text);
    if (strlen(content->qr_text) > QR_BYTES)
        node_fault(&qr, "takes more than 159 bytes: use a shorter address");
}

static void read_document(const struct node *root, struct content *content)
{
    static const char *const KEYS[] = {"version", "branch",   "hours", "rules", "services",
                                       "desks",   "notices",  "slip",  "wall",  "waits",
                                       "pages",   "approval", NULL};
    if (!node_object(root, KEYS))
        return;
    const struct node version = node_member(root, "version");
    const struct node branch = node_member(root, "branch");
    const struct node hours = node_member(root, "hours");
    const struct node rules = node_member(root, "rules");
    const struct node services = node_member(root, "services");
    const struct node desks = node_member(root, "desks");
    const struct node notices = node_member(root, "notices");
    const struct node slip = node_member(root, "slip");
    const struct node wall = node_member(root, "wall"), pages = node_member(root, "pages");
    const struct node waits = node_member(root, "waits"), approval = node_member(root, "approval");

    read_version(&version, content);
    content_parts_branch(&branch, content);
    content_parts_hours(&hours, content);
    content_parts_rules(&rules, &content->rules);
    content_parts_services(&services, content);
    content_parts_desks(&desks, content);
    content_parts_notices(&notices, content);
    read_slip(&slip, content);
    content_parts_wall(&wall, &content->wall);
    content->waits = node_flag(&waits, true);
    content->approval = node_flag(&approval, false);
    content_parts_pages(&pages, content);
}

bool content_parse(const char *text, size_t bytes, struct content *content,
                   struct content_faults *faults)
{
    struct node root = {.faults = faults};
    json_error_t error;
    faults->count = 0;
    memset(content, 0, sizeof *content);
    json_t *document = json_loadb(text, bytes, JSON_REJECT_DUPLICATES, &error);
    if (!document) {
        node_fault(&root, "line %d column %d: %s", error.line, error.column, error.text);
        return false;
    }
    root.value = document;
    read_document(&root, content);
    json_decref(document);
    return faults->count == 0;
}

/* malloc'd and 0-terminated, or NULL with errno. */
static char *read_file(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "re");
    char *text = file ? malloc(CONTENT_FILE_BYTES_MAX + 1) : NULL;
    errno = file && !text ? ENOMEM : errno;
    bool whole = false;
    if (text) {
        *bytes = fread(text, 1, CONTENT_FILE_BYTES_MAX + 1, file);
        whole = !ferror(file) && *bytes <= CONTENT_FILE_BYTES_MAX;
        if (!ferror(file) && !whole)
            errno = EFBIG;
    }
    if (whole)
        text[*bytes] = 0;
    const int error_number = errno;
    if (file)
        fclose(file);
    if (whole)
        return text;
    free(text);
    errno = error_number;
    return NULL;
}

bool content_load(const char *path, struct content *content, struct content_faults *faults,
                  char **text)
{
    const struct node root = {.faults = faults};
    size_t bytes = 0;
    faults->count = 0;
    char *found = read_file(path, &bytes);
    if (!found) {
        node_fault(&root, "%.80s: %s", path, strerror(errno));
        return false;
    }
    const bool good = content_parse(found, bytes, content, faults);
    if (good && text)
        *text = found;
    else
        free(found);
    return good;
}

const struct content_service *content_service(const struct content *content, char letter)
{
    for (int i = 0; i < content->service_count; i++)
        if (content->service[i].letter == letter)
            return &content->service[i];
    return NULL;
}

const struct content_desk *content_desk(const struct content *content, uint16_t number)
{
    for (int i = 0; i < content->desk_count; i++)
        if (content->desk[i].number == number)
            return &content->desk[i];
    return NULL;
}

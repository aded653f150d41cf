// SPDX-License-Identifier: MIT
#include "display/screen_watch.h"

#include <dirent.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { KERNEL_GROUP = 1, MESSAGE_BYTES = 8192, STATUS_BYTES = 32 };

/* Messages of the kernel itself, group 1, for which no privilege is needed. */
static int open_messages(void)
{
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = KERNEL_GROUP};
    int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
    if (fd >= 0 && bind(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

bool screen_watch_is_hotplug(const char *message, size_t bytes)
{
    bool drm = false, hotplug = false;
    for (size_t at = 0; at < bytes;) {
        size_t length = strnlen(message + at, bytes - at);
        drm = drm || (length == 13 && memcmp(message + at, "SUBSYSTEM=drm", 13) == 0);
        hotplug = hotplug || (length == 9 && memcmp(message + at, "HOTPLUG=1", 9) == 0);
        at += length + 1;
    }
    return drm && hotplug;
}

/* True when one of the waiting messages is about a connector. */
static bool hear(const struct screen_watch *watch)
{
    char message[MESSAGE_BYTES];
    struct sockaddr_nl from = {0};
    struct iovec data = {.iov_base = message, .iov_len = sizeof message};
    struct msghdr header = {
        .msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &data, .msg_iovlen = 1};
    bool hotplug = false;
    for (ssize_t bytes; watch->fd >= 0 && (bytes = recvmsg(watch->fd, &header, 0)) >= 0;) {
        /* Only the kernel has port 0: nobody else can make the wall go dark. */
        hotplug = hotplug || (from.nl_pid == 0 && screen_watch_is_hotplug(message, (size_t)bytes));
        header.msg_namelen = sizeof from;
    }
    return hotplug;
}

/* The word in FOLDER/CONNECTOR/status, "" = it is no connector. */
static void read_status(const char *folder, const char *name, char status[STATUS_BYTES])
{
    char path[512];
    status[0] = '\0';
    int length = snprintf(path, sizeof path, "%s/%s/status", folder, name);
    FILE *file = length < (int)sizeof path ? fopen(path, "re") : NULL;
    if (file) {
        if (fgets(status, STATUS_BYTES, file)) {
            status[strcspn(status, "\n")] = '\0';
        }
        fclose(file);
    }
}

/* FNV-1a, 64 bits. */
static uint64_t add_text(uint64_t hash, const char *text)
{
    for (; *text; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    return hash;
}

static void look(struct screen_watch *watch)
{
    char status[STATUS_BYTES];
    DIR *dir = opendir(watch->folder);
    watch->connectors = watch->plugged = 0;
    watch->state = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (strncmp(entry->d_name, "card", 4) != 0 || !strchr(entry->d_name, '-')) {
            continue; /* card0 itself, renderD128, version */
        }
        read_status(watch->folder, entry->d_name, status);
        if (!status[0]) {
            continue;
        }
        bool plugged = strcmp(status, "connected") == 0;
        uint64_t hash = add_text(UINT64_C(14695981039346656037), entry->d_name);
        watch->state += add_text(hash, plugged ? "=in" : "=out"); /* in any order */
        watch->connectors++;
        watch->plugged += plugged;
    }
    if (dir) {
        closedir(dir);
    }
}

void screen_watch_open(struct screen_watch *watch, const char *folder, int64_t now_mono_ms)
{
    *watch = (struct screen_watch){.folder = folder, .fd = open_messages()};
    look(watch);
    watch->told = watch->state;
    watch->look_mono_ms = now_mono_ms + SCREEN_WATCH_LOOK_MS;
}

bool screen_watch_changed(struct screen_watch *watch, int64_t now_mono_ms)
{
    bool heard = hear(watch);
    uint64_t before = watch->state;
    if (heard || now_mono_ms >= watch->look_mono_ms) {
        look(watch);
        watch->look_mono_ms = now_mono_ms + SCREEN_WATCH_LOOK_MS;
    }
    if (heard || watch->state != before) {
        watch->quiet_mono_ms = now_mono_ms + SCREEN_WATCH_SETTLE_MS;
    }
    watch->heard = watch->heard || heard;
    if ((watch->state == watch->told && !watch->heard) || now_mono_ms < watch->quiet_mono_ms ||
        now_mono_ms < watch->rest_mono_ms) {
        return false;
    }
    watch->told = watch->state;
    watch->heard = false;
    watch->rest_mono_ms = now_mono_ms + SCREEN_WATCH_REST_MS;
    return true;
}

int64_t screen_watch_due_mono_ms(const struct screen_watch *watch)
{
    int64_t settled =
        watch->quiet_mono_ms > watch->rest_mono_ms ? watch->quiet_mono_ms : watch->rest_mono_ms;
    bool pending = watch->state != watch->told || watch->heard;
    return pending && settled < watch->look_mono_ms ? settled : watch->look_mono_ms;
}

void screen_watch_close(struct screen_watch *watch)
{
    if (watch->fd >= 0) {
        close(watch->fd);
        watch->fd = -1;
    }
}

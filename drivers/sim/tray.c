// SPDX-License-Identifier: MIT
#include "drivers/sim/tray.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_BYTES = 32768, NAME_BYTES = 64, PATH_BYTES = 4200, COLUMN_DOTS = 12 };

static int highest_number(const char *path)
{
    int highest = 0;
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (strncmp(entry->d_name, "slip-", 5) == 0) {
            long number = strtol(entry->d_name + 5, NULL, 10);
            highest = number > highest && number < 1000000 ? (int)number : highest;
        }
    }
    if (dir)
        closedir(dir);
    return highest;
}

bool tray_open(struct tray *tray, int dir, const char *path, int width_dots)
{
    *tray = (struct tray){.dir = dir, .path = path, .width_dots = width_dots};
    tray->number = highest_number(path);
    tray->log = openat(dir, "printer.bin", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    tray->render = render_create();
    return tray->log >= 0 && tray->render;
}

void tray_close(struct tray *tray)
{
    if (tray->log >= 0)
        close(tray->log);
    render_destroy(tray->render);
}

static void write_all(int fd, const void *data, size_t bytes)
{
    const char *next = data;
    while (bytes > 0) {
        ssize_t written = write(fd, next, bytes);
        if (written <= 0) {
            fprintf(stderr, "loket-sim: cannot write: %m\n");
            return;
        }
        next += written;
        bytes -= (size_t)written;
    }
}

void tray_log_bytes(struct tray *tray, const uint8_t *data, size_t bytes)
{
    write_all(tray->log, data, bytes);
}

static void put_file(struct tray *tray, const char *name, const char *text, size_t bytes)
{
    char aside[NAME_BYTES + 8];
    snprintf(aside, sizeof aside, ".%s.new", name);
    int fd = openat(tray->dir, aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return;
    write_all(fd, text, bytes);
    close(fd);
    renameat(tray->dir, aside, tray->dir, name);
}

static void put_picture(struct tray *tray, const struct model_slip *slip, const char *name)
{
    char aside[PATH_BYTES];
    snprintf(aside, sizeof aside, "%s/.slip.new", tray->path);
    if (render_slip_png(tray->render, slip, tray->width_dots, aside))
        renameat(tray->dir, ".slip.new", tray->dir, name);
    else
        fprintf(stderr, "loket-sim: cannot draw %s\n", name);
}

/* The picture first: who sees the text may look at the picture. */
void tray_put_slip(struct tray *tray, const struct model_slip *slip)
{
    char name[NAME_BYTES];
    char *text = malloc(TEXT_BYTES);
    if (!text)
        return;
    tray->number++;
    snprintf(name, sizeof name, "slip-%04d.png", tray->number);
    put_picture(tray, slip, name);
    size_t bytes = model_slip_text(slip, tray->width_dots / COLUMN_DOTS, text, TEXT_BYTES);
    snprintf(name, sizeof name, "slip-%04d.txt", tray->number);
    put_file(tray, name, text, bytes < TEXT_BYTES ? bytes : TEXT_BYTES - 1);
    free(text);
}

static const char *paper_name(enum model_paper paper)
{
    switch (paper) {
    case MODEL_PAPER_OK:
        return "ok";
    case MODEL_PAPER_NEAR_END:
        return "near-end";
    case MODEL_PAPER_OUT:
        return "out";
    }
    return "";
}

void tray_put_state(struct tray *tray, const struct model *model, bool powered, bool plugged,
                    bool connected)
{
    char text[512];
    int bytes = snprintf(text, sizeof text,
                         "{\"paper\":\"%s\",\"cover\":\"%s\",\"cutter\":\"%s\",\"power\":%s,"
                         "\"plugged\":%s,\"connected\":%s,\"buffer_bytes\":%zu,\"slips\":%u,"
                         "\"newest_slip\":%d,\"bytes_received\":%u,\"unknown_bytes\":%u,"
                         "\"uncut\":%s,\"pid\":%d}\n",
                         paper_name(model->paper), model->cover_open ? "open" : "closed",
                         model->cutter_jammed ? "jam" : "ok", powered ? "true" : "false",
                         plugged ? "true" : "false", connected ? "true" : "false", model->used,
                         model->slips, tray->number, model->bytes_received, model->unknown_bytes,
                         model->inked ? "true" : "false", (int)getpid());
    put_file(tray, "state.json", text, (size_t)bytes);
}

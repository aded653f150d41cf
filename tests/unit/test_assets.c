// SPDX-License-Identifier: MIT
/* The console's files in memory: found by their exact names and by no other. */
#include "firmware/api/assets.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct shelf {
    char dir[64];
    char error[CONFIG_ERROR_BYTES];
    struct assets assets;
};

static void path_of(const struct shelf *shelf, const char *name, char path[160])
{
    snprintf(path, 160, "%s/%s", shelf->dir, name);
}

static void put_bytes(const struct shelf *shelf, const char *name, const char *bytes, size_t count)
{
    char path[160];
    path_of(shelf, name, path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    fclose(file);
}

static void put(const struct shelf *shelf, const char *name, const char *text)
{
    put_bytes(shelf, name, text, strlen(text));
}

static void put_folder(const struct shelf *shelf, const char *name)
{
    char path[160];
    path_of(shelf, name, path);
    assert_int_equal(mkdir(path, 0755), 0);
}

static int make(void **state)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    snprintf(shelf->dir, sizeof shelf->dir, "/tmp/loket-assets-XXXXXX");
    if (!mkdtemp(shelf->dir))
        return -1;
    put(shelf, "index.html", "<!doctype html>");
    put_folder(shelf, "officer");
    put(shelf, "officer/main.js", "let a;");
    put(shelf, ".hidden", "no");
    *state = shelf;
    return 0;
}

static int remove_one(const char *path, const struct stat *stat, int flag, struct FTW *ftw)
{
    (void)stat, (void)flag, (void)ftw;
    return remove(path);
}

static int clear(void **state)
{
    struct shelf *shelf = *state;
    assets_clear(&shelf->assets);
    nftw(shelf->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(shelf);
    return 0;
}

static void load(struct shelf *shelf)
{
    if (!assets_load(&shelf->assets, shelf->dir, shelf->error))
        fail_msg("%s", shelf->error);
}

static void assert_refused(struct shelf *shelf, const char *why)
{
    assert_false(assets_load(&shelf->assets, shelf->dir, shelf->error));
    if (!strstr(shelf->error, why))
        fail_msg("no \"%s\" in: %s", why, shelf->error);
    assert_int_equal(shelf->assets.count, 0);
    assert_null(assets_find(&shelf->assets, ""));
}

static void files_are_found_by_their_exact_names(void **state)
{
    struct shelf *shelf = *state;
    load(shelf);
    assert_int_equal(shelf->assets.count, 2);
    const struct asset *page = assets_find(&shelf->assets, "");
    assert_ptr_equal(page, assets_find(&shelf->assets, "index.html"));
    assert_string_equal(page->type, "text/html; charset=utf-8");
    assert_int_equal(page->bytes, 15);
    const struct asset *script = assets_find(&shelf->assets, "officer/main.js");
    assert_string_equal(script->type, "text/javascript; charset=utf-8");
    assert_memory_equal(script->data, "let a;", 6);
    assert_string_not_equal(page->tag, script->tag);
}

static void no_other_name_leads_anywhere(void **state)
{
    struct shelf *shelf = *state;
    static const char *const wrong[] = {
        "..",           "../etc/passwd",         "officer",
        "officer/",     "officer//main.js",      "/index.html",
        "./index.html", "officer/../index.html", ".hidden",
        "INDEX.HTML",   "index.html/",           "officer\\main.js",
        "index.htm",    "index.html ",           "%2e%2e",
    };
    load(shelf);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (assets_find(&shelf->assets, wrong[i]))
            fail_msg("%s is something", wrong[i]);
}

static void a_changed_file_has_another_tag(void **state)
{
    struct shelf *shelf = *state;
    char tag[ASSET_TAG_BYTES];
    load(shelf);
    snprintf(tag, sizeof tag, "%s", assets_find(&shelf->assets, "")->tag);
    assert_int_equal(tag[0], '"');
    assert_int_equal(tag[strlen(tag) - 1], '"');
    assets_clear(&shelf->assets);
    load(shelf);
    assert_string_equal(assets_find(&shelf->assets, "")->tag, tag);
    put(shelf, "index.html", "<!doctype htmL>");
    assets_clear(&shelf->assets);
    load(shelf);
    assert_string_not_equal(assets_find(&shelf->assets, "")->tag, tag);
}

static void a_folder_without_a_page_is_no_console(void **state)
{
    struct shelf *shelf = *state;
    char path[160];
    path_of(shelf, "index.html", path);
    unlink(path);
    assert_refused(shelf, "index.html");
    assert_false(assets_load(&shelf->assets, "/nonexistent/console", shelf->error));
    assert_non_null(strstr(shelf->error, "/nonexistent/console"));
}

static void more_than_fits_is_refused_whole(void **state)
{
    struct shelf *shelf = *state;
    char *large = calloc(1, ASSETS_MAX_BYTES);
    put_bytes(shelf, "large.bin", large, ASSETS_MAX_BYTES - 21);
    load(shelf); /* to the byte */
    assert_string_equal(assets_find(&shelf->assets, "large.bin")->type, "application/octet-stream");
    assets_clear(&shelf->assets);
    put_bytes(shelf, "large.bin", large, ASSETS_MAX_BYTES - 20);
    free(large);
    assert_refused(shelf, "4 MiB");
}

static void too_many_files_are_refused(void **state)
{
    struct shelf *shelf = *state;
    char name[16];
    for (int i = 0; i < ASSETS_MAX - 1; i++) {
        snprintf(name, sizeof name, "f%d.js", i);
        put(shelf, name, "");
    }
    assert_refused(shelf, "256 files");
}

static void folders_in_folders_end_somewhere(void **state)
{
    struct shelf *shelf = *state;
    char name[64] = "d";
    for (int i = 0; i < ASSETS_DEPTH_MAX; i++) {
        put_folder(shelf, name);
        snprintf(name + strlen(name), sizeof name - strlen(name), "/d");
    }
    load(shelf);
    assets_clear(&shelf->assets);
    put_folder(shelf, name);
    assert_refused(shelf, "too many folders");
}

static void the_folder_of_loket_conf_comes_first(void **state)
{
    struct config config = {.console = "/srv/console"};
    char folder[CONFIG_PATH_BYTES];
    (void)state;
    assets_folder(&config, folder);
    assert_string_equal(folder, "/srv/console");
    config.console[0] = 0;
    assets_folder(&config, folder); /* nothing stands beside this test */
    assert_string_equal(folder, LOKET_SHARE "/console");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_are_found_by_their_exact_names), TEST(no_other_name_leads_anywhere),
        TEST(a_changed_file_has_another_tag),       TEST(a_folder_without_a_page_is_no_console),
        TEST(more_than_fits_is_refused_whole),      TEST(too_many_files_are_refused),
        TEST(folders_in_folders_end_somewhere),     TEST(the_folder_of_loket_conf_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

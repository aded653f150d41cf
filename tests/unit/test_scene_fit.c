// SPDX-License-Identifier: MIT
/* Whatever the board says, the picture stays whole: many invented boards, measured with the
 * wall's own typeface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/scene.h"
#include "display/text_cache.h"
#include "tests/unit/scene_check.h"

enum { BOARDS = 120, SIZES = 6, DISTANCES = 4 };
static const int sizes[SIZES][2] = {{1920, 1080}, {1280, 720},  {1080, 1920},
                                    {1024, 768},  {3840, 2160}, {720, 1280}};
static const double distances_m[DISTANCES] = {5, 3, 8, 1};

struct desk_of_letters {
    struct texture_cache textures;
    struct text_cache cache;
    struct scene scene;
    struct wall_board board;
    uint64_t seed;
};

static uint32_t roll(struct desk_of_letters *desk, uint32_t sides)
{
    desk->seed ^= desk->seed << 13;
    desk->seed ^= desk->seed >> 7;
    desk->seed ^= desk->seed << 17;
    return (uint32_t)(desk->seed >> 33) % sides;
}

static const char *const names[] = {
    "Klaim JHT",
    "Kecelakaan Kerja (JKK)",
    "Pelayanan Administrasi Kependudukan dan Pencatatan Sipil Terpadu",
    "Pendaftaran Peserta Bukan Penerima Upah",
    "Pertanggungjawabankelembagaanpemerintahandaerah",
    "Info",
    "",
    "ꦲꦏ꧀ꦱꦫꦗꦮ Jawa",
    "社会保障窗口服务",
    "خدمة المراجعين",
};
static const char *const sentences[] = {
    "Semua layanan gratis.",
    "Semua layanan gratis. Tahan tombol 2 detik untuk mencetak daftar berkas tanpa nomor antrean "
    "dan mintalah bantuan petugas bila ada yang kurang jelas; kami dengan senang hati membantu.",
    "Katatanpaspasiyangsangatpanjangsekalisehinggatidakmuatdalamsatubarisdanharusdipotongdimana"
    "sajaasalkantidakkeluardarilayarKatatanpaspasiyangsangatpanjangsekalisehinggatidakmuat",
    "جميع الخدمات مجانية. اضغط على الزر لمدة ثانيتين.",
    "所有服务均免费。按住按钮两秒即可打印所需文件清单。",
    "ꦱꦢꦪꦭꦪꦤꦤ꧀ꦒꦿꦠꦶꦱ꧀",
    "Gratis 😀👍🏽 e\xcc\x81\xcc\x81\xcc\x81 \xe2\x80\x8b\xef\xbb\xbf tanpa biaya",
    "",
};

static const char *pick(struct desk_of_letters *desk, const char *const *list, size_t count)
{
    return list[roll(desk, (uint32_t)count)];
}

static void invent_desks(struct desk_of_letters *desk)
{
    struct wall_board *board = &desk->board;
    static const int most[] = {1, 3, 8, 16, 32};
    int first = roll(desk, 4) == 0 ? 97 : roll(desk, 3) == 0 ? 8 : 1;
    board->desk_count = 1 + (int)roll(desk, (uint32_t)most[roll(desk, 5)]);
    for (int i = 0; i < board->desk_count; i++) {
        board->desk[i] = (struct wall_desk){.number = first + i,
                                            .state = (enum wall_desk_state)roll(desk, 3),
                                            .direction = (enum wall_direction)roll(desk, 5),
                                            .shape = (enum wall_shape)roll(desk, 6),
                                            .colour = 0xF0B429};
    }
}

static void invent_service(struct desk_of_letters *desk, struct wall_service *service, int index)
{
    struct wall_board *board = &desk->board;
    bool pooled = index > 0 && roll(desk, 2) == 0;
    if (pooled) {
        *service = board->service[0];
    }
    snprintf(service->letter, sizeof service->letter, "%c", 'A' + index);
    snprintf(service->name_id, sizeof service->name_id, "%s", pick(desk, names, 10));
    snprintf(service->name_en, sizeof service->name_en, "%s", pick(desk, names, 10));
    if (pooled) {
        return;
    }
    service->waiting = (int)roll(desk, 200);
    service->ahead = roll(desk, 4) == 0 ? 0 : (int)roll(desk, 700);
    service->free = service->ahead == 0 && roll(desk, 2) == 0;
    service->last_wait_min = (int)roll(desk, 200) - 1;
    service->low_min = roll(desk, 2) ? (int)roll(desk, 180) : -1;
    service->low_min = roll(desk, 8) == 0 ? 0 : service->low_min;
    service->high_min = service->low_min < 0 ? -1 : service->low_min + (int)roll(desk, 90);
    service->late = roll(desk, 3) == 0;
    service->desk_count = (int)roll(desk, (uint32_t)board->desk_count + 1);
    for (int i = 0; i < service->desk_count; i++) {
        service->desk[i] = board->desk[i].number;
    }
}

static void invent(struct desk_of_letters *desk, uint64_t seed)
{
    struct wall_board *board = &desk->board;
    memset(board, 0, sizeof *board);
    desk->seed = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    board->utc_ms = INT64_C(1795315320000) + (int64_t)roll(desk, 1440) * 60000;
    board->utc_offset_min = 420;
    board->speed = 1;
    board->kiosk = (enum wall_kiosk_state)(roll(desk, 3) ? 0 : roll(desk, 10));
    board->help = roll(desk, 4) == 0;
    snprintf(board->branch_name, sizeof board->branch_name, "%s", pick(desk, names, 10));
    snprintf(board->line_id, sizeof board->line_id, "%s", pick(desk, sentences, 8));
    snprintf(board->line_en, sizeof board->line_en, "%s", pick(desk, sentences, 8));
    snprintf(board->message_id, sizeof board->message_id, "%s", pick(desk, sentences, 8));
    snprintf(board->message_en, sizeof board->message_en, "%s", pick(desk, sentences, 8));
    invent_desks(desk);
    board->call_count = (int)roll(desk, WALL_CALLS_MAX + 1);
    for (int i = 0; i < board->call_count; i++) {
        struct wall_call *call = &board->call[i];
        *call = (struct wall_call){.seq = 100 - i, .recall = roll(desk, 3) == 0};
        call->desk = board->desk[roll(desk, (uint32_t)board->desk_count)].number;
        snprintf(call->ticket, sizeof call->ticket, "%c-%03d", 'A' + (int)roll(desk, 26),
                 (int)roll(desk, 1000));
    }
    board->service_count = (int)roll(desk, WALL_SERVICES_MAX + 1);
    for (int i = 0; i < board->service_count; i++) {
        invent_service(desk, &board->service[i], i);
    }
    board->notice_count = (int)roll(desk, 4);
    for (int i = 0; i < board->notice_count; i++) {
        snprintf(board->notice[i].text_id, WALL_TEXT_BYTES, "%s", pick(desk, sentences, 8));
        snprintf(board->notice[i].text_en, WALL_TEXT_BYTES, "%s", pick(desk, sentences, 8));
    }
}

/* Beside the rules of every picture: no number is cut, and no text to nothing. */
static void check_scene(const struct scene *scene, const char *where)
{
    scene_check_rules(scene, where);
    for (int i = 0; i < scene->count; i++) {
        const struct scene_item *item = &scene->item[i];
        if (item->role == SCENE_ESSENTIAL && strstr(item->text, "…")) {
            fail_msg("%s: \"%s\" is half a number", where, item->text);
        }
        if (strcmp(item->text, "…") == 0) {
            fail_msg("%s: nothing but an ellipsis is left", where);
        }
    }
}

static void draw(struct desk_of_letters *desk, int size, double distance_m, bool lost)
{
    struct wall_board *board = &desk->board;
    struct scene_input input = {.width = sizes[size][0],
                                .height = sizes[size][1],
                                .board = board,
                                .stage = board->call_count ? &board->call[0] : NULL,
                                .stage_age_ms = SCENE_ENTER_MS,
                                .branch_utc_ms = board->utc_ms,
                                .lost_since_utc_ms = lost ? board->utc_ms : 0,
                                .viewing_distance_m = distance_m};
    struct scene_measure measure = {.width = text_cache_width, .context = &desk->cache};
    scene_make(&input, &measure, &desk->scene);
}

static void no_board_breaks_the_picture(void **state)
{
    struct desk_of_letters *desk = *state;
    for (uint64_t seed = 1; seed <= BOARDS; seed++) {
        invent(desk, seed);
        for (int size = 0; size < SIZES; size++) {
            double distance_m = distances_m[(seed + (uint64_t)size) % DISTANCES];
            draw(desk, size, distance_m, seed % 5 == 0);
            char where[64];
            snprintf(where, sizeof where, "board %d %dx%d at %.0f m", (int)seed, sizes[size][0],
                     sizes[size][1], distance_m);
            check_scene(&desk->scene, where);
        }
    }
}

static bool has_text(const struct scene *scene, const char *text)
{
    for (int i = 0; i < scene->count; i++) {
        if (scene->item[i].kind == SCENE_TEXT && strcmp(scene->item[i].text, text) == 0) {
            return true;
        }
    }
    return false;
}

static void a_desk_of_three_digits_is_always_whole(void **state)
{
    struct desk_of_letters *desk = *state;
    invent(desk, 7);
    desk->board.kiosk = WALL_KIOSK_READY;
    desk->board.call_count = 2;
    for (int i = 0; i < 2; i++) {
        desk->board.call[i] =
            (struct wall_call){.seq = 9 - i, .desk = 128, .at_utc_ms = desk->board.utc_ms};
        snprintf(desk->board.call[i].ticket, WALL_TICKET_BYTES, "W-12%d", i);
    }
    for (int size = 0; size < SIZES; size++) {
        for (int d = 0; d < DISTANCES; d++) {
            draw(desk, size, distances_m[d], false);
            assert_true(has_text(&desk->scene, "W-120"));
            assert_true(has_text(&desk->scene, "W-121"));
            assert_true(has_text(&desk->scene, "128") || has_text(&desk->scene, "Loket 128"));
        }
    }
}

static int open_desk(void **state)
{
    struct desk_of_letters *desk = calloc(1, sizeof *desk);
    char reason[WALL_REASON_BYTES];
    if (!text_cache_open(&desk->cache, &desk->textures, reason)) {
        fail_msg("%s", reason);
    }
    *state = desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk_of_letters *desk = *state;
    text_cache_close(&desk->cache);
    free(desk);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_board_breaks_the_picture),
        cmocka_unit_test(a_desk_of_three_digits_is_always_whole),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}

// SPDX-License-Identifier: MIT
#include "firmware/core/refusal.h"

struct words {
    const char *code, *id, *en;
};

static const struct words words[REFUSALS] = {
    [REFUSED_NOT] = {"ok", "Berhasil.", "Done."},
    [REFUSED_NO_DAY] = {"no_day", "Hari layanan belum dimulai.", "The business day has not begun."},
    [REFUSED_OLD_DAY] = {"old_day", "Hari layanan itu sudah berakhir.",
                         "That business day is over."},
    [REFUSED_KIOSK_CLOSED] = {"kiosk_closed", "Pengambilan nomor sedang ditutup.",
                              "No numbers are issued now."},
    [REFUSED_ALREADY] = {"already", "Sudah demikian.", "It is so already."},
    [REFUSED_UNKNOWN_SERVICE] = {"unknown_service", "Layanan itu tidak ada.",
                                 "There is no such service."},
    [REFUSED_UNKNOWN_DESK] = {"unknown_desk", "Loket itu tidak ada.", "There is no such desk."},
    [REFUSED_UNKNOWN_TICKET] = {"unknown_ticket", "Nomor itu tidak ada hari ini.",
                                "There is no such number today."},
    [REFUSED_DESK_CLOSED] = {"desk_closed", "Loket sedang tutup.", "The desk is closed."},
    [REFUSED_DESK_PAUSED] = {"desk_paused", "Loket sedang istirahat.", "The desk is paused."},
    [REFUSED_DESK_BUSY] = {"desk_busy", "Loket sedang melayani.", "The desk is serving a visitor."},
    [REFUSED_DESK_IDLE] = {"desk_idle", "Loket tidak sedang melayani siapa pun.",
                           "The desk is serving nobody."},
    [REFUSED_WRONG_SERVICE] = {"wrong_service", "Loket itu tidak melayani layanan ini.",
                               "That desk does not serve this service."},
    [REFUSED_NOBODY_WAITING] = {"nobody_waiting", "Tidak ada yang menunggu untuk loket ini.",
                                "Nobody waits for this desk."},
    [REFUSED_WRONG_STATE] = {"wrong_state", "Nomor itu tidak dapat diubah seperti itu sekarang.",
                             "That cannot be done with this number now."},
    [REFUSED_RECALL_TOO_SOON] = {"recall_too_soon", "Tunggu sebentar sebelum memanggil ulang.",
                                 "Wait a moment before calling again."},
    [REFUSED_RECALL_TOO_OFTEN] = {"recall_too_often", "Sudah cukup sering dipanggil.",
                                  "It has been called often enough."},
    [REFUSED_TOO_LATE] = {"too_late", "Batas waktu untuk kembali sudah lewat.",
                          "The time to come back is over."},
    [REFUSED_SERVICE_FULL] = {"service_full", "Nomor untuk layanan ini sudah habis hari ini.",
                              "No more numbers for this service today."},
    [REFUSED_DAY_FULL] = {"day_full", "Nomor antrean hari ini sudah habis.",
                          "No more numbers today."},
    [REFUSED_QUEUE_FULL] = {"queue_full", "Antrean penuh. Silakan coba lagi nanti.",
                            "The queue is full. Please try again later."},
    [REFUSED_LATE] = {"late", "Antrean layanan ini sudah penuh sampai jam tutup.",
                      "This service's queue is full until closing time."},
    [REFUSED_PAPER_OUT] = {"paper_out", "Kertas tiket habis. Silakan hubungi petugas.",
                           "Ticket paper is out. Please ask staff."},
    [REFUSED_COVER_OPEN] = {"cover_open", "Penutup printer terbuka. Silakan hubungi petugas.",
                            "The printer cover is open. Please ask staff."},
    [REFUSED_CUTTER] = {"cutter", "Pemotong kertas macet. Silakan hubungi petugas.",
                        "The paper cutter is jammed. Please ask staff."},
    [REFUSED_PRINTER_OFFLINE] = {"printer_offline",
                                 "Printer tiket tidak terhubung. Silakan hubungi petugas.",
                                 "The ticket printer is not connected. Please ask staff."},
    [REFUSED_PRINTER_BUSY] = {"printer_busy", "Printer masih mencetak. Silakan tekan lagi nanti.",
                              "The printer is still working. Please press again."},
    [REFUSED_JOURNAL] = {"journal", "Catatan antrean bermasalah. Silakan hubungi petugas.",
                         "The queue journal has a fault. Please ask staff."},
    [REFUSED_DISK_FULL] = {"disk_full", "Penyimpanan penuh. Silakan hubungi petugas.",
                           "The storage is full. Please ask staff."},
    [REFUSED_STOPPING] = {"stopping", "Sistem sedang dimatikan.", "The system is shutting down."},
};

const char *refusal_code(enum refusal refusal)
{
    return words[refusal].code;
}

const char *refusal_text_id(enum refusal refusal)
{
    return words[refusal].id;
}

const char *refusal_text_en(enum refusal refusal)
{
    return words[refusal].en;
}

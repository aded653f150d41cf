// SPDX-License-Identifier: MIT
/* loketctl tls init: a certificate of the board's own, for branches without an authority.
 *
 * Ten years by default: nobody is there to renew it, and one that ran out would greet every
 * officer with a warning on some morning. Apple's devices refuse more than 825 days; whoever has
 * one sees that on the day of the installation and says --days 825. */
#include "firmware/ctl/ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/ctl/tls_pair.h"

enum { DAYS_DEFAULT = 3650, FOLDER_BYTES = 240, PATH_BYTES = FOLDER_BYTES + 32 };
static const time_t CLOCK_LEAST = 1735689600; /* 2025-01-01: an earlier "now" is no time */
static const char FOLDER_DEFAULT[] = "/etc/loket";

/* A file on its way to its place. */
struct file {
    const char *name;
    mode_t mode;
    const gnutls_datum_t *text;
    char path[PATH_BYTES], temp[PATH_BYTES + 8]; /* temp "": it is not there */
};

static int fail(const char *what)
{
    fprintf(stderr, "loketctl: %s: %s\n", what, strerror(errno));
    return CTL_REFUSED;
}

static bool add_name(struct tls_names *names, const char *name)
{
    if (!tls_name_good(name))
        return false;
    snprintf(names->name[names->count++], TLS_NAME_BYTES, "%s", name);
    return true;
}

/* Those of the command line, else what this board calls itself. */
static bool choose_names(const struct ctl *ctl, struct tls_names *names)
{
    char host[HOST_NAME_MAX + 1] = "";
    names->count = 0;
    if (ctl->hosts > TLS_NAMES_MAX) {
        fprintf(stderr, "loketctl: at most %d times --host\n", TLS_NAMES_MAX);
        return false;
    }
    for (int i = 0; i < ctl->hosts; i++)
        if (!add_name(names, ctl->host[i])) {
            fprintf(stderr, "loketctl: \"%s\" is no host name and no address\n", ctl->host[i]);
            return false;
        }
    if (names->count > 0)
        return true;
    if (gethostname(host, sizeof host - 1) == 0 && strcmp(host, "localhost") != 0)
        (void)add_name(names, host);
    return add_name(names, "localhost") && add_name(names, "127.0.0.1");
}

static bool choose_days(const struct ctl *ctl, int *days)
{
    char *end = NULL;
    long found = ctl->days ? strtol(ctl->days, &end, 10) : DAYS_DEFAULT;
    *days = (int)found;
    if (found >= 1 && found <= TLS_DAYS_MAX && (!end || (end != ctl->days && !*end)))
        return true;
    fprintf(stderr, "loketctl: --days is a number from 1 to %d\n", TLS_DAYS_MAX);
    return false;
}

/* The folder, absolute, so that loket.conf can name it. */
static bool choose_folder(const struct ctl *ctl, char folder[FOLDER_BYTES])
{
    const char *wanted = ctl->out ? ctl->out : FOLDER_DEFAULT;
    char *whole = realpath(wanted, NULL);
    bool fits = whole && strlen(whole) < FOLDER_BYTES;
    if (fits)
        snprintf(folder, FOLDER_BYTES, "%s", whole);
    else
        errno = whole ? ENAMETOOLONG : errno;
    free(whole);
    return fits || fail(wanted) == CTL_DONE;
}

static bool write_all(int fd, const gnutls_datum_t *text)
{
    for (unsigned done = 0; done < text->size;) {
        ssize_t now = write(fd, text->data + done, text->size - done);
        if (now < 0 && errno != EINTR)
            return false;
        done += now > 0 ? (unsigned)now : 0;
    }
    return true;
}

/* loketd reads the key as its own user, also where root makes it. */
static bool give_away(int fd)
{
    const struct passwd *user = geteuid() == 0 ? getpwnam("loket") : NULL;
    return !user || fchown(fd, user->pw_uid, user->pw_gid) == 0;
}

static bool write_temp(struct file *file)
{
    snprintf(file->temp, sizeof file->temp, "%s.XXXXXX", file->path);
    int fd = mkostemp(file->temp, O_CLOEXEC); /* mode 0600 */
    if (fd < 0) {
        file->temp[0] = '\0';
        return false;
    }
    bool good =
        write_all(fd, file->text) && give_away(fd) && fchmod(fd, file->mode) == 0 && fsync(fd) == 0;
    return close(fd) == 0 && good;
}

/* Either the old file stands there or the whole new one; without force only where none was. */
static bool place(struct file *file, bool force)
{
    if (force ? rename(file->temp, file->path) : link(file->temp, file->path))
        return false;
    if (force)
        file->temp[0] = '\0';
    return true;
}

static void remove_temp(struct file *file)
{
    const int error_number = errno;
    if (file->temp[0])
        unlink(file->temp);
    errno = error_number;
}

static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

static int fail_file(const struct file *file)
{
    if (errno != EEXIST)
        return fail(file->path);
    fprintf(stderr,
            "loketctl: %s is there already; --force makes a new pair, which every browser has to "
            "be told to trust again\n",
            file->path);
    return CTL_REFUSED;
}

static int place_both(struct file file[2], bool force)
{
    for (int i = 0; i < 2; i++)
        if (!write_temp(&file[i]))
            return fail_file(&file[i]);
    if (!place(&file[0], force))
        return fail_file(&file[0]);
    if (place(&file[1], force))
        return CTL_DONE;
    if (!force) { /* half a pair is none */
        const int error_number = errno;
        unlink(file[0].path);
        errno = error_number;
    }
    return fail_file(&file[1]);
}

static int write_pair(const char *folder, bool force, const struct tls_pair *pair)
{
    struct file file[2] = {{.name = "loket.key", .mode = 0600, .text = &pair->key},
                           {.name = "loket.crt", .mode = 0644, .text = &pair->cert}};
    for (int i = 0; i < 2; i++)
        snprintf(file[i].path, sizeof file[i].path, "%s/%s", folder, file[i].name);
    int result = place_both(file, force);
    for (int i = 0; i < 2; i++)
        remove_temp(&file[i]);
    sync_folder(folder);
    return result;
}

static void show(const char *folder, const struct tls_names *names, const struct tls_pair *pair)
{
    char day[16] = "";
    struct tm until;
    if (gmtime_r(&pair->until, &until))
        strftime(day, sizeof day, "%Y-%m-%d", &until);
    printf("a key and a certificate until %s, for:", day);
    for (int i = 0; i < names->count; i++)
        printf(" %s", names->name[i]);
    printf("\nSHA-256 fingerprint, to compare with what a browser shows:\n");
    for (int i = 0; i < TLS_FINGERPRINT_BYTES; i++)
        printf("%s%02X", i ? ":" : "", pair->fingerprint[i]);
    printf("\nFor [http] of loket.conf; then restart loketd:\n"
           "tls_cert = %s/loket.crt\ntls_key = %s/loket.key\n",
           folder, folder);
}

int tls_init(const struct ctl *ctl)
{
    static struct tls_names names;
    struct tls_pair pair;
    char folder[FOLDER_BYTES];
    int days;
    time_t now = time(NULL);
    if (!choose_names(ctl, &names) || !choose_days(ctl, &days))
        return CTL_USAGE;
    if (!choose_folder(ctl, folder))
        return CTL_REFUSED;
    if (now < CLOCK_LEAST) {
        fprintf(stderr, "loketctl: this computer's clock is wrong; set it first, the certificate "
                        "would have run out\n");
        return CTL_REFUSED;
    }
    int code = tls_pair_make(&names, now, days, &pair);
    if (code < 0) {
        fprintf(stderr, "loketctl: no certificate was made: %s\n", gnutls_strerror(code));
        return CTL_REFUSED;
    }
    int result = write_pair(folder, ctl->force, &pair);
    if (result == CTL_DONE)
        show(folder, &names, &pair);
    tls_pair_clear(&pair);
    return result;
}

// SPDX-License-Identifier: MIT
/* loketctl: the command line of technicians and admins. */
#include <stdio.h>
#include <string.h>

#include "firmware/ctl/ctl.h"

static const struct ctl_command commands[] = {
    {"status", "", "what the branch is doing now", 0, 0, online_status},
    {"take", "SERVICE [--lane regular|priority] [--no-print] [--late]",
     "issue a number; --late: although it may not be served today", 1, 1, online_take},
    {"tickets", "[waiting|serving|parked|absent|done]", "today's tickets", 0, 1, online_tickets},
    {"ticket", "TICKET [print|return|unpark|transfer --service S [--desk N]]",
     "one ticket and its history, or do something with it", 1, 2, online_ticket},
    {"desk",
     "N next|recall|no-show|finish|open|close|pause|park [TICKET]|call TICKET|help|help-answer "
     "[--outcome O] [--missing KEY,KEY] [--message REASON]",
     "act for a desk", 2, 3, online_desk},
    {"slip", "TICKET [--format text|escpos] [--out F]", "the slip of a ticket", 1, 1,
     documents_slip},
    {"checklist", "SERVICE [--format text|escpos] [--out F]", "the papers a service needs", 1, 1,
     documents_checklist},
    {"day report", "[--day YYYY-MM-DD] [--csv] [--out F]", "the figures of a day", 0, 0,
     documents_report},
    {"promises", "[--day D | --from D --to D] [--csv] [--out F]",
     "forecast waits beside what happened, by service and day; D like 2026-11-22", 0, 0,
     documents_promises},
    {"kiosk", "open|close [--message TEXT]", "issue numbers, or stop issuing them", 1, 1,
     online_kiosk},
    {"user list", "", "who may sign in at the console", 0, 0, users_list_all},
    {"user add", "NAME [--role officer|admin] [--may-call]", "a new user, with a one-time PIN", 1,
     1, users_add_one},
    {"user reset-pin", "NAME", "a new one-time PIN, valid for 24 hours; ends the user's sessions",
     1, 1, users_reset},
    {"user disable", "NAME", "nobody signs in by this name any more", 1, 1, users_disable},
    {"user enable", "NAME", "and again they do", 1, 1, users_enable},
    {"hardware", "", "printer, buttons, walls, clock, disk, journal", 0, 0, documents_hardware},
    {"printer test", "", "print a test slip", 0, 0, documents_test},
    {"content check", "FILE", "check a branch document (without the daemon)", 1, 1, offline_check},
    {"content export", "[--out F]", "the active branch document", 0, 0, documents_content},
    {"content import", "FILE [--effective YYYY-MM-DD]",
     "a new version of it, from now or from that day on", 1, 1, content_import},
    {"content versions", "", "all of them, newest first", 0, 0, content_list_all},
    {"content activate", "VERSION", "go back to a former version", 1, 1, content_activate_one},
    {"journal verify", "[--data-dir DIR]", "recompute the hash chain (without the daemon)", 0, 0,
     offline_verify},
    {"journal export", "[FILE | --out FILE] [--data-dir DIR]", "every fact as a line of JSON", 0, 1,
     offline_export},
    {"journal backup", "FILE [--data-dir DIR]", "a consistent copy, also while the daemon writes",
     1, 1, offline_backup},
    {"tls init", "[--host NAME ...] [--out DIR] [--days N] [--force]",
     "key and certificate for HTTPS, signed by themselves (without the daemon)", 0, 0, tls_init},
    {"forecast replay", "--events F.csv [--out P.csv] [--lenient]",
     "forecast every arrival of a ticket log (without the daemon); - for standard in and out", 0, 0,
     replay_run},
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

/* How many commands begin with this word and have a second one. */
static int group_size(const char *word)
{
    size_t length = strlen(word);
    int found = 0;
    for (int i = 0; i < COMMAND_COUNT; i++)
        found += strncmp(commands[i].name, word, length) == 0 && commands[i].name[length] == ' ';
    return found;
}

static void print_group(FILE *out, const char *word)
{
    size_t length = strlen(word);
    fprintf(out, "usage: loketctl %s COMMAND ...\n\n", word);
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strncmp(commands[i].name, word, length) == 0 && commands[i].name[length] == ' ')
            fprintf(out, "  %-16s %s\n", commands[i].name, commands[i].about);
}

static void print_help(FILE *out)
{
    fprintf(out, "usage: loketctl [options] COMMAND ...\n\n");
    for (int i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-16s %s\n", commands[i].name, commands[i].about);
    fprintf(out, "\nloketctl COMMAND --help (or -h) shows one command. Options of all:\n"
                 "  --socket PATH    the daemon's socket (/run/loket/loket.sock)\n"
                 "  --url URL        http://HOST:PORT or https://HOST:PORT instead\n"
                 "  --cacert FILE    with https: whom to trust, in PEM (the system's authorities)\n"
                 "  --config FILE    socket and data folder of this loket.conf\n"
                 "  --data-dir DIR   folder of the journal (/var/lib/loket)\n"
                 "  --json           answers as JSON\n"
                 "  --version        the version of this program\n"
                 "\nExit codes: 0 done, 1 refused, 2 usage, 3 cannot reach the daemon.\n");
}

static const char **option_value(struct ctl *ctl, const char *name)
{
    const struct {
        const char *name;
        const char **value;
    } options[] = {
        {"--socket", &ctl->socket},
        {"--url", &ctl->url},
        {"--cacert", &ctl->cacert},
        {"--config", &ctl->config},
        {"--data-dir", &ctl->data_dir},
        {"--lane", &ctl->lane},
        {"--format", &ctl->format},
        {"--out", &ctl->out},
        {"--day", &ctl->day},
        {"--message", &ctl->message},
        {"--outcome", &ctl->outcome},
        {"--missing", &ctl->missing},
        {"--service", &ctl->service},
        {"--desk", &ctl->desk},
        {"--events", &ctl->events},
        {"--from", &ctl->from},
        {"--to", &ctl->to},
        {"--role", &ctl->role},
        {"--effective", &ctl->effective},
        {"--days", &ctl->days},
    };
    if (strcmp(name, "--host") == 0) {
        ctl->hosts += ctl->hosts <= CTL_HOSTS_MAX;
        return &ctl->host[ctl->hosts - 1];
    }
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strcmp(options[i].name, name) == 0)
            return options[i].value;
    return NULL;
}

static bool *option_flag(struct ctl *ctl, const char *name)
{
    if (strcmp(name, "--json") == 0)
        return &ctl->json;
    if (strcmp(name, "--version") == 0)
        return &ctl->version;
    if (strcmp(name, "--csv") == 0)
        return &ctl->csv;
    if (strcmp(name, "--lenient") == 0)
        return &ctl->lenient;
    if (strcmp(name, "--may-call") == 0)
        return &ctl->may_call;
    if (strcmp(name, "--no-print") == 0)
        return &ctl->no_print;
    if (strcmp(name, "--late") == 0)
        return &ctl->late;
    if (strcmp(name, "--force") == 0)
        return &ctl->force;
    return strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 ? &ctl->help : NULL;
}

static bool parse_options(struct ctl *ctl, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char **value = option_value(ctl, argv[i]);
        bool *flag = option_flag(ctl, argv[i]);
        if (flag) {
            *flag = true;
        } else if (value && i + 1 < argc) {
            *value = argv[++i];
        } else if (value || (argv[i][0] == '-' && argv[i][1])) {
            fprintf(stderr, "loketctl: %s %s\n", argv[i],
                    value ? "needs a value" : "is no option; see loketctl --help");
            return false;
        } else if (ctl->words == CTL_WORDS_MAX) {
            fprintf(stderr, "loketctl: too many words; see loketctl --help\n");
            return false;
        } else {
            ctl->word[ctl->words++] = argv[i];
        }
    }
    return true;
}

/* How many words of the line the command's name takes; 0 = it is another one. */
static int name_words(const struct ctl_command *command, const struct ctl *ctl)
{
    const char *space = strchr(command->name, ' ');
    size_t first = space ? (size_t)(space - command->name) : strlen(command->name);
    if (ctl->words < 1 || strlen(ctl->word[0]) != first ||
        strncmp(ctl->word[0], command->name, first) != 0)
        return 0;
    if (!space)
        return 1;
    return ctl->words > 1 && strcmp(ctl->word[1], space + 1) == 0 ? 2 : 0;
}

static int run(struct ctl *ctl, const struct ctl_command *command, int taken)
{
    ctl->words -= taken;
    memmove(ctl->word, ctl->word + taken, (size_t)ctl->words * sizeof *ctl->word);
    bool fits = ctl->words >= command->words_min && ctl->words <= command->words_max;
    if (ctl->help || !fits) {
        fprintf(ctl->help ? stdout : stderr, "usage: loketctl %s%s%s\n%s\n", command->name,
                command->usage[0] ? " " : "", command->usage, command->about);
        return ctl->help ? CTL_DONE : CTL_USAGE;
    }
    return command->run(ctl);
}

/* No command: what there is instead. */
static int show_help(const struct ctl *ctl)
{
    const char *word = ctl->words > 0 ? ctl->word[0] : NULL;
    const char *second = ctl->words > 1 ? ctl->word[1] : NULL;
    bool group = word && group_size(word) > 0;
    bool good = ctl->help && (!word || (group && !second));
    if (word && (second || !group))
        fprintf(stderr, "loketctl: there is no command \"%s%s%s\"\n", word, second ? " " : "",
                second ? second : "");
    if (group)
        print_group(good ? stdout : stderr, word);
    else
        print_help(good ? stdout : stderr);
    return good ? CTL_DONE : CTL_USAGE;
}

int main(int argc, char **argv)
{
    struct ctl ctl = {0};
    if (!parse_options(&ctl, argc, argv))
        return CTL_USAGE;
    if (ctl.version) {
        puts("loketctl " LOKET_VERSION);
        return CTL_DONE;
    }
    for (int i = 0; i < COMMAND_COUNT; i++) {
        int taken = name_words(&commands[i], &ctl);
        if (taken)
            return run(&ctl, &commands[i], taken);
    }
    return show_help(&ctl);
}

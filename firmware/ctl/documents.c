// SPDX-License-Identifier: MIT
/* Commands whose answer is a document: printed as it comes, or written to --out. */
#include "firmware/ctl/ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool write_out(const struct ctl *ctl, const struct ctl_answer *answer)
{
    FILE *out = ctl->out ? fopen(ctl->out, "wbe") : stdout;
    if (!out) {
        perror(ctl->out);
        return false;
    }
    bool good = fwrite(answer->body ? answer->body : "", 1, answer->bytes, out) == answer->bytes;
    good = (ctl->out ? fclose(out) : fflush(out)) == 0 && good;
    if (!good)
        perror(ctl->out ? ctl->out : "stdout");
    return good;
}

static int fetch(const struct ctl *ctl, const char *path)
{
    struct ctl_answer answer;
    int result = client_call(ctl, "GET", path, NULL, &answer);
    if (result != CTL_DONE)
        return result;
    result = write_out(ctl, &answer) ? CTL_DONE : CTL_REFUSED;
    if (!ctl->out && answer.bytes && answer.body[0] == '{')
        putchar('\n');
    free(answer.body);
    return result;
}

static bool is_safe(const char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    if (*text && strlen(text) < 32 && strspn(text, letters) == strlen(text))
        return true;
    fprintf(stderr, "loketctl: \"%s\" is not understood here\n", text);
    return false;
}

static int fetch_paper(const struct ctl *ctl, const char *before, const char *behind)
{
    static const char *const FORMATS[] = {"text", "escpos", NULL};
    char path[160];
    const char *format = ctl->format ? ctl->format : "text";
    if (!is_safe(ctl->word[0]))
        return CTL_USAGE;
    if (strcmp(format, "png") == 0) {
        fprintf(stderr, "loketctl: pictures of slips come from the simulated printer; "
                        "use --format text or escpos here\n");
        return CTL_USAGE;
    }
    if (!words_one_of("format", format, FORMATS))
        return CTL_USAGE;
    snprintf(path, sizeof path, "%s%s%s?format=%s", before, ctl->word[0], behind, format);
    return fetch(ctl, path);
}

int documents_slip(const struct ctl *ctl)
{
    return fetch_paper(ctl, "/api/v1/tickets/", "/slip");
}

int documents_checklist(const struct ctl *ctl)
{
    return fetch_paper(ctl, "/api/v1/checklist/", "");
}

static void show_figures(const char *name, const json_t *figures)
{
    const json_t *mean = json_object_get(figures, "mean_wait_min");
    printf("%-6s issued %-4lld served %-4lld no-show %-4lld", name,
           (long long)json_integer_value(json_object_get(figures, "issued")),
           (long long)json_integer_value(json_object_get(figures, "served")),
           (long long)json_integer_value(json_object_get(figures, "no_show")));
    if (json_is_real(mean))
        printf(" wait mean %.1f max %.1f min", json_real_value(mean),
               json_real_value(json_object_get(figures, "max_wait_min")));
    putchar('\n');
}

static int show_report(const struct ctl *ctl, const char *path)
{
    struct ctl_answer answer;
    int result = client_call(ctl, "GET", path, NULL, &answer);
    if (result != CTL_DONE)
        return result;
    json_t *json = json_loads(answer.body ? answer.body : "", 0, NULL), *service;
    size_t i;
    const char *day = json_string_value(json_object_get(json, "day"));
    printf("%s\n", day ? day : "");
    json_array_foreach(json_object_get(json, "services"), i, service)
        show_figures(json_string_value(json_object_get(service, "service")), service);
    show_figures("total", json_object_get(json, "total"));
    json_decref(json);
    free(answer.body);
    return CTL_DONE;
}

int documents_report(const struct ctl *ctl)
{
    char path[128];
    if (ctl->day && !is_safe(ctl->day))
        return CTL_USAGE;
    snprintf(path, sizeof path, "/api/v1/report%s%s%s", ctl->csv ? ".csv" : "",
             ctl->day ? "?day=" : "", ctl->day ? ctl->day : "");
    return ctl->csv || ctl->json || ctl->out ? fetch(ctl, path) : show_report(ctl, path);
}

static bool add_query(char path[192], const char *name, const char *value)
{
    size_t used = strlen(path);
    if (!value)
        return true;
    if (!is_safe(value))
        return false;
    snprintf(path + used, 192 - used, "%c%s=%s", strchr(path, '?') ? '&' : '?', name, value);
    return true;
}

int documents_promises(const struct ctl *ctl)
{
    char path[192];
    struct ctl_answer answer;
    snprintf(path, sizeof path, "/api/v1/promises%s", ctl->csv ? ".csv" : "");
    if (ctl->day && (ctl->from || ctl->to)) {
        fprintf(stderr, "loketctl: either --day, or --from and --to\n");
        return CTL_USAGE;
    }
    if (!add_query(path, "day", ctl->day) || !add_query(path, "from", ctl->from) ||
        !add_query(path, "to", ctl->to))
        return CTL_USAGE;
    if (ctl->csv || ctl->json || ctl->out)
        return fetch(ctl, path);
    int result = client_call(ctl, "GET", path, NULL, &answer);
    if (result != CTL_DONE)
        return result;
    json_t *json = json_loads(answer.body ? answer.body : "", 0, NULL);
    promises_show(stdout, json);
    json_decref(json);
    free(answer.body);
    return CTL_DONE;
}

int documents_content(const struct ctl *ctl)
{
    return fetch(ctl, "/api/v1/content");
}

int documents_hardware(const struct ctl *ctl)
{
    struct ctl_answer answer;
    if (ctl->json)
        return fetch(ctl, "/api/v1/hardware");
    int result = client_call(ctl, "GET", "/api/v1/hardware", NULL, &answer);
    if (result != CTL_DONE)
        return result;
    json_t *json = json_loads(answer.body ? answer.body : "", 0, NULL);
    hardware_show(json);
    json_decref(json);
    free(answer.body);
    return CTL_DONE;
}

int documents_test(const struct ctl *ctl)
{
    struct ctl_answer answer;
    int result = client_call(ctl, "POST", "/api/v1/printer/test", NULL, &answer);
    if (result == CTL_DONE)
        puts(ctl->json && answer.body ? answer.body : "a test slip is being printed");
    free(answer.body);
    return result;
}

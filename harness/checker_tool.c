// What the checker's steps have in common: other programs, files, and text.
#include "checker.h"
#include "process.h"
#include "scope.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void check_word(struct check_argv *argv, const char *word)
{
    must(argv->n + 1 < array_length(argv->words));
    argv->words[argv->n++] = word;
    argv->words[argv->n] = NULL;
}

void check_words(struct check_argv *argv, const char *const *words)
{
    for (; *words != NULL; words++)
        check_word(argv, *words);
}

void check_words_of(struct check *check, struct check_argv *argv,
                    const char *text)
{
    while (*(text += strspn(text, " ")) != 0) {
        int n = (int)strcspn(text, " ");
        check_word(argv, check_text(check, "%.*s", n, text));
        text += n;
    }
}

struct error *check_run(struct check_argv *argv, const char *folder,
                        int64_t limit_ms, struct process_result *result)
{
    struct process_options options = {.argv = argv->words, .folder = folder};
    struct scope *s = scope_enter((struct scope_options){
        .deadline = after_ms(limit_ms), .fail = true, .name = argv->words[0]});
    return scope_leave(s, process_run(&options, NULL, 0, result));
}

static void begin_cage(struct check *check, struct check_argv *argv,
                       const char *write, const char *const *read)
{
    const char *const words[] = {
        check_text(check, "%s/build/harness/cage", check->root),
        "--profile",
        "compile",
        "--wall-ms", "10000",
        "--read",
        check_text(check, "%s/labs", check->root),
        "--write",
        write,
        NULL};
    check_words(argv, words);
    for (; *read != NULL; read++)
        check_words(argv, (const char *const[]){"--read", *read, NULL});
    if (check->weak)
        check_word(argv, "--weak-ok");
    check_add_without(check, argv, true);
}

void check_cage(struct check *check, struct check_argv *argv, const char *write)
{
    begin_cage(check, argv, write,
               (const char *const[]){
                   check_text(check, "%s/build/kit", check->root), check->out,
                   NULL});
    for (size_t i = 0; i < check->n_together; i++)
        check_words(argv, (const char *const[]){
                              "--read", check->together[i].out, NULL});
    check_word(argv, "--");
}

void check_cage_of_source(struct check *check, struct check_argv *argv,
                          const char *write)
{
    begin_cage(check, argv, write,
               (const char *const[]){
                   check_text(check, "%s/source", check->out), NULL});
    check_word(argv, "--");
}

// Texts that live as long as the check.
struct check_line {
    struct check_line *next;
    char text[];
};

const char *check_text(struct check *check, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    must(n >= 0);
    struct check_line *line = malloc(sizeof(*line) + (size_t)n + 1);
    must(line != NULL);
    vsnprintf(line->text, (size_t)n + 1, format, again);
    va_end(again);
    line->next = check->texts;
    check->texts = line;
    return line->text;
}

void check_free(struct check *check)
{
    check_lab_free(check->lab);
    while (check->texts != NULL) {
        struct check_line *line = check->texts;
        check->texts = line->next;
        free(line);
    }
}

char *check_format(const char *format, ...)
{
    char *text;
    va_list args;
    va_start(args, format);
    must(vasprintf(&text, format, args) >= 0);
    va_end(args);
    return text;
}

double check_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

bool check_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

struct error *check_make_folder(const char *path)
{
    char *part = check_format("%s", path);
    int failed = 0;
    for (char *slash = part; failed == 0 && slash != NULL;) {
        slash = strchr(slash + 1, '/');
        if (slash != NULL)
            *slash = 0;
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            failed = errno;
        if (slash != NULL)
            *slash = '/';
    }
    free(part);
    return failed != 0 ? error_system(failed, "make folder %s", path) : NULL;
}

struct error *check_read_file(const char *path, size_t most, char **bytes,
                              size_t *n)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return error_system(errno, "read %s", path);
    *bytes = malloc(most + 1);
    must(*bytes != NULL);
    *n = fread(*bytes, 1, most, file);
    (*bytes)[*n] = 0;
    fclose(file);
    return NULL;
}

struct error *check_write_file(const char *path, const char *bytes, size_t n)
{
    char *hidden = check_format("%s.%d.tmp", path, (int)getpid());
    struct error *err = NULL;
    errno = 0;
    int fd = open(hidden, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, bytes, n) != (ssize_t)n || close(fd) != 0 ||
        rename(hidden, path) != 0)
        // A disk that is full takes a part, and gives no reason.
        err = error_system(errno != 0 ? errno : ENOSPC, "write %s", path);
    if (err != NULL)
        unlink(hidden);
    free(hidden);
    return err;
}

// Bytes of a well-formed UTF-8 character at text, 0 if there is none.
static size_t utf8_length(const unsigned char *text)
{
    size_t n = text[0] < 0x80   ? 1
               : text[0] < 0xc2 ? 0
               : text[0] < 0xe0 ? 2
               : text[0] < 0xf0 ? 3
               : text[0] < 0xf5 ? 4
                                : 0;
    for (size_t i = 1; i < n; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    // Longer than need be, halves of a pair, beyond the last.
    if ((text[0] == 0xe0 && text[1] < 0xa0) ||
        (text[0] == 0xed && text[1] > 0x9f) ||
        (text[0] == 0xf0 && text[1] < 0x90) ||
        (text[0] == 0xf4 && text[1] > 0x8f))
        return 0;
    return n;
}

static bool is_harmless(const unsigned char *c, size_t n)
{
    if (n == 0)
        return false;
    // C1 controls steer terminals too.
    if (n == 2 && c[0] == 0xc2 && c[1] < 0xa0)
        return false;
    // Nor what makes text run the other way.
    if (n == 3 && c[0] == 0xe2 &&
        ((c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) ||
         (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9)))
        return false;
    return n > 1 || *c == '\n' || *c == '\t' || (*c >= 0x20 && *c != 0x7f);
}

char *check_clean(const char *text, size_t most)
{
    char *clean = malloc(4 * most + 32);
    must(clean != NULL);
    size_t used = 0, i = 0;
    while (text[i] != 0 && i < most) {
        const unsigned char *c = (const unsigned char *)text + i;
        size_t n = utf8_length(c);
        if (is_harmless(c, n)) {
            memcpy(clean + used, c, n);
            used += n;
        } else {
            n = 1;
            used += (size_t)sprintf(clean + used, "\\x%02x", *c);
        }
        i += n;
    }
    clean[used] = 0;
    if (text[i] != 0)
        strcat(clean, "...");
    return clean;
}

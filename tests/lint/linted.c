// Files that are linted by tests.
#include "linted.h"
#include <check.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

const char *const linted_flags[] = {
    "-std=gnu11",     "-D_GNU_SOURCE",    "-Ilabs/runtime",
    "-Ilabs/0-event", "-Ilabs/1-nursery", "-Ilabs/2-errgroup",
    "-Ilabs/3-scope", "-Ilabs/5-stream",
};
const int linted_n_flags = array_length(linted_flags);

char *linted_read(const char *path, size_t *n_bytes)
{
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    char *text = NULL;
    size_t room = 0;
    FILE *out = open_memstream(&text, &room);
    for (int c = getc(file); c != EOF; c = getc(file))
        putc(c, out);
    fclose(file);
    fclose(out);
    *n_bytes = room;
    return text;
}

static void lint(const char *path, const char *text, size_t n_bytes,
                 struct findings *found)
{
    struct error *err = rules_run(
        &(struct ast_source){path, text, n_bytes, linted_flags, linted_n_flags},
        found);
    ck_assert_msg(err == NULL, "%s: %s", path, error_message(err));
}

void linted_file(const char *path, struct findings *found)
{
    size_t n_bytes;
    char *text = linted_read(path, &n_bytes);
    lint(path, text, n_bytes, found);
    free(text);
}

void linted_text(const char *text, struct findings *found)
{
    lint("text.c", text, strlen(text), found);
}

// ---- the command -----------------------------------------------------------

// It lies beside the test program.
static const char *command(void)
{
    static char path[PATH_MAX + 8];
    ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);
    ck_assert_int_gt(n, 0);
    path[n] = '\0';
    strcpy(strrchr(path, '/'), "/lint");
    return path;
}

int linted_become(const char *const *words)
{
    const char *all[128] = {command()};
    for (size_t i = 0; words[i] != NULL && i + 2 < array_length(all); i++)
        all[i + 1] = words[i];
    execv(all[0], (char **)all);
    return 126;
}

static char *take_all(FILE *file)
{
    char *text = NULL;
    size_t n_bytes;
    FILE *out = open_memstream(&text, &n_bytes);
    rewind(file);
    for (int c = getc(file); c != EOF; c = getc(file))
        putc(c, out);
    fclose(file);
    fclose(out);
    return text;
}

struct ran linted_run(const char *const *words)
{
    int status;
    FILE *out = tmpfile(), *err = tmpfile();
    ck_assert(out != NULL && err != NULL);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        _exit(linted_become(words));
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    struct ran ran = {.out = take_all(out), .err = take_all(err)};
    ck_assert_msg(WIFEXITED(status), "signal %d\n%s%s", WTERMSIG(status),
                  ran.out, ran.err);
    ran.status = WEXITSTATUS(status);
    return ran;
}

void linted_forget(struct ran *ran)
{
    free(ran->out);
    free(ran->err);
}

void linted_expect(const struct ran *ran, int status)
{
    ck_assert_msg(ran->status == status, "status %d, not %d\n%s%s",
                  ran->status, status, ran->out, ran->err);
}

// ---- files for a test ------------------------------------------------------

static char folder[] = "/tmp/lint-XXXXXX";
static bool has_folder;

const char *linted_path(const char *name)
{
    static char paths[8][PATH_MAX];
    static size_t n;
    if (!has_folder)
        ck_assert(mkdtemp(folder) != NULL);
    has_folder = true;
    char *path = paths[n++ % array_length(paths)];
    snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return path;
}

const char *linted_write_bytes(const char *name, const char *bytes, size_t n)
{
    const char *path = linted_path(name);
    char above[PATH_MAX];
    strcpy(above, path);
    for (char *slash = strchr(above + strlen(folder) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(above, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    ck_assert_msg(file != NULL, "%s cannot be written", path);
    ck_assert_uint_eq(fwrite(bytes, 1, n, file), n);
    fclose(file);
    return path;
}

const char *linted_write(const char *name, const char *text)
{
    return linted_write_bytes(name, text, strlen(text));
}

static int remove_one(const char *path, const struct stat *found, int kind,
                      struct FTW *walk)
{
    (void)found;
    (void)kind;
    (void)walk;
    return remove(path);
}

void linted_clean(void)
{
    if (has_folder)
        nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    has_folder = false;
}
// private: linnet-0f5d3f897d262c7d

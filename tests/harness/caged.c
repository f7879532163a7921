// Starts command lines and reads what they write, for the tests of the cage.
#include "caged.h"
#include "suite.h"
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_WORDS = 64, VICTIM_FILES = 77 };

static _Noreturn void become(char *line, int output)
{
    char *words[MOST_WORDS] = {0};
    size_t n_words = 0;
    char *rest = NULL;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    for (char *word = strtok_r(line, " ", &rest);
         word != NULL && n_words < MOST_WORDS - 1;
         word = strtok_r(NULL, " ", &rest))
        words[n_words++] = word;
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execv(words[0], words);
    _exit(126);
}

static void start(struct result *result, const char *format, va_list list)
{
    char line[8192];
    int ends[2];
    vsnprintf(line, sizeof(line), format, list);
    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    result->n_output = 0;
    result->events = ends[0];
    result->pid = fork();
    if (result->pid == 0)
        become(line, ends[1]);
    close(ends[1]);
}

// One piece of output; false at the end. What does not fit is dropped.
static bool read_some(struct result *result)
{
    char piece[4096];
    ssize_t n_read = read(result->events, piece, sizeof(piece));
    size_t room = sizeof(result->output) - 1 - result->n_output;
    if (n_read <= 0)
        return false;
    size_t n_kept = (size_t)n_read < room ? (size_t)n_read : room;
    memcpy(result->output + result->n_output, piece, n_kept);
    result->n_output += n_kept;
    result->output[result->n_output] = '\0';
    return true;
}

void command_start(struct result *result, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    start(result, format, list);
    va_end(list);
    result->output[0] = '\0';
    while (strchr(result->output, '\n') == NULL && read_some(result))
        ;
}

void command_end(struct result *result)
{
    while (read_some(result))
        ;
    close(result->events);
    ck_assert_int_eq(waitpid(result->pid, &result->status, 0), result->pid);
}

void command_run(struct result *result, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    start(result, format, list);
    va_end(list);
    result->output[0] = '\0';
    command_end(result);
}

void expect_exit(const struct result *result, int status)
{
    ck_assert_msg(WIFEXITED(result->status) &&
                      WEXITSTATUS(result->status) == status,
                  "wait status 0x%x, not exit %d; it wrote:\n%s",
                  result->status, status, result->output);
}

void expect_signal(const struct result *result, int number)
{
    ck_assert_msg(WIFSIGNALED(result->status) &&
                      WTERMSIG(result->status) == number,
                  "wait status 0x%x, not signal %d; it wrote:\n%s",
                  result->status, number, result->output);
}

void expect_output(const struct result *result, const char *text)
{
    ck_assert_msg(strstr(result->output, text) != NULL,
                  "no '%s' in what it wrote:\n%s", text, result->output);
}

void expect_no_output(const struct result *result, const char *text)
{
    ck_assert_msg(strstr(result->output, text) == NULL,
                  "'%s' is in what it wrote:\n%s", text, result->output);
}

pid_t victim_start(void)
{
    // Check's handler ends the whole group: gone before the victim exists, for
    // the first signal may come before its first instruction.
    void (*of_check)(int) = signal(SIGTERM, SIG_DFL);
    pid_t victim = fork();
    if (victim == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            pause();
    }
    signal(SIGTERM, of_check);
    struct rlimit limit = {VICTIM_FILES, VICTIM_FILES};
    ck_assert_int_eq(prlimit(victim, RLIMIT_NOFILE, &limit, NULL), 0);
    return victim;
}

// The first fatal signal decides how a process ends, so ours tells whether
// there was one before.
void victim_expect_untouched(pid_t victim)
{
    int status;
    struct rlimit limit = {0, 0};
    prlimit(victim, RLIMIT_NOFILE, NULL, &limit);
    kill(victim, SIGKILL);
    ck_assert_int_eq(waitpid(victim, &status, 0), victim);
    ck_assert_int_eq(WTERMSIG(status), SIGKILL);
    ck_assert_int_eq((int)limit.rlim_max, VICTIM_FILES);
}

const char *folder_new(void)
{
    static char folder[64];
    snprintf(folder, sizeof(folder), "/tmp/cage_test.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    return folder;
}

static int remove_one(const char *path, const struct stat *about, int type,
                      struct FTW *place)
{
    (void)about, (void)type, (void)place;
    return remove(path);
}

void folder_remove(const char *folder)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void folder_write(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "%s\n", text);
    fclose(file);
}
// private: linnet-0f5d3f897d262c7d

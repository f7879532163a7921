// What went wrong with a play, in words: how the runner ended, or why it was
// ended. Each function ends the play.
#include "must.h"
#include "play.h"
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SANITIZER_FAILED = 99 }; // as the cage tells them

_Noreturn void judge_fail(struct play *p, const char *code, const char *format,
                          ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(p->happened, sizeof(p->happened), format, args);
    va_end(args);
    p->code = code;
    longjmp(p->out, 1);
}

void judge_show(struct play *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(p->shown, sizeof(p->shown), format, args);
    va_end(args);
}

static const char *line_with(const char *text, const char *word, char *line,
                             size_t bytes)
{
    const char *at = strstr(text, word);
    if (at == NULL)
        return NULL;
    while (at > text && at[-1] != '\n')
        at--;
    snprintf(line, bytes, "%.*s", (int)strcspn(at, "\n"), at);
    return line;
}

// Aborts of the runtime that tell more than that something was misused.
static const struct {
    const char *condition; // in the text of the abort
    const char *code, *happened;
} known_aborts[] = {
    {"list_empty(&s->children)", "EARLY-CLOSE",
     "a scope, or a nursery, was left while a child was in a scope inside"},
    {"has_tasks_inside", "EARLY-CLOSE",
     "a scope, or a nursery, was left while a child was still inside"},
    {"err->refs > 0", "MEMORY",
     "an error was freed once more than it was held"},
};

static void fail_by_known_abort(struct play *p, const char *text)
{
    for (size_t i = 0; i < array_length(known_aborts); i++)
        if (strstr(text, known_aborts[i].condition) != NULL)
            judge_fail(p, known_aborts[i].code, "%s", known_aborts[i].happened);
}

// What stands after the first quotation mark of must(!"...").
static const char *quoted(const char *line)
{
    const char *mark = strstr(line, "(!\"");
    return mark != NULL ? mark + 3 : line;
}

_Noreturn static void fail_by_signal(struct play *p, int number)
{
    char line[512];
    const char *text = p->runner->printed.bytes;
    if (line_with(text, "not written yet", line, sizeof(line)))
        judge_fail(p, "UNWRITTEN", "%.*s", (int)strcspn(quoted(line), "\""),
                   quoted(line));
    if (line_with(text, "AddressSanitizer", line, sizeof(line)) ||
        line_with(text, "runtime error:", line, sizeof(line)))
        judge_fail(p, "MEMORY", "%s", line);
    fail_by_known_abort(p, text);
    if (line_with(text, "must(", line, sizeof(line)))
        judge_fail(p, "MISUSE", "%s", line);
    if (line_with(text, "crash: ", line, sizeof(line)))
        judge_fail(p, "CRASH", "%s", line + strlen("crash: "));
    if (number == SIGXCPU || number == SIGKILL)
        judge_fail(p, "LIMIT", "the system ended the program: %s",
                   strsignal(number));
    judge_fail(p, "CRASH", "the program was ended by signal %d (%s)", number,
               strsignal(number));
}

// A program that has closed its end and goes on would never be over.
static bool ends_by_itself(const struct runner *runner)
{
    struct pollfd ended = {pidfd_open(runner->pid, 0), POLLIN, 0};
    if (ended.fd < 0)
        return true;
    poll(&ended, 1, 1000);
    close(ended.fd);
    return ended.revents != 0;
}

// The runner has closed its end of the wire.
_Noreturn void play_fail_by_end(struct play *p)
{
    char line[512];
    bool ended = ends_by_itself(p->runner);
    int status = runner_end(p->runner, !ended);
    if (!ended)
        judge_fail(p, "FORGED",
                   "the program closed the harness's own channel and went on");
    if (WIFSIGNALED(status))
        fail_by_signal(p, WTERMSIG(status));
    const char *text = p->runner->printed.bytes;
    if (line_with(text, "AddressSanitizer", line, sizeof(line)) ||
        line_with(text, "runtime error:", line, sizeof(line)))
        judge_fail(p, "MEMORY", "%s", line);
    if (p->runner->watched && WEXITSTATUS(status) == SANITIZER_FAILED)
        judge_fail(p, "MEMORY",
                   "a sanitizer ended the program, and what it said is lost");
    if (WEXITSTATUS(status) == CAGE_FAILED && !p->runner->ready) {
        fprintf(stderr, "%s\n", text);
        judge_fail(p, "GRADER", "the runner could not be started: %.200s",
                   text);
    }
    judge_fail(p, "EXIT",
               "the program ended itself with status %d before the test was "
               "over",
               WEXITSTATUS(status));
}

_Noreturn void play_fail_by_silence(struct play *p, int64_t cpu, int64_t wall)
{
    kill(p->runner->pid, SIGTERM);
    poll(NULL, 0, 5);
    runner_end(p->runner, true);
    if (p->runner->printed.dropped > FLOOD_BYTES)
        judge_fail(p, "HANG",
                   "in %.2f s the program printed %zu MB, and did nothing "
                   "else: it loops",
                   (double)wall / 1000, p->runner->printed.dropped >> 20);
    if (cpu >= p->limits.cpu_ms)
        judge_fail(p, "HANG",
                   "nothing happened for %.2f s, and all that time the "
                   "program was computing: it loops",
                   (double)wall / 1000);
    judge_fail(p, "HANG",
               "nothing happened for %.2f s, and the program used %.2f s of "
               "processor time: it is blocked outside of the runtime",
               (double)wall / 1000, (double)cpu / 1000);
}

_Noreturn void play_fail_by_threads(struct play *p, size_t n_threads)
{
    runner_end(p->runner, true);
    judge_fail(p, "LIMIT",
               "the program has started %zu threads and goes on; all tasks of a "
               "run share one",
               n_threads);
}

_Noreturn void play_fail_by_noise(struct play *p, const char *what)
{
    runner_end(p->runner, true);
    judge_fail(p, "FORGED",
               "the program spoke on the harness's own channel: "
               "%s",
               what);
}

_Noreturn void play_fail_stuck(struct play *p, int64_t tasks)
{
    runner_end(p->runner, false);
    judge_fail(p, "HANG",
               "%lld task%s left that can never run again, and nothing else "
               "to do",
               (long long)tasks, tasks == 1 ? " was" : "s were");
}

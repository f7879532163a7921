// One play: a run of a scenario in a caged runner, and what came of it.
#include "play.h"
#include "must.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    TICK_MS = 20,
    CAGE_FAILED = 125,
    MOST_TRACE_BYTES = 4 << 20,
    FLOOD_BYTES = 64 << 20, // printed in one play: more is enough
};

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

// ---- the process
// ----------------------------------------------------------------------

static void make_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0) {
        perror("judge: pipe");
        exit(125);
    }
}

// In the child: puts descriptors where the runner expects them, then becomes
// the cage.
_Noreturn static void become_cage(const struct runner *runner, pid_t judge,
                                  const int fds[4])
{
    char parent[24];
    int high[4];
    snprintf(parent, sizeof(parent), "%d", (int)judge);
    for (int i = 0; i < 4; i++)
        high[i] = fcntl(fds[i], F_DUPFD, 20);
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(high[3], 1);
    dup2(high[3], 2);
    dup2(high[0], WIRE_ANSWERS);
    dup2(high[1], WIRE_EVENTS);
    dup2(high[2], WIRE_TRACE);
    const char *words[20] = {"cage",      "--profile", runner->profile,
                             "--parent",  parent,      "--keep-fd",
                             "3",         "--keep-fd", "4",
                             "--keep-fd", "5"};
    size_t n = 11;
    if (runner->write != NULL) {
        words[n++] = "--write";
        words[n++] = runner->write;
    }
    if (runner->weak_ok)
        words[n++] = "--weak-ok";
    words[n++] = "--";
    words[n++] = runner->path;
    execv(runner->cage, (char *const *)words);
    fprintf(stderr, "judge: %s: %s\n", runner->cage, strerror(errno));
    _exit(CAGE_FAILED);
}

static void runner_start(struct runner *runner)
{
    int answers[2], events[2], trace[2], output[2];
    make_pipe(answers);
    make_pipe(events);
    make_pipe(trace);
    make_pipe(output);
    pid_t judge = getpid();
    runner->pid = fork();
    must(runner->pid >= 0);
    if (runner->pid == 0)
        become_cage(runner, judge,
                    (int[]){answers[0], events[1], trace[1], output[1]});
    close(answers[0]);
    close(events[1]);
    close(trace[1]);
    close(output[1]);
    runner->answers = answers[1];
    runner->events = events[0];
    runner->trace = trace[0];
    runner->output = output[0];
    fcntl(runner->trace, F_SETFL, O_NONBLOCK);
    fcntl(runner->output, F_SETFL, O_NONBLOCK);
    runner->ready = false;
    runner->n_buffered = runner->taken = 0;
    runner->printed.n = runner->printed.dropped = 0;
}

int64_t runner_cpu_ms(const struct runner *runner)
{
    clockid_t clock;
    struct timespec t;
    if (runner->pid == 0 || clock_getcpuclockid(runner->pid, &clock) != 0 ||
        clock_gettime(clock, &t) != 0)
        return 0;
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void keep_text(struct play_text *text, const char *bytes, size_t n)
{
    if (n > TEXT_BYTES) {
        text->dropped += n - TEXT_BYTES;
        bytes += n - TEXT_BYTES;
        n = TEXT_BYTES;
    }
    if (text->n + n > TEXT_BYTES) {
        size_t drop = text->n + n - TEXT_BYTES;
        memmove(text->bytes, text->bytes + drop, text->n - drop);
        text->n -= drop;
        text->dropped += drop;
    }
    memcpy(text->bytes + text->n, bytes, n);
    text->n += n;
    text->bytes[text->n] = 0;
}

// What the runner prints is kept, its trace goes to our own trace file.
static FILE *trace_file;
static size_t trace_bytes; // written to it

void play_trace_to(FILE *file)
{
    trace_file = file;
    trace_bytes = 0;
}

// A hostile program must not fill the disk.
static void keep_trace(const char *bytes, size_t n)
{
    if (trace_file == NULL || trace_bytes + n > MOST_TRACE_BYTES)
        return;
    trace_bytes += n;
    fwrite(bytes, 1, n, trace_file);
}

static void drain(struct runner *runner)
{
    char bytes[4096];
    ssize_t n;
    // Not to the end: who prints without end must not keep us here.
    for (int i = 0; i < 64; i++) {
        if ((n = read(runner->output, bytes, sizeof(bytes))) <= 0)
            break;
        keep_text(&runner->printed, bytes, (size_t)n);
    }
    for (int i = 0; i < 64; i++) {
        if ((n = read(runner->trace, bytes, sizeof(bytes))) <= 0)
            break;
        keep_trace(bytes, (size_t)n);
    }
}

// Lets a runner write its coverage before it is killed.
static void end_gently(pid_t pid)
{
    siginfo_t info = {0};
    kill(pid, SIGTERM);
    for (int i = 0; i < 50 && info.si_pid == 0; i++) {
        poll(NULL, 0, 2);
        waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
    }
}

static int runner_end(struct runner *runner, bool kill_it)
{
    int status = 0;
    if (runner->pid == 0)
        return 0;
    close(runner->answers);
    if (kill_it && runner->write != NULL)
        end_gently(runner->pid);
    if (kill_it)
        kill(runner->pid, SIGKILL);
    while (waitpid(runner->pid, &status, 0) < 0 && errno == EINTR)
        ;
    drain(runner);
    close(runner->events);
    close(runner->trace);
    close(runner->output);
    runner->pid = 0;
    return status;
}

bool runner_stop(struct runner *runner)
{
    if (runner->pid == 0)
        return true;
    struct wire_frame quit = {.type = WIRE_QUIT};
    ssize_t n = write(runner->answers, &quit, sizeof(quit));
    struct pollfd ended = {pidfd_open(runner->pid, 0), POLLIN, 0};
    // It has nothing left to do; a moment is enough.
    for (int i = 0; n == sizeof(quit) && i < 250 && ended.revents == 0; i++) {
        poll(&ended, 1, 2);
        drain(runner);
    }
    close(ended.fd);
    int status = runner_end(runner, ended.revents == 0);
    return ended.revents != 0 && status == 0;
}

// ---- when it goes wrong
// ------------------------------------------------------------------

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
     "close left the nursery while a child was in a scope inside"},
    {"has_tasks_inside", "EARLY-CLOSE",
     "close left the nursery while a child was still inside"},
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
_Noreturn static void fail_by_end(struct play *p)
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

_Noreturn static void fail_by_silence(struct play *p, int64_t cpu, int64_t wall)
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

_Noreturn static void fail_by_noise(struct play *p, const char *what)
{
    runner_end(p->runner, true);
    judge_fail(p, "FORGED",
               "the program spoke on the harness's own channel: "
               "%s",
               what);
}

// ---- the wire
// -------------------------------------------------------------------------

// Waits until there is something to read; sees to all that the runner prints.
static void wait_for_events(struct play *p)
{
    struct runner *r = p->runner;
    int64_t cpu_start = -1, wall_start = wall_ms();
    for (;;) {
        struct pollfd fds[] = {{r->events, POLLIN, 0},
                               {r->trace, POLLIN, 0},
                               {r->output, POLLIN, 0}};
        int n = poll(fds, 3, TICK_MS);
        if (n < 0 && errno != EINTR)
            fail_by_noise(p, strerror(errno));
        if (fds[0].revents != 0) {
            return;
        }
        drain(r);
        // A pipe that is closed would wake us for ever.
        if (n > 0 && ((fds[1].revents | fds[2].revents) & POLLHUP))
            poll(fds, 1, 1);
        if (cpu_start < 0)
            cpu_start = runner_cpu_ms(r);
        int64_t cpu = runner_cpu_ms(r) - cpu_start;
        int64_t wall = wall_ms() - wall_start;
        if (cpu >= p->limits.cpu_ms || wall >= p->limits.wall_ms ||
            r->printed.dropped > FLOOD_BYTES)
            fail_by_silence(p, cpu, wall);
    }
}

static void read_more(struct play *p)
{
    struct runner *r = p->runner;
    if (r->taken == r->n_buffered / sizeof(r->buffer[0]) && r->taken > 0) {
        size_t whole = r->taken * sizeof(r->buffer[0]);
        memmove(r->buffer, (char *)r->buffer + whole, r->n_buffered - whole);
        r->n_buffered -= whole;
        r->taken = 0;
    }
    wait_for_events(p);
    ssize_t n = read(r->events, (char *)r->buffer + r->n_buffered,
                     sizeof(r->buffer) - r->n_buffered);
    if (n <= 0)
        fail_by_end(p);
    r->n_buffered += (size_t)n;
}

static struct wire_frame next_frame(struct play *p)
{
    struct runner *r = p->runner;
    while (r->taken == r->n_buffered / sizeof(r->buffer[0]))
        read_more(p);
    return r->buffer[r->taken++];
}

static void send_frame(struct play *p, struct wire_frame frame)
{
    if (write(p->runner->answers, &frame, sizeof(frame)) != sizeof(frame))
        fail_by_end(p);
}

static void note_told(struct play *p, const struct wire_frame *frame)
{
    enum { MOST_TOLD = 1 << 20 };
    if (p->n_told == p->room) {
        if (p->room >= MOST_TOLD)
            fail_by_noise(p, "a million reports in one run");
        p->room = p->room != 0 ? 2 * p->room : 256;
        p->told = realloc(p->told, p->room * sizeof(p->told[0]));
        must(p->told != NULL);
    }
    p->told[p->n_told++] = *frame;
}

// The tasks of a nursery have to be over when it is.
static void watch_over(struct play *p, const struct wire_frame *closed)
{
    size_t begun = 0, finished = 0;
    for (size_t i = 0; i < p->n_told; i++) {
        if (p->told[i].b != closed->b)
            continue;
        begun += p->told[i].what == TOLD_BEGIN;
        finished += p->told[i].what == TOLD_FINISH;
    }
    if (begun < finished)
        fail_by_noise(p, "more tasks have ended than had begun");
    if (begun != finished)
        judge_fail(p, "EARLY-CLOSE",
                   "the nursery was closed while %zu of its tasks had not "
                   "ended",
                   begun - finished);
}

static void watch_begin(struct play *p, const struct wire_frame *begin)
{
    if (p->n_closed == 0)
        return;
    for (size_t i = 0; i < p->n_told; i++)
        if (p->told[i].what == TOLD_CLOSED && p->told[i].b == begin->b)
            judge_fail(p, "ORPHAN",
                       "a task of the nursery began to run after the nursery "
                       "had been closed");
}

_Noreturn static void fail_stuck(struct play *p, int64_t tasks)
{
    runner_end(p->runner, false);
    judge_fail(p, "HANG",
               "%lld task%s left that can never run again, and nothing else "
               "to do",
               (long long)tasks, tasks == 1 ? " was" : "s were");
}

// Handles everything that is not the answer to a script's question. True if the
// run asks for a value, false if it has ended.
static bool read_until_asked(struct play *p)
{
    while (!p->ended) {
        struct wire_frame frame = next_frame(p);
        switch (frame.type) {
        case WIRE_READY:
            p->runner->ready = true;
            break;
        case WIRE_ASK:
            return true;
        case WIRE_TELL:
            if (frame.what == TOLD_CLOSED) {
                p->n_closed++;
                watch_over(p, &frame);
            }
            if (frame.what == TOLD_BEGIN)
                watch_begin(p, &frame);
            note_told(p, &frame);
            break;
        case WIRE_LEFT:
            if (p->n_left < array_length(p->left))
                p->left[p->n_left++] = frame;
            break;
        case WIRE_STUCK:
            fail_stuck(p, frame.a);
        case WIRE_END:
            if (frame.b != p->nonce)
                fail_by_noise(p, "an end without its number");
            p->ended = true;
            p->outcome = frame.a;
            p->n_waits = frame.t;
            break;
        default:
            fail_by_noise(p, "an unknown report");
        }
    }
    return false;
}

// ---- for scripts
// -------------------------------------------------------------------------

static uint64_t next_random(uint64_t *state)
{
    // Vigna's splitmix64.
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

int64_t give_this(struct play *p, int64_t value)
{
    if (!read_until_asked(p)) {
        p->cut = true;
        return value;
    }
    if (p->n_answers == MOST_ANSWERS)
        fail_by_noise(p, "it asks without end");
    p->answers[p->n_answers++] = value;
    send_frame(p, (struct wire_frame){.type = WIRE_VALUE, .a = value});
    return value;
}

int64_t give(struct play *p, int64_t low, int64_t high)
{
    must(low <= high);
    uint64_t span = (uint64_t)(high - low);
    if (span > (uint64_t)p->schedule.size)
        span = (uint64_t)p->schedule.size;
    uint64_t drawn = next_random(&p->random) % (span + 1);
    return give_this(p, low + (int64_t)drawn);
}

static const char *name_of_left(int what)
{
    static const char *const names[] = {
        [LEFT_TASKS] = "task",        [LEFT_STACKS] = "stack",
        [LEFT_SCOPES] = "open scope", [LEFT_DEADLINES] = "deadline",
        [LEFT_ERRORS] = "error",      [LEFT_BLOCKS] = "block of memory",
    };
    return what >= 0 && what <= LEFT_BLOCKS ? names[what] : "thing";
}

static void check_nothing_left(struct play *p)
{
    for (size_t i = 0; i < p->n_left; i++) {
        const struct wire_frame *left = &p->left[i];
        const char *plural = left->a == 1 ? "" : "s";
        if (left->what == LEFT_BLOCKS)
            judge_fail(p, "LEAK",
                       "%lld block%s of memory (%lld bytes) that your code "
                       "asked for %s never freed",
                       (long long)left->a, plural, (long long)left->b,
                       left->a == 1 ? "was" : "were");
        judge_fail(p, "LEAK", "%lld %s%s %s left over when all had ended",
                   (long long)left->a, name_of_left(left->what), plural,
                   left->a == 1 ? "was" : "were");
    }
}

bool over(struct play *p)
{
    p->was_over = true;
    if (read_until_asked(p))
        fail_by_noise(p, "it asked for more numbers than the test needs");
    check_nothing_left(p);
    if (p->outcome != 0) {
        char line[512];
        const char *text = p->runner->printed.bytes;
        snprintf(line, sizeof(line), "%.*s", (int)strcspn(text, "\n"), text);
        judge_fail(p,
                   p->schedule.cancel_at != 0 ? "LOST-CANCEL" : "WRONG-ERROR",
                   "an error came out where none is due: %s", line);
    }
    if (p->schedule.cancel_at != 0)
        return false;
    if (p->cut)
        judge_fail(p, "EXIT",
                   "the test was over before all of it had been played");
    return true;
}

bool in_order(const struct play *p)
{
    return p->schedule.seed == 0;
}

bool at_full_size(const struct play *p)
{
    return p->schedule.size == FULL_SIZE;
}

int64_t n_waits(const struct play *p)
{
    must(p->ended);
    return p->n_waits;
}

size_t n_told(const struct play *p)
{
    return p->n_told;
}

const struct wire_frame *told(const struct play *p, size_t i)
{
    must(i < p->n_told);
    return &p->told[i];
}

size_t count(const struct play *p, int what)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_told; i++)
        n += p->told[i].what == what;
    return n;
}

long find(const struct play *p, int what, int64_t a, size_t from)
{
    for (size_t i = from; i < p->n_told; i++)
        if (p->told[i].what == what && p->told[i].a == a)
            return (long)i;
    return -1;
}

long find_error(const struct play *p, size_t from)
{
    for (size_t i = from; i < p->n_told; i++)
        if (p->told[i].what >= TOLD_ERROR_NONE &&
            p->told[i].what <= TOLD_ERROR_GROUP)
            return (long)i;
    return -1;
}

int64_t at_ms(const struct play *p, long i)
{
    must(i >= 0 && (size_t)i < p->n_told);
    return p->told[i].t / 1000000;
}

// Appends the tree at place i; returns the place after it.
static size_t put_error(const struct play *p, size_t i, char *text, size_t room)
{
    size_t used = strlen(text);
    if (i >= p->n_told || used + 32 > room)
        return i;
    const struct wire_frame *f = &p->told[i++];
    if (f->what == TOLD_ERROR_NONE)
        strcat(text, "none");
    else if (f->what == TOLD_ERROR_CANCELLED)
        strcat(text, "cancelled");
    else if (f->what == TOLD_ERROR_LEAF && f->a < 0)
        strcat(text, "?");
    else if (f->what == TOLD_ERROR_LEAF)
        snprintf(text + used, room - used, "%lld", (long long)f->a);
    if (f->what != TOLD_ERROR_GROUP)
        return i;
    strcat(text, f->b ? "!(" : "(");
    for (int64_t m = 0; m < f->a && strlen(text) + 40 < room; m++) {
        if (m > 0)
            strcat(text, " ");
        i = put_error(p, i, text, room);
    }
    strcat(text, ")");
    return i;
}

const char *error_at(const struct play *p, long i)
{
    static char texts[4][1024];
    static unsigned turn;
    char *text = texts[turn++ % 4];
    text[0] = 0;
    if (i >= 0)
        put_error(p, (size_t)i, text, sizeof(texts[0]));
    return text;
}

// ---- a whole play
// --------------------------------------------------------------------------

static struct wire_frame order(const struct play *p)
{
    return (struct wire_frame){
        .type = WIRE_RUN,
        .what = (uint16_t)((p->schedule.edge ? WIRE_EDGE : 0) |
                           (p->traced ? WIRE_TRACED : 0)),
        .who = wire_hash(p->scenario),
        .a = (int64_t)p->schedule.seed,
        .b = p->nonce,
        .t = p->schedule.cancel_at,
    };
}

static void forget_last(struct play *p)
{
    p->n_told = p->n_closed = p->n_answers = p->n_left = 0;
    p->ended = p->cut = p->was_over = false;
    p->code = NULL;
    p->happened[0] = 0;
    p->random = p->schedule.draw;
    p->runner->printed.n = p->runner->printed.dropped = 0;
    p->runner->printed.bytes[0] = 0;
}

bool play(struct play *p, void (*script)(struct play *))
{
    static uint64_t nonces;
    if (nonces == 0)
        nonces = (uint64_t)wall_ms() << 20 ^ (uint64_t)getpid();
    if (p->runner->pid == 0)
        runner_start(p->runner);
    forget_last(p);
    p->nonce = (int64_t)(next_random(&nonces) >> 1);
    if (setjmp(p->out) == 0) {
        send_frame(p, order(p));
        script(p);
        must(p->was_over);
    }
    drain(p->runner);
    if (p->code != NULL)
        runner_end(p->runner, true);
    return p->code == NULL;
}

void play_free(struct play *p)
{
    free(p->told);
    p->told = NULL;
    p->room = 0;
}

bool play_save_answers(const struct play *p, const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    struct wire_frame frame = order(p);
    fwrite(&frame, sizeof(frame), 1, file);
    for (size_t i = 0; i < p->n_answers; i++) {
        frame = (struct wire_frame){.type = WIRE_VALUE, .a = p->answers[i]};
        fwrite(&frame, sizeof(frame), 1, file);
    }
    frame = (struct wire_frame){.type = WIRE_QUIT};
    fwrite(&frame, sizeof(frame), 1, file);
    return fclose(file) == 0;
}

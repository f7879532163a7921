// One play: a run of a scenario in a caged runner, frame by frame.
#include "play.h"
#include "must.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TICK_MS = 20 };

// ---- the wire --------------------------------------------------------------

// All that is to be sent goes out together, before we wait for what comes back.
static void flush_frames(struct play *p)
{
    struct runner *r = p->runner;
    size_t n = r->n_unsent * sizeof(r->unsent[0]);
    r->n_unsent = 0;
    if (n > 0 && write(r->answers, r->unsent, n) != (ssize_t)n)
        play_fail_by_end(p);
}

static void send_frame(struct play *p, struct wire_frame frame)
{
    if (p->runner->n_unsent == array_length(p->runner->unsent))
        flush_frames(p);
    p->runner->unsent[p->runner->n_unsent++] = frame;
}

// Waits until there is something to read; sees to all that the runner prints.
static void wait_for_events(struct play *p)
{
    struct runner *r = p->runner;
    int64_t cpu_start = -1, wall_start = play_wall_ms();
    for (;;) {
        struct pollfd fds[] = {{r->events, POLLIN, 0},
                               {r->trace, POLLIN, 0},
                               {r->output, POLLIN, 0}};
        int n = poll(fds, 3, TICK_MS);
        if (n < 0 && errno != EINTR)
            play_fail_by_noise(p, strerror(errno));
        if (fds[0].revents != 0) {
            return;
        }
        runner_drain(r);
        // A pipe that is closed would wake us for ever.
        if (n > 0 && ((fds[1].revents | fds[2].revents) & POLLHUP))
            poll(fds, 1, 1);
        if (cpu_start < 0)
            cpu_start = runner_cpu_ms(r);
        if (runner_n_threads(r) > MOST_THREADS)
            play_fail_by_threads(p, runner_n_threads(r));
        int64_t cpu = runner_cpu_ms(r) - cpu_start;
        int64_t wall = play_wall_ms() - wall_start;
        if (cpu >= p->limits.cpu_ms || wall >= p->limits.wall_ms ||
            r->printed.dropped > FLOOD_BYTES)
            play_fail_by_silence(p, cpu, wall);
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
    flush_frames(p);
    wait_for_events(p);
    ssize_t n = read(r->events, (char *)r->buffer + r->n_buffered,
                     sizeof(r->buffer) - r->n_buffered);
    if (n <= 0)
        play_fail_by_end(p);
    r->n_buffered += (size_t)n;
}

static struct wire_frame next_frame(struct play *p)
{
    struct runner *r = p->runner;
    while (r->taken == r->n_buffered / sizeof(r->buffer[0]))
        read_more(p);
    return r->buffer[r->taken++];
}

static void note_told(struct play *p, const struct wire_frame *frame)
{
    enum { MOST_TOLD = 1 << 20 };
    if (p->n_told == p->room) {
        if (p->room >= MOST_TOLD)
            play_fail_by_noise(p, "a million reports in one run");
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
        play_fail_by_noise(p, "more tasks have ended than had begun");
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
            if (!p->may_stick || frame.b != p->nonce)
                play_fail_stuck(p, frame.a);
            p->ended = true;
            p->stuck = frame.a;
            runner_end(p->runner, false);
            break;
        case WIRE_END:
            if (frame.b != p->nonce)
                play_fail_by_noise(p, "an end without its number");
            p->ended = true;
            p->outcome = frame.a;
            p->n_waits = frame.t;
            break;
        default:
            play_fail_by_noise(p, "an unknown report");
        }
    }
    return false;
}

// ---- for scripts -----------------------------------------------------------

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
        play_fail_by_noise(p, "it asks without end");
    p->answers[p->n_answers++] = value;
    send_frame(p, (struct wire_frame){.type = WIRE_VALUE, .a = value});
    return value;
}

int64_t draw_number(struct play *p, int64_t low, int64_t high)
{
    must(low <= high);
    uint64_t span = (uint64_t)(high - low);
    if (span > (uint64_t)p->schedule.size)
        span = (uint64_t)p->schedule.size;
    return low + (int64_t)(next_random(&p->random) % (span + 1));
}

int64_t give(struct play *p, int64_t low, int64_t high)
{
    return give_this(p, draw_number(p, low, high));
}

int64_t give_in_turn(struct play *p, int64_t low, int64_t high)
{
    if (!at_full_size(p))
        return give(p, low, high);
    uint64_t n = (uint64_t)(high - low) + 1;
    return give_this(p, low + (int64_t)(p->schedule.turn % n));
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
    for (size_t i = 0; i < p->n_left && !p->runner->uncounted; i++) {
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
        play_fail_by_noise(p, "it asked for more numbers than the test needs");
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

int64_t over_stuck(struct play *p)
{
    must(p->schedule.cancel_at == 0);
    p->may_stick = true;
    p->was_over = true;
    if (read_until_asked(p))
        play_fail_by_noise(p, "it asked for more numbers than the test needs");
    return p->stuck;
}

bool counts_steps(const struct play *p)
{
    return !is_watched(p);
}

bool in_order(const struct play *p)
{
    return p->schedule.seed == 0;
}

bool at_full_size(const struct play *p)
{
    return p->schedule.size == FULL_SIZE;
}

bool is_watched(const struct play *p)
{
    return p->runner->watched;
}

int64_t n_waits(const struct play *p)
{
    must(p->ended);
    return p->n_waits;
}

// ---- a whole play ----------------------------------------------------------

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
    p->ended = p->cut = p->was_over = p->may_stick = false;
    p->stuck = -1;
    p->code = NULL;
    p->happened[0] = p->shown[0] = 0;
    p->random = p->schedule.draw;
    p->runner->printed.n = p->runner->printed.dropped = 0;
    p->runner->printed.bytes[0] = 0;
}

bool play(struct play *p, void (*script)(struct play *))
{
    static uint64_t nonces;
    if (nonces == 0)
        nonces = (uint64_t)play_wall_ms() << 20 ^ (uint64_t)getpid();
    if (p->runner->pid == 0)
        runner_start(p->runner);
    forget_last(p);
    p->nonce = (int64_t)(next_random(&nonces) >> 1);
    if (setjmp(p->out) == 0) {
        send_frame(p, order(p));
        script(p);
        must(p->was_over);
    }
    runner_drain(p->runner);
    if (p->code != NULL && !(p->lasting && p->ended))
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

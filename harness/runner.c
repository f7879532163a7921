// The runner: runs scenarios with the student's code, as the judge tells it to.
//
// It decides nothing. Whatever it says may be a lie, since the student's code
// lives in the same process: the judge believes only what adds up.
#include "runner.h"
#include "counted.h"
#include "crash.h"
#include "loop.h"
#include "scope.h"
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern const struct scenario *const __start_scenarios[];
extern const struct scenario *const __stop_scenarios[];

// A runner knows virtual time only, and so needs no libuv.
const struct clock clock_real;

// ---- the wire --------------------------------------------------------------

enum {
    BUFFERED = 256,
    MOST_STACKS = 16384, // what the cage leaves room for
    FEW_STACKS = 8,
    KEPT_BYTES = 256 << 20,
};

static struct wire_frame waiting[BUFFERED]; // told and not yet sent
static size_t n_waiting;

static void flush_frames(void)
{
    const char *at = (const char *)waiting;
    size_t left = n_waiting * sizeof(waiting[0]);
    while (left > 0) {
        ssize_t n = write(WIRE_EVENTS, at, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            _exit(125); // nobody listens any more
        at += n;
        left -= (size_t)n;
    }
    n_waiting = 0;
}

static void send_frame(struct wire_frame frame)
{
    if (n_waiting == BUFFERED)
        flush_frames();
    waiting[n_waiting++] = frame;
}

// The next frame from the judge; false at the end. Answers come many at a time.
static bool receive_frame(struct wire_frame *frame)
{
    static struct wire_frame answers[BUFFERED];
    static size_t n_bytes, taken; // in answers; of them, in frames
    while (n_bytes / sizeof(*frame) == taken) {
        n_bytes -= taken * sizeof(*frame);
        memmove(answers, answers + taken, n_bytes);
        taken = 0;
        ssize_t n = read(WIRE_ANSWERS, (char *)answers + n_bytes,
                         sizeof(answers) - n_bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        n_bytes += (size_t)n;
    }
    *frame = answers[taken++];
    return true;
}

// ---- for scenarios ---------------------------------------------------------

void ask_all(int64_t *values, size_t n)
{
    struct wire_frame frame = {.type = WIRE_ASK};
    for (size_t i = 0; i < n; i++)
        send_frame(frame);
    flush_frames();
    for (size_t i = 0; i < n; i++) {
        if (!receive_frame(&frame) || frame.type != WIRE_VALUE) {
            crash_dump_coverage();
            _exit(125);
        }
        values[i] = frame.a;
    }
}

int64_t ask(void)
{
    int64_t value;
    ask_all(&value, 1);
    return value;
}

void tell(int what, int64_t a, int64_t b)
{
    struct task *self = task_self();
    send_frame((struct wire_frame){
        .type = WIRE_TELL,
        .what = (uint16_t)what,
        .who = self != NULL ? self->id : 0,
        .a = a,
        .b = b,
        .t = clock_now(),
    });
}

// Errors that were minted in this run; only compared with, never looked into.
static struct {
    const struct error *err;
    int64_t number;
} minted[4096];
static size_t n_minted;

struct error *mint_of(const struct kind *kind, int64_t number)
{
    struct error *err = error_new(kind, "error %lld", (long long)number);
    if (n_minted < array_length(minted)) {
        minted[n_minted].err = err;
        minted[n_minted++].number = number;
    }
    return err;
}

struct error *mint(int64_t number)
{
    return mint_of(&SYSTEM, number);
}

// The last one at an address counts: earlier ones may have been freed.
static int64_t number_of(const struct error *err)
{
    for (size_t i = n_minted; i-- > 0;)
        if (minted[i].err == err)
            return minted[i].number;
    return -1;
}

static void tell_leaf(const struct error *err)
{
    const struct reason *reason = error_reason(err);
    if (reason != NULL)
        tell(TOLD_ERROR_CANCELLED, reason->source, 0);
    else
        tell(TOLD_ERROR_LEAF, number_of(err), 0);
}

void tell_error(const struct error *err)
{
    size_t n;
    if (err == NULL) {
        tell(TOLD_ERROR_NONE, 0, 0);
        return;
    }
    struct error *const *members = error_members(err, &n);
    if (members == NULL) {
        tell_leaf(err);
        return;
    }
    tell(TOLD_ERROR_GROUP, (int64_t)n, error_is(err, &BASE_GROUP));
    for (size_t i = 0; i < n; i++)
        tell_error(members[i]);
}

// ---- runs ------------------------------------------------------------------

// One run, as asked for.
struct run {
    struct stack_pool *pool; // of all runs: making one takes longer than a run
    const struct scenario *scenario;
    struct wire_frame order; // the RUN frame
    struct scope *scope;     // around the scenario, if it is to be cancelled
    uint64_t n_waits;        // counted so far
};

static void cancel_at_wait(uint64_t n, void *arg)
{
    struct run *run = arg;
    run->n_waits = n;
    if ((int64_t)n == run->order.t && run->scope != NULL)
        scope_cancel(run->scope, "cancelled at a wait");
}

static struct error *in_scope(void *arg)
{
    struct run *run = arg;
    if (run->order.t == 0)
        return run->scenario->body(NULL);
    run->scope = scope_enter((struct scope_options){.name = "sweep"});
    struct error *err = run->scenario->body(NULL);
    struct scope *scope = run->scope;
    run->scope = NULL;
    return scope_leave(scope, err);
}

static void tell_left(enum wire_left what, size_t n, size_t b)
{
    if (n > 0)
        send_frame((struct wire_frame){.type = WIRE_LEFT,
                                       .what = (uint16_t)what,
                                       .a = (int64_t)n,
                                       .b = (int64_t)b});
}

static void tell_all_left(const struct loop_left *left)
{
    tell_left(LEFT_TASKS, left->tasks + left->handles, 0);
    tell_left(LEFT_STACKS, left->stacks, 0);
    tell_left(LEFT_SCOPES, left->scopes, 0);
    tell_left(LEFT_DEADLINES, left->deadlines, 0);
    tell_left(LEFT_ERRORS, left->errors, 0);
    struct counted blocks = counted_live();
    tell_left(LEFT_BLOCKS, blocks.n, blocks.bytes);
}

static void finish(struct run *run, struct error *err,
                   const struct loop_left *left)
{
    int64_t outcome = err != NULL;
    if (error_is(err, &STUCK)) {
        send_frame((struct wire_frame){.type = WIRE_STUCK,
                                       .a = (int64_t)left->tasks,
                                       .b = run->order.b});
        flush_frames();
        crash_dump_coverage();
        _exit(3);
    }
    if (err != NULL)
        error_print(err, stderr);
    error_free(err);
    tell_all_left(left);
    send_frame((struct wire_frame){.type = WIRE_END,
                                   .a = outcome,
                                   .b = run->order.b,
                                   .t = (int64_t)run->n_waits});
    flush_frames();
}

static void perform(struct run *run)
{
    struct loop_left left;
    struct loop_options options = {
        .virtual_clock = true,
        .seed = (uint64_t)run->order.a,
        .cancellation = run->order.what & WIRE_EDGE ? EDGE : LEVEL,
        .left = &left,
        .pool = run->pool,
        .before_wait = cancel_at_wait,
        .before_wait_arg = run,
    };
    if (run->order.what & WIRE_TRACED) {
        options.trace = fdopen(dup(WIRE_TRACE), "w");
        if (options.trace != NULL)
            setvbuf(options.trace, NULL, _IOLBF, 1024);
    }
    n_minted = 0;
    counted_reset();
    struct error *err = loop_run(in_scope, run, &options);
    if (options.trace != NULL)
        fclose(options.trace);
    finish(run, err, &left);
}

static const struct scenario *scenario_named(uint32_t hash)
{
    for (const struct scenario *const *s = __start_scenarios;
         s < __stop_scenarios; s++)
        if (wire_hash((*s)->name) == hash)
            return *s;
    return NULL;
}

// A runner whose scenarios need large stacks has few of them.
static struct stack_limits stacks_needed(void)
{
    struct stack_limits limits = {.most = MOST_STACKS};
    for (const struct scenario *const *s = __start_scenarios;
         s < __stop_scenarios; s++)
        if ((*s)->needs.stack_bytes > limits.bytes)
            limits = (struct stack_limits){.bytes = (*s)->needs.stack_bytes,
                                           .most = FEW_STACKS};
    return limits;
}

int main(void)
{
    struct run run;
    struct error *err;
    crash_watch(flush_frames);
    // What a test of size frees is kept for the next one.
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
    setvbuf(stdout, NULL, _IOLBF, 1024);
    run.pool = stack_pool_new(stacks_needed(), &err);
    must(run.pool != NULL);
    send_frame((struct wire_frame){.type = WIRE_READY});
    flush_frames();
    while (receive_frame(&run.order) && run.order.type == WIRE_RUN) {
        run.scenario = scenario_named(run.order.who);
        run.scope = NULL;
        run.n_waits = 0;
        if (run.scenario == NULL) {
            fprintf(stderr, "runner: no such scenario\n");
            return 125;
        }
        perform(&run);
    }
    stack_pool_free(run.pool);
    return 0;
}

// Lab 5, the programs: bytes that come in pieces. judge_buffered.c says what is
// right.
#include "buffered.h"
#include "counted.h"
#include "event.h"
#include "facts_limiter.h"
#include "loop.h"
#include "nursery.h"
#include "runner.h"
#include "scope.h"
#include <stdlib.h>
#include <string.h>

// ---- where the bytes come from ---------------------------------------------

// Gives its bytes in pieces of the sizes that the judge has sent, the last size
// again and again, each after a wait.
struct source {
    char bytes[MOST_BYTES];
    int64_t n;
    int64_t sizes[MOST_BYTES];
    int64_t n_sizes;
    int64_t delay_ms; // 0: a checkpoint

    int64_t given;   // bytes
    int64_t at;      // in sizes
    int64_t left;    // of the piece at hand, which may be larger than was asked
    int64_t n_asked; // times
};

static struct error *gives_a_piece(void *arg, void *bytes, size_t most,
                                   size_t *n)
{
    struct source *source = arg;
    source->n_asked++;
    TRY(source->delay_ms > 0 ? sleep_ms(source->delay_ms) : checkpoint());
    if (source->given == source->n)
        return END_OF_STREAM;
    if (source->left == 0) {
        source->left = source->sizes[source->at];
        source->at += source->at + 1 < source->n_sizes;
    }
    int64_t piece = source->left;
    if (piece > source->n - source->given)
        piece = source->n - source->given;
    if (piece > (int64_t)most)
        piece = (int64_t)most;
    memcpy(bytes, source->bytes + source->given, (size_t)piece);
    source->given += piece;
    source->left -= piece;
    *n = (size_t)piece;
    return NULL;
}

// Eight bytes a number, the first the lowest.
static void ask_bytes(char *bytes, int64_t n)
{
    int64_t words[MOST_BYTES / 8];
    ask_all(words, (size_t)(n + 7) / 8);
    memcpy(bytes, words, (size_t)n);
}

static void ask_source(struct source *source)
{
    int64_t plan[2];
    ask_all(plan, 2);
    *source = (struct source){.n = plan[0], .n_sizes = plan[1]};
    ask_all(source->sizes, (size_t)source->n_sizes);
    ask_bytes(source->bytes, source->n);
}

// ---- what is done with them ------------------------------------------------

struct program {
    struct source source;
    struct buffered *buffered;
    int64_t calls[MOST_CALLS][CALL_NUMBERS];
    int64_t n_calls;
    char delimiter[64];
    char fed[MOST_BYTES]; // what is fed next
    int64_t n_fed;
    struct scope *scope; // around the first call, while it is made
};

static int64_t buffered_result_of(const struct error *err)
{
    static const struct {
        const struct kind *kind;
        int64_t result;
    } all[] = {{&INVALID, GOT_INVALID},   {&CLOSED, GOT_CLOSED},
               {&BUSY, GOT_BUSY},         {&INCOMPLETE, GOT_INCOMPLETE},
               {&TOO_LONG, GOT_TOO_LONG}, {&CANCELLED, GOT_CANCELLED}};
    if (err == NULL || err == END_OF_STREAM)
        return err == NULL ? GOT : GOT_END;
    for (size_t i = 0; i < array_length(all); i++)
        if (error_is(err, all[i].kind))
            return all[i].result;
    return GOT_ELSE;
}

static void tell_bytes(const char *bytes, int64_t n)
{
    for (int64_t i = 0; i < n; i += 8) {
        int64_t word = 0, left = n - i < 8 ? n - i : 8;
        memcpy(&word, bytes + i, (size_t)left);
        tell(BYTES, word, left);
    }
}

// A call that receives; *text (free with free) is where it puts its bytes.
static struct error *receive(struct program *program, const int64_t *call,
                             char **text, size_t *n)
{
    struct buffered *b = program->buffered;
    size_t a = (size_t)call[1];
    if (call[0] == CALL_UNTIL)
        return buffered_receive_until(b, program->delimiter, a, (size_t)call[2],
                                      text, n);
    *text = malloc(a + 1);
    must(*text != NULL);
    struct error *err = call[0] == CALL_RECEIVE
                            ? buffered_receive(b, *text, a, n)
                            : buffered_receive_exactly(b, *text, a);
    if (call[0] == CALL_EXACTLY)
        *n = a;
    return err;
}

static void tell_call(const struct program *program, int64_t i, int64_t result)
{
    tell(CALLED, i, result);
    tell(N_IN_BUFFER, i, (int64_t)buffered_n(program->buffered));
    tell(N_GIVEN, i, program->source.given);
    tell(N_ASKED, i, program->source.n_asked);
}

static struct error *receives(struct program *program, int64_t i)
{
    const int64_t *call = program->calls[i];
    char *text = NULL;
    size_t n = 0;
    struct error *err = receive(program, call, &text, &n);
    if (err == NULL) {
        tell(N_GOT, i, (int64_t)n);
        tell_bytes(text, (int64_t)n);
        if (call[0] == CALL_UNTIL && text[n] != 0)
            tell(NO_ZERO, i, 0);
    }
    // What receive_until gives was asked for by the student's malloc.
    if (call[0] == CALL_UNTIL && err == NULL)
        counted_free(text);
    else if (call[0] != CALL_UNTIL)
        free(text);
    return err;
}

// Takes err, gives it if it is a cancel.
static struct error *drop_result(struct error *err)
{
    if (error_is(err, &CANCELLED))
        return err;
    error_free(err);
    return NULL;
}

static struct error *calls(struct program *program, int64_t i)
{
    const int64_t *call = program->calls[i];
    struct error *err = NULL;
    if (call[0] == CALL_CLOSE) {
        buffered_close(program->buffered);
    } else if (call[0] == CALL_FEED) {
        err = buffered_feed(program->buffered, program->fed + program->n_fed,
                            (size_t)call[1]);
        program->n_fed += call[1];
    } else {
        err = receives(program, i);
    }
    tell_call(program, i, buffered_result_of(err));
    return drop_result(err);
}

// Source, delimiter, what is fed, and calls.
static void ask_program(struct program *program)
{
    int64_t sizes[3], dice[N_DICE];
    ask_all(dice, N_DICE);
    ask_source(&program->source);
    ask_all(sizes, 3);
    ask_bytes(program->delimiter, sizes[0]);
    ask_bytes(program->fed, sizes[1]);
    program->n_fed = 0;
    program->scope = NULL;
    program->n_calls = sizes[2];
    ask_all(program->calls[0], (size_t)sizes[2] * CALL_NUMBERS);
    program->buffered = buffered_new(gives_a_piece, &program->source);
}

static struct program program;

static struct error *plays_calls(void)
{
    struct error *err = NULL;
    ask_program(&program);
    for (int64_t i = 0; i < program.n_calls && err == NULL; i++)
        err = calls(&program, i);
    buffered_free(program.buffered);
    return err;
}

#define PLAYS_CALLS(name)                                                      \
    SCENARIO(name)                                                             \
    {                                                                          \
        return plays_calls();                                                  \
    }

PLAYS_CALLS(receive_exactly_collects_and_keeps_the_rest)
PLAYS_CALLS(the_end_in_the_middle_leaves_the_bytes)
PLAYS_CALLS(receive_gives_what_is_there_first)
PLAYS_CALLS(fed_bytes_come_before_the_rest_of_the_source)
PLAYS_CALLS(a_closed_buffer_gives_nothing)
PLAYS_CALLS(a_delimiter_is_found_wherever_it_is_cut)
PLAYS_CALLS(a_line_may_be_as_long_as_the_limit)
PLAYS_CALLS(an_empty_delimiter_is_refused)
PLAYS_CALLS(hundreds_of_reads_give_every_byte_once)

// ---- several tasks ---------------------------------------------------------

// Makes the first call, in a scope that may be cancelled.
static struct error *makes_the_first_call(void *arg)
{
    struct program *all = arg;
    struct scope *scope = all->scope = scope_enter((struct scope_options){0});
    struct error *err = calls(all, 0);
    all->scope = NULL;
    return scope_leave(scope, err);
}

// The other calls are made while the first waits in the source.
static struct error *plays_two_tasks(void)
{
    bool cancels = ask();
    ask_program(&program);
    program.source.delay_ms = 10;
    struct nursery *n = nursery_open();
    nursery_spawn(n, makes_the_first_call, &program);
    struct error *err = sleep_ms(5);
    for (int64_t i = 1; i < program.n_calls && err == NULL; i++)
        err = calls(&program, i);
    if (cancels && program.scope != NULL)
        scope_cancel(program.scope, NULL);
    err = nursery_close(n, err);
    buffered_free(program.buffered);
    return err;
}

SCENARIO(one_task_receives_at_a_time)
{
    (void)ask(); // what it is about is the judge's
    return plays_two_tasks();
}

// Makes each call in a scope that ends after ms, until it succeeds. Then the
// next one.
static struct error *makes_calls_in_bits(struct program *all, int64_t ms)
{
    for (int64_t i = 0; i < all->n_calls; i++) {
        int64_t n_asked = -1;
        // Only what asks the source anew makes any progress.
        while (all->source.n_asked != n_asked) {
            n_asked = all->source.n_asked;
            struct scope *s =
                scope_enter((struct scope_options){.deadline = after_ms(ms)});
            struct error *err = receives(all, i);
            tell_call(all, i, buffered_result_of(err));
            bool is_over = !error_is(err, &CANCELLED);
            TRY(scope_leave(s, drop_result(err)));
            if (is_over)
                break;
        }
    }
    return NULL;
}

static struct error *plays_in_bits(void)
{
    int64_t ms = ask(), delay_ms = ask();
    ask_program(&program);
    program.source.delay_ms = delay_ms;
    struct error *err = makes_calls_in_bits(&program, ms);
    buffered_free(program.buffered);
    return err;
}

SCENARIO(a_cancelled_receive_loses_no_byte)
{
    return plays_in_bits();
}

SCENARIO(receive_until_keeps_to_the_same_rules)
{
    int64_t what = ask();
    if (what == IN_BITS)
        return plays_in_bits();
    return what == BUSY_THEN || what == CLOSED_THEN ? plays_two_tasks()
                                                    : plays_calls();
}

// ---- growth ----------------------------------------------------------------

// No end of bytes, none of which is a delimiter but the last of n.
struct stream_of {
    int64_t n, given, size;
    bool ends_in_delimiter;
};

static struct error *gives_many(void *arg, void *bytes, size_t most, size_t *n)
{
    struct stream_of *s = arg;
    int64_t left = s->n - s->given;
    int64_t piece = s->size < left ? s->size : left;
    if (piece > (int64_t)most)
        piece = (int64_t)most;
    if (piece == 0)
        return END_OF_STREAM;
    memset(bytes, 'a', (size_t)piece);
    s->given += piece;
    if (s->ends_in_delimiter && s->given == s->n)
        ((char *)bytes)[piece - 1] = '\n';
    *n = (size_t)piece;
    return NULL;
}

static struct error *finds_the_end(int64_t n, int64_t size)
{
    struct stream_of source = {.n = n, .size = size, .ends_in_delimiter = true};
    struct buffered *b = buffered_new(gives_many, &source);
    char *line = NULL;
    size_t length = 0;
    int64_t before = counted_steps();
    struct error *err =
        buffered_receive_until(b, "a\n", 2, (size_t)n, &line, &length);
    tell(STEPS, n, counted_steps() - before);
    tell(CALLED, n, buffered_result_of(err));
    tell(N_GOT, n, (int64_t)length);
    counted_free(line);
    buffered_free(b);
    return drop_result(err);
}

SCENARIO(looking_for_a_delimiter_grows_with_the_bytes)
{
    int64_t n = ask(), factor = ask(), size = ask();
    TRY(finds_the_end(n, size));
    return finds_the_end(n * factor, size);
}

// Feeds n bytes at once and takes them in small bits.
static struct error *takes_bits(int64_t n, int64_t size, bool lines)
{
    struct stream_of source = {.n = 0};
    struct buffered *b = buffered_new(gives_many, &source);
    char *all = malloc((size_t)n);
    must(all != NULL);
    memset(all, 'a', (size_t)n);
    for (int64_t i = size - 1; lines && i < n; i += size)
        all[i] = '\n';
    struct error *err = buffered_feed(b, all, (size_t)n);
    int64_t before = counted_steps(), taken = 0;
    while (taken + size <= n && err == NULL) {
        char *line = NULL;
        size_t length = (size_t)size;
        err = lines ? buffered_receive_until(b, "\n", 1, (size_t)size, &line,
                                             &length)
                    : buffered_receive_exactly(b, all, (size_t)size);
        counted_free(line);
        taken += size;
    }
    tell(STEPS, n, counted_steps() - before);
    tell(CALLED, n, buffered_result_of(err));
    tell(N_GOT, n, taken);
    free(all);
    buffered_free(b);
    return drop_result(err);
}

SCENARIO(taking_from_the_front_moves_little)
{
    int64_t n = ask(), factor = ask(), size = ask(), lines = ask();
    TRY(takes_bits(n, size, lines));
    return takes_bits(n * factor, size, lines);
}
// private: linnet-0f5d3f897d262c7d

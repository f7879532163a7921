// Buffered bytes. Numbers are those of semantics.md.
#include "buffered.h"
#include "event.h"
#include "nursery.h"
#include "scope.h"
#include "suite.h"
#include <stdlib.h>
#include <string.h>

// ---- helpers ---------------------------------------------------------------

// Gives its pieces one after the other, each after ms.
struct source {
    const char *const *pieces; // NULL is the end
    size_t used;               // of the first
    int64_t ms;
    const struct kind *fails; // instead of the end
    int n_asked;
};

static struct error *gives(void *arg, void *bytes, size_t most, size_t *n)
{
    struct source *s = arg;
    s->n_asked++;
    TRY(s->ms > 0 ? sleep_ms(s->ms) : checkpoint());
    if (*s->pieces == NULL)
        return s->fails != NULL ? error_new(s->fails, "no more")
                                : END_OF_STREAM;
    *n = strlen(*s->pieces + s->used);
    if (*n > most)
        *n = most;
    memcpy(bytes, *s->pieces + s->used, *n);
    s->used += *n;
    if ((*s->pieces)[s->used] == 0) {
        s->pieces++;
        s->used = 0;
    }
    return NULL;
}

#define source_of(...)                                                         \
    ((struct source){.pieces = (const char *const[]){__VA_ARGS__, NULL}})

static void expect_exactly(struct buffered *b, const char *text)
{
    char bytes[64];
    expect_ok(buffered_receive_exactly(b, bytes, strlen(text)));
    ck_assert_mem_eq(bytes, text, strlen(text));
}

static void expect_line(struct buffered *b, const char *delimiter, size_t most,
                        const char *text)
{
    char *line;
    size_t n;
    expect_ok(buffered_receive_until(b, delimiter, strlen(delimiter), most,
                                     &line, &n));
    ck_assert_str_eq(line, text);
    ck_assert_uint_eq(n, strlen(text));
    free(line);
}

static void expect_no_line(struct buffered *b, const char *delimiter,
                           size_t most, const struct kind *kind)
{
    char *line = NULL;
    size_t n = 7;
    expect_error(buffered_receive_until(b, delimiter, strlen(delimiter), most,
                                        &line, &n),
                 kind);
    ck_assert_ptr_null(line);
    ck_assert_uint_eq(n, 7);
}

static void expect_received(struct buffered *b, size_t most, const char *text)
{
    char bytes[64];
    size_t n;
    expect_ok(buffered_receive(b, bytes, most, &n));
    ck_assert_uint_eq(n, strlen(text));
    ck_assert_mem_eq(bytes, text, n);
}

// ---- by count --------------------------------------------------------------

TEST(freeing_no_buffer_is_harmless)
{
    buffered_free(NULL);
}

// 5.57
RUN_TEST(exactly_collects_over_the_pieces)
{
    struct source s = source_of("abcd", "efgh");
    struct buffered *b = buffered_new(gives, &s);
    expect_exactly(b, "abcdefgh");
    buffered_free(b);
    return NULL;
}

// 5.58
RUN_TEST(exactly_nothing_asks_for_nothing)
{
    struct source s = source_of("abcd");
    struct buffered *b = buffered_new(gives, &s);
    expect_exactly(b, "");
    ck_assert_int_eq(s.n_asked, 0);
    buffered_free(b);
    return NULL;
}

// 5.59
RUN_TEST(the_surplus_is_there_for_the_next_call)
{
    struct source s = source_of("abcdefgh");
    struct buffered *b = buffered_new(gives, &s);
    expect_exactly(b, "abc");
    ck_assert_uint_eq(buffered_n(b), 5);
    expect_exactly(b, "defgh");
    ck_assert_int_eq(s.n_asked, 1);
    buffered_free(b);
    return NULL;
}

// 5.60
RUN_TEST(the_end_before_the_count_is_incomplete_and_the_bytes_stay)
{
    char bytes[8];
    struct source s = source_of("ab", "cd");
    struct buffered *b = buffered_new(gives, &s);
    expect_error(buffered_receive_exactly(b, bytes, 8), &INCOMPLETE);
    ck_assert_uint_eq(buffered_n(b), 4);
    expect_exactly(b, "abcd");
    buffered_free(b);
    return NULL;
}

RUN_TEST(what_the_source_fails_with_comes_out)
{
    char bytes[8];
    struct source s = source_of("ab");
    s.fails = &BROKEN;
    struct buffered *b = buffered_new(gives, &s);
    expect_error(buffered_receive_exactly(b, bytes, 3), &BROKEN);
    expect_no_line(b, "|", 10, &BROKEN);
    expect_exactly(b, "ab");
    buffered_free(b);
    return NULL;
}

// 5.69
RUN_TEST(receive_of_nothing_is_invalid)
{
    char bytes[8];
    size_t n;
    struct source s = source_of("ab");
    struct buffered *b = buffered_new(gives, &s);
    expect_error(buffered_receive(b, bytes, 0, &n), &INVALID);
    buffered_free(b);
    return NULL;
}

// 5.69
RUN_TEST(receive_takes_from_the_buffer_before_the_source)
{
    struct source s = source_of("abcdef", "gh");
    struct buffered *b = buffered_new(gives, &s);
    expect_received(b, 4, "abcd");
    expect_received(b, 4, "ef");
    ck_assert_int_eq(s.n_asked, 1);
    expect_received(b, 4, "gh");
    buffered_free(b);
    return NULL;
}

// 5.69
RUN_TEST(receive_at_the_end_is_the_end)
{
    char bytes[8];
    size_t n;
    struct source s = source_of(NULL);
    struct buffered *b = buffered_new(gives, &s);
    ck_assert_ptr_eq(buffered_receive(b, bytes, 8, &n), END_OF_STREAM);
    buffered_free(b);
    return NULL;
}

// 5.70
RUN_TEST(fed_bytes_stand_behind_the_buffer_and_before_the_source)
{
    struct source s = source_of("abc", "xyz");
    struct buffered *b = buffered_new(gives, &s);
    expect_exactly(b, "a");
    TRY(buffered_feed(b, "123", 3));
    expect_exactly(b, "bc123x");
    buffered_free(b);
    return NULL;
}

RUN_TEST(feeding_nothing_is_fine)
{
    struct source s = source_of("abc");
    struct buffered *b = buffered_new(gives, &s);
    TRY(buffered_feed(b, NULL, 0));
    expect_exactly(b, "abc");
    buffered_free(b);
    return NULL;
}

static struct error *feeds(void *arg)
{
    TRY(sleep_ms(5));
    return buffered_feed(arg, "fed", 3);
}

RUN_TEST(bytes_that_are_fed_meanwhile_come_before_what_the_source_gives)
{
    struct source s = source_of("abc");
    s.ms = 10;
    struct buffered *b = buffered_new(gives, &s);
    struct nursery *n = nursery_open();
    nursery_spawn(n, feeds, b);
    expect_exactly(b, "fedabc");
    TRY(nursery_close(n, NULL));
    buffered_free(b);
    return NULL;
}

// ---- close, and who receives -----------------------------------------------

// 5.72
RUN_TEST(a_closed_buffer_is_empty_and_closed)
{
    char bytes[8];
    size_t n;
    struct source s = source_of("abc");
    struct buffered *b = buffered_new(gives, &s);
    expect_exactly(b, "a");
    buffered_close(b);
    buffered_close(b);
    ck_assert_uint_eq(buffered_n(b), 0);
    expect_error(buffered_receive(b, bytes, 8, &n), &CLOSED);
    expect_error(buffered_receive_exactly(b, bytes, 1), &CLOSED);
    expect_no_line(b, "|", 10, &CLOSED);
    expect_error(buffered_feed(b, "x", 1), &CLOSED);
    buffered_free(b);
    return NULL;
}

struct reader {
    struct buffered *buffered;
    struct scope *scope;
    const struct kind *ended; // what it failed with; NULL: well
};

static struct error *reads_four(void *arg)
{
    struct reader *r = arg;
    char bytes[4];
    struct scope *scope = r->scope = scope_enter((struct scope_options){0});
    struct error *err = buffered_receive_exactly(r->buffered, bytes, 4);
    r->ended = err != NULL ? error_kind(err) : NULL;
    r->scope = NULL;
    if (!error_is(err, &CANCELLED)) {
        error_free(err);
        err = NULL;
    }
    return scope_leave(scope, err);
}

// 5.77
RUN_TEST(a_second_receiver_is_busy_and_the_first_undisturbed)
{
    char bytes[8];
    struct source s = source_of("abcd");
    s.ms = 10;
    struct buffered *b = buffered_new(gives, &s);
    struct reader r = {.buffered = b};
    struct nursery *n = nursery_open();
    nursery_spawn(n, reads_four, &r);
    expect_ok(sleep_ms(5));
    expect_error(buffered_receive_exactly(b, bytes, 1), &BUSY);
    TRY(nursery_close(n, NULL));
    ck_assert_ptr_null(r.ended);
    buffered_free(b);
    return NULL;
}

// 5.78
RUN_TEST(a_receiver_hears_of_a_close_when_its_source_answers)
{
    struct source s = source_of("abcd");
    s.ms = 10;
    struct buffered *b = buffered_new(gives, &s);
    struct reader r = {.buffered = b};
    struct nursery *n = nursery_open();
    nursery_spawn(n, reads_four, &r);
    expect_ok(sleep_ms(5));
    buffered_close(b);
    TRY(nursery_close(n, NULL));
    ck_assert_ptr_eq(r.ended, &CLOSED);
    buffered_free(b);
    return NULL;
}

RUN_TEST(a_close_does_not_swallow_a_cancel)
{
    struct source s = source_of("abcd");
    s.ms = 10;
    struct buffered *b = buffered_new(gives, &s);
    struct reader r = {.buffered = b};
    struct nursery *n = nursery_open();
    nursery_spawn(n, reads_four, &r);
    expect_ok(sleep_ms(5));
    buffered_close(b);
    scope_cancel(r.scope, NULL);
    TRY(nursery_close(n, NULL));
    ck_assert_ptr_eq(r.ended, &CANCELLED);
    buffered_free(b);
    return NULL;
}

RUN_TEST(a_cancelled_receive_leaves_what_has_come)
{
    struct source s = source_of("ab", "cd");
    s.ms = 10;
    struct buffered *b = buffered_new(gives, &s);
    struct reader r = {.buffered = b};
    struct nursery *n = nursery_open();
    nursery_spawn(n, reads_four, &r);
    expect_ok(sleep_ms(15));
    scope_cancel(r.scope, NULL);
    TRY(nursery_close(n, NULL));
    ck_assert_uint_eq(buffered_n(b), 2);
    expect_exactly(b, "abcd");
    buffered_free(b);
    return NULL;
}

static struct error *frees(void *arg)
{
    buffered_free(arg);
    return NULL;
}

ABORT_TEST(freeing_a_buffer_while_a_task_receives_is_a_bug)
{
    char bytes[4];
    struct source s = source_of("abcd");
    s.ms = 10;
    struct buffered *b = buffered_new(gives, &s);
    struct nursery *n = nursery_open();
    nursery_spawn(n, frees, b);
    return nursery_close(n, buffered_receive_exactly(b, bytes, 4));
}

// ---- up to a delimiter -----------------------------------------------------

// 5.62
RUN_TEST(until_takes_the_delimiter_out_and_goes_on_behind_it)
{
    struct source s = source_of("abcd", "efgh");
    struct buffered *b = buffered_new(gives, &s);
    expect_line(b, "de", 100, "abc");
    expect_line(b, "h", 100, "fg");
    ck_assert_uint_eq(buffered_n(b), 0);
    buffered_free(b);
    return NULL;
}

// M36
RUN_TEST(a_false_start_before_the_delimiter_is_no_hindrance)
{
    struct source s = source_of("a|", "|", "-|-", "=b");
    struct buffered *b = buffered_new(gives, &s);
    expect_line(b, "|-=", 100, "a||-");
    expect_exactly(b, "b");
    buffered_free(b);
    return NULL;
}

RUN_TEST(a_delimiter_at_the_start_gives_an_empty_line)
{
    struct source s = source_of("||a");
    struct buffered *b = buffered_new(gives, &s);
    expect_line(b, "|", 1, "");
    expect_line(b, "|", 1, "");
    buffered_free(b);
    return NULL;
}

RUN_TEST(a_zero_is_a_byte_like_others)
{
    char *line;
    size_t n;
    struct source s = source_of("x");
    struct buffered *b = buffered_new(gives, &s);
    TRY(buffered_feed(b, "a\0b\n", 4));
    TRY(buffered_receive_until(b, "\n", 1, 10, &line, &n));
    ck_assert_uint_eq(n, 3);
    ck_assert_mem_eq(line, "a\0b", 4);
    free(line);
    buffered_free(b);
    return NULL;
}

// M36
RUN_TEST(the_delimiter_may_end_with_the_limit)
{
    struct source s = source_of("abc|-");
    struct buffered *b = buffered_new(gives, &s);
    expect_line(b, "|-", 5, "abc");
    buffered_free(b);
    return NULL;
}

// M36
RUN_TEST(one_byte_beyond_the_limit_is_too_long_and_all_stays)
{
    struct source s = source_of("abc|-");
    struct buffered *b = buffered_new(gives, &s);
    expect_no_line(b, "|-", 4, &TOO_LONG);
    ck_assert_uint_eq(buffered_n(b), 5);
    expect_line(b, "|-", 5, "abc");
    buffered_free(b);
    return NULL;
}

RUN_TEST(a_limit_of_nothing_is_too_long_at_once)
{
    struct source s = source_of("abc");
    struct buffered *b = buffered_new(gives, &s);
    expect_no_line(b, "|", 0, &TOO_LONG);
    ck_assert_int_eq(s.n_asked, 0);
    buffered_free(b);
    return NULL;
}

// 5.68
RUN_TEST(an_empty_delimiter_is_invalid)
{
    struct source s = source_of("abc");
    struct buffered *b = buffered_new(gives, &s);
    expect_no_line(b, "", 10, &INVALID);
    buffered_free(b);
    return NULL;
}

// 5.60
RUN_TEST(the_end_before_the_delimiter_is_incomplete)
{
    struct source s = source_of("ab", "c");
    struct buffered *b = buffered_new(gives, &s);
    expect_no_line(b, "|", 100, &INCOMPLETE);
    expect_exactly(b, "abc");
    buffered_free(b);
    return NULL;
}

// ---- much ------------------------------------------------------------------

// 5.67
IN_ORDER_TEST(short_lines_from_the_front_of_much_take_no_time)
{
    enum { N = 2000000, N_LINES = 100000 };
    struct source s = source_of("x");
    struct buffered *b = buffered_new(gives, &s);
    char *all = malloc(N);
    memset(all, '\n', N);
    TRY(buffered_feed(b, all, N));
    free(all);
    suite_limit_computing();
    for (int i = 0; i < N_LINES; i++)
        expect_line(b, "\n", 10, "");
    ck_assert_uint_eq(buffered_n(b), N - N_LINES);
    buffered_free(b);
    return NULL;
}

RUN_TEST(a_buffer_that_is_fed_and_emptied_stays_small)
{
    struct source s = source_of("x");
    struct buffered *b = buffered_new(gives, &s);
    char bytes[1000] = "";
    for (int i = 0; i < 1000; i++) {
        TRY(buffered_feed(b, bytes, sizeof(bytes)));
        TRY(buffered_receive_exactly(b, bytes, sizeof(bytes)));
    }
    ck_assert_uint_eq(buffered_n(b), 0);
    buffered_free(b);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d

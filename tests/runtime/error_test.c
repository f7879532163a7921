// Error values, kinds, reasons, and what must says. Numbers are those of
// semantics.md.
#include "suite.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

// ---- helpers ---------------------------------------------------------------

#define expect_nothing_left() ck_assert_uint_eq(error_live(), 0)

static struct error *timeout(const char *message)
{
    return error_new(&TIMEOUT, "%s", message);
}

// A group of members that it takes.
static struct error *group(const char *message, struct error *first,
                           struct error *second)
{
    struct error *members[] = {first, second};
    size_t n = second != NULL ? 2 : 1;
    struct error *err =
        error_new_holding(&GROUP, PLACE_HERE, message, members, n);
    error_free(first);
    error_free(second);
    return err;
}

static void leave_task(struct task *self __attribute__((unused)))
{
    task_running = NULL;
}

// A stand-in for the running task: be_in_task makes it that until its scope
// ends.
#define a_task __attribute__((cleanup(leave_task))) struct task

static void be_in_task(struct task *task, const char *name,
                       struct error *handling)
{
    *task = (struct task){.name = name, .handling = handling};
    task_running = task;
}

// What act prints to stderr in a process of its own, which must abort.
static const char *last_words(void (*act)(void))
{
    static char words[4096];
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        act();
        _exit(EXIT_SUCCESS);
    }
    close(ends[1]);
    ssize_t n = 0;
    ssize_t got;
    while ((got = read(ends[0], words + n, sizeof(words) - 1 - (size_t)n)) > 0)
        n += got;
    words[n] = '\0';
    close(ends[0]);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT,
                  "it did not abort");
    return words;
}

// What error_print prints; free with free.
static char *printed(const struct error *err)
{
    char *text;
    size_t n_bytes;
    FILE *out = open_memstream(&text, &n_bytes);
    error_print(err, out);
    fclose(out);
    return text;
}

static void expect_printed(const struct error *err, const char *expected)
{
    char *text = printed(err);
    ck_assert_str_eq(text, expected);
    free(text);
}

static struct error *at(const char *file, int line, const char *message)
{
    return error_new_at(&TIMEOUT, (struct place){file, "f", line}, "%s",
                        message);
}

// ---- must ------------------------------------------------------------------

static void break_a_must(void)
{
    must(1 + 1 == 3);
}

static void break_a_must_in_a_task(void)
{
    a_task self;
    be_in_task(&self, "reader", NULL);
    must_fail("n->state == OPEN", "labs/1-nursery/nursery.c", 61);
}

TEST(a_broken_must_says_file_line_and_condition_and_aborts)
{
    const char *words = last_words(break_a_must);
    ck_assert_msg(strncmp(words, "error_test.c:", 13) == 0, "%s", words);
    ck_assert_ptr_nonnull(strstr(words, ": must(1 + 1 == 3) does not hold\n"));
}

TEST(a_broken_must_names_the_task)
{
    ck_assert_str_eq(last_words(break_a_must_in_a_task),
                     "nursery.c:61: task \"reader\": must(n->state == OPEN) "
                     "does not hold\n");
}

TEST(a_must_that_holds_is_silent)
{
    must(1 + 1 == 2);
}

// ---- kinds -----------------------------------------------------------------

// 2.14
TEST(an_error_is_of_its_kind_and_of_every_kind_above)
{
    struct error *err = error_system(ENOENT, "open");
    ck_assert(error_is(err, &NOT_FOUND));
    ck_assert(error_is(err, &SYSTEM));
    ck_assert(error_is(err, &ORDINARY));
    ck_assert(error_is(err, &ANY));
    ck_assert(!error_is(err, &DENIED));
    ck_assert(!error_is(err, &CANCELLED));
    error_free(err);
}

// 2.14
TEST(a_group_is_ordinary_and_a_base_group_is_not)
{
    ck_assert(kind_is(&GROUP, &ORDINARY));
    ck_assert(!kind_is(&BASE_GROUP, &ORDINARY));
    ck_assert(kind_is_group(&GROUP));
    ck_assert(kind_is_group(&BASE_GROUP));
    ck_assert(!kind_is_group(&ORDINARY));
    ck_assert(!kind_is_group(&ANY));
}

// 2.64
TEST(cancelled_and_fatal_are_not_ordinary)
{
    ck_assert(!kind_is(&CANCELLED, &ORDINARY));
    ck_assert(!kind_is(&FATAL, &ORDINARY));
    ck_assert(kind_is(&INTERRUPTED, &FATAL));
    ck_assert(!kind_is(&CANCELLED, &FATAL));
}

TEST(no_error_is_of_no_kind)
{
    ck_assert(!error_is(NULL, &ANY));
}

static const struct kind PARSE = {.name = "PARSE", .parent = &INVALID};

// 2.21
TEST(a_program_may_put_kinds_of_its_own_into_the_tree)
{
    struct error *err = error_new(&PARSE, "line %d", 3);
    ck_assert(error_is(err, &PARSE));
    ck_assert(error_is(err, &INVALID));
    ck_assert_str_eq(error_kind(err)->name, "PARSE");
    error_free(err);
}

ABORT_OUTSIDE_TEST(error_new_makes_no_cancelled)
{
    (void)error_new(&CANCELLED, "forged");
}

ABORT_OUTSIDE_TEST(error_new_makes_no_group)
{
    (void)error_new(&GROUP, "empty");
}

ABORT_OUTSIDE_TEST(error_new_makes_no_base_group)
{
    (void)error_new(&BASE_GROUP, "empty");
}

ABORT_OUTSIDE_TEST(error_new_makes_nothing_without_a_kind)
{
    (void)error_new(NULL, "of no kind");
}

// ---- making and owning -----------------------------------------------------

// 2.89
TEST(an_error_knows_its_kind_message_and_place)
{
    struct error *err = error_new(&TIMEOUT, "no answer in %d ms", 50);
    int line = __LINE__ - 1;
    ck_assert_ptr_eq(error_kind(err), &TIMEOUT);
    ck_assert_str_eq(error_message(err), "no answer in 50 ms");
    ck_assert_str_eq(place_file(error_place(err)), "error_test.c");
    ck_assert_int_eq(error_place(err).line, line);
    ck_assert_str_eq(error_task(err), "");
    ck_assert_int_eq(error_code(err), 0);
    ck_assert_ptr_null(error_cause(err));
    ck_assert_ptr_null(error_context(err));
    error_free(err);
}

// 2.89
TEST(an_error_remembers_the_name_of_a_task_that_is_gone)
{
    a_task self;
    char name[] = "reader";
    be_in_task(&self, name, NULL);
    struct error *err = timeout("late");
    task_running = NULL;
    strcpy(name, "xxxxxx");
    ck_assert_str_eq(error_task(err), "reader");
    error_free(err);
}

TEST(a_message_may_be_long_or_empty)
{
    char text[10000];
    memset(text, 'x', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    struct error *err = timeout(text);
    ck_assert_str_eq(error_message(err), text);
    error_free(err);
    err = timeout("");
    ck_assert_str_eq(error_message(err), "");
    error_free(err);
}

TEST(an_error_lives_until_its_last_reference_is_dropped)
{
    struct error *err = timeout("late");
    ck_assert_ptr_eq(error_ref(err), err);
    error_free(err);
    ck_assert_str_eq(error_message(err), "late");
    ck_assert_uint_eq(error_live(), 1);
    error_free(err);
    expect_nothing_left();
}

TEST(no_error_can_be_freed_and_referenced)
{
    error_free(NULL);
    ck_assert_ptr_null(error_ref(NULL));
    expect_nothing_left();
}

static void free_twice(void)
{
    struct error *err = timeout("late");
    error_free(err);
    error_free(err);
}

extern void __asan_init(void) __attribute__((weak));

TEST(freeing_an_error_twice_aborts)
{
    if (__asan_init != NULL)
        return; // the sanitizer is faster, and does not abort
    ck_assert_ptr_nonnull(strstr(last_words(free_twice), "err->refs > 0"));
}

TEST(a_member_may_outlive_its_group)
{
    struct error *leaf = timeout("late");
    struct error *err = group("g", error_ref(leaf), timeout("later"));
    error_free(err);
    ck_assert_uint_eq(error_live(), 1);
    ck_assert_str_eq(error_message(leaf), "late");
    error_free(leaf);
    expect_nothing_left();
}

TEST(one_error_may_be_member_cause_and_context_at_once)
{
    struct error *leaf = timeout("late");
    struct error *err = group("g", error_ref(leaf), error_ref(leaf));
    error_set_cause(err, error_ref(leaf));
    error_set_context(err, leaf);
    ck_assert_uint_eq(error_live(), 2);
    error_free(err);
    expect_nothing_left();
}

static void *count_in_thread(void *arg)
{
    struct error *err = timeout("late");
    *(size_t *)arg = error_live();
    error_free(err);
    return NULL;
}

TEST(each_thread_counts_its_own_errors)
{
    struct error *mine = timeout("late");
    size_t n;
    pthread_t thread;
    pthread_create(&thread, NULL, count_in_thread, &n);
    pthread_join(thread, NULL);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(error_live(), 1);
    error_free(mine);
}

// ---- immortal errors -------------------------------------------------------

TEST(immortal_errors_survive_being_freed)
{
    for (int i = 0; i < 3; i++) {
        error_free(WOULD_BLOCK);
        error_free(END_OF_STREAM);
    }
    ck_assert_str_eq(error_kind(WOULD_BLOCK)->name, "WOULD_BLOCK");
    ck_assert_str_eq(error_kind(END_OF_STREAM)->name, "END_OF_STREAM");
    ck_assert(error_is(WOULD_BLOCK, &ORDINARY));
    ck_assert(!error_is(END_OF_STREAM, &SYSTEM));
    expect_nothing_left();
}

TEST(immortal_errors_never_change)
{
    error_set_cause(WOULD_BLOCK, timeout("late"));
    error_set_context(END_OF_STREAM, timeout("late"));
    error_note(END_OF_STREAM, "a note");
    ck_assert_ptr_null(error_cause(WOULD_BLOCK));
    ck_assert_ptr_null(error_context(END_OF_STREAM));
    ck_assert_uint_eq(error_n_notes(END_OF_STREAM), 0);
    expect_nothing_left();
}

TEST(immortal_errors_can_be_members_causes_and_contexts)
{
    struct error *err = group("g", END_OF_STREAM, timeout("late"));
    error_set_cause(err, WOULD_BLOCK);
    error_set_context(err, END_OF_STREAM);
    ck_assert_ptr_eq(error_context(err), END_OF_STREAM);
    error_free(err);
    expect_nothing_left();
}

// ---- what the system says --------------------------------------------------

TEST(errno_and_libuv_codes_make_the_same_error)
{
    int codes[] = {ENOENT, UV_ENOENT};
    for (size_t i = 0; i < array_length(codes); i++) {
        struct error *err = error_system(codes[i], "open %s", "notes.txt");
        ck_assert_str_eq(error_message(err),
                         "open notes.txt: no such file or directory");
        ck_assert_ptr_eq(error_kind(err), &NOT_FOUND);
        ck_assert_int_eq(error_code(err), ENOENT);
        error_free(err);
    }
}

TEST(codes_of_the_system_have_kinds)
{
    ck_assert_ptr_eq(kind_of_code(ESRCH), &NOT_FOUND);
    ck_assert_ptr_eq(kind_of_code(UV_EAI_NONAME), &NOT_FOUND);
    ck_assert_ptr_eq(kind_of_code(EACCES), &DENIED);
    ck_assert_ptr_eq(kind_of_code(UV_EPERM), &DENIED);
    ck_assert_ptr_eq(kind_of_code(EPIPE), &BROKEN);
    ck_assert_ptr_eq(kind_of_code(UV_ECONNRESET), &BROKEN);
    ck_assert_ptr_eq(kind_of_code(UV_EOF), &BROKEN);
    ck_assert_ptr_eq(kind_of_code(EMFILE), &EXHAUSTED);
    ck_assert_ptr_eq(kind_of_code(EAGAIN), &EXHAUSTED);
    ck_assert_ptr_eq(kind_of_code(ECONNREFUSED), &SYSTEM);
    ck_assert_ptr_eq(kind_of_code(UV_ECANCELED), &SYSTEM);
    ck_assert_ptr_eq(kind_of_code(-99999), &SYSTEM);
}

TEST(every_code_has_words)
{
    int codes[] = {ENOEXEC, UV_EOF, UV_EAI_AGAIN};
    const char *words[] = {"x: exec format error", "x: end of file",
                           "x: name lookup failed"};
    for (size_t i = 0; i < array_length(codes); i++) {
        struct error *err = error_system(codes[i], "x");
        ck_assert_str_eq(error_message(err), words[i]);
        error_free(err);
    }
    struct error *err = error_system(-99999, "x");
    ck_assert_ptr_nonnull(strstr(error_message(err), "99999"));
    ck_assert_int_eq(error_code(err), 99999);
    error_free(err);
}

ABORT_OUTSIDE_TEST(an_error_of_the_system_without_a_code_aborts)
{
    (void)error_system(0, "open");
}

// ---- cause and context -----------------------------------------------------

// 2.56
TEST(an_error_made_while_another_is_handled_has_it_as_context)
{
    a_task self;
    struct error *handled = timeout("late");
    be_in_task(&self, "main", handled);
    struct error *err = error_new(&CLOSED, "gone");
    struct error *many = group("g", timeout("a"), NULL);
    struct error *system = error_system(EPIPE, "write");
    ck_assert_ptr_eq(error_context(err), handled);
    ck_assert_ptr_eq(error_context(many), handled);
    ck_assert_ptr_eq(error_context(system), handled);
    ck_assert_ptr_null(error_cause(err));
    error_free(err);
    error_free(many);
    error_free(system);
    error_free(handled);
    expect_nothing_left();
}

// 2.95, 2.99
TEST(an_error_made_while_none_is_handled_has_no_context)
{
    a_task self;
    be_in_task(&self, "main", NULL);
    struct error *err = timeout("late");
    ck_assert_ptr_null(error_context(err));
    error_free(err);
}

// 2.98
TEST(a_cause_is_kept_and_the_one_before_it_is_dropped)
{
    struct error *err = error_new(&BROKEN, "receive");
    error_set_cause(err, timeout("first"));
    struct error *cause = error_system(EPIPE, "read");
    error_set_cause(err, cause);
    ck_assert_ptr_eq(error_cause(err), cause);
    ck_assert_ptr_null(error_context(err));
    ck_assert_uint_eq(error_live(), 2);
    error_set_cause(err, NULL);
    ck_assert_ptr_null(error_cause(err));
    ck_assert_uint_eq(error_live(), 1);
    error_free(err);
}

// 2.96, 2.97
TEST(errors_can_be_chained_by_context_without_losing_one)
{
    struct error *last = NULL;
    for (int i = 0; i < 5; i++) {
        struct error *err = error_new(&CLOSED, "%d", i);
        error_set_context(err, last);
        last = err;
    }
    int i = 4;
    for (struct error *err = last; err != NULL; err = error_context(err), i--)
        ck_assert_int_eq(atoi(error_message(err)), i);
    ck_assert_int_eq(i, -1);
    error_free(last);
    expect_nothing_left();
}

TEST(an_error_is_never_its_own_cause_or_context)
{
    struct error *err = timeout("late");
    error_set_cause(err, error_ref(err));
    error_set_context(err, error_ref(err));
    ck_assert_ptr_null(error_cause(err));
    ck_assert_ptr_null(error_context(err));
    error_free(err);
    expect_nothing_left();
}

TEST(causes_and_contexts_never_form_a_circle)
{
    struct error *first = timeout("first");
    struct error *second = timeout("second");
    struct error *third = timeout("third");
    error_set_cause(second, error_ref(first));
    error_set_context(third, error_ref(second));
    error_set_context(first, error_ref(third));
    error_set_cause(first, error_ref(second));
    ck_assert_ptr_null(error_context(first));
    ck_assert_ptr_null(error_cause(first));
    error_free(first);
    error_free(second);
    error_free(third);
    expect_nothing_left();
}

// 2.74
TEST(a_leaf_does_not_get_its_own_group_as_context)
{
    struct error *leaf = timeout("late");
    struct error *inner = group("inner", error_ref(leaf), NULL);
    struct error *outer = group("outer", timeout("other"), inner);
    error_set_context(leaf, error_ref(outer));
    ck_assert_ptr_null(error_context(leaf));
    error_free(leaf);
    error_free(outer);
    expect_nothing_left();
}

TEST(a_link_that_is_refused_leaves_the_one_before_it)
{
    struct error *first = timeout("first");
    struct error *second = timeout("second");
    struct error *old = timeout("old");
    error_set_cause(first, old);
    error_set_cause(second, error_ref(first));
    error_set_cause(first, second);
    ck_assert_ptr_eq(error_cause(first), old);
    error_free(first);
    expect_nothing_left();
}

TEST(what_two_errors_share_is_no_circle)
{
    struct error *shared = timeout("shared");
    struct error *left = timeout("left");
    struct error *right = timeout("right");
    error_set_cause(left, error_ref(shared));
    error_set_cause(right, error_ref(shared));
    struct error *top = group("top", left, right);
    error_set_context(shared, timeout("before"));
    error_set_context(top, error_ref(left));
    ck_assert_ptr_nonnull(error_context(shared));
    ck_assert_ptr_eq(error_context(top), left);
    error_free(shared);
    error_free(top);
    expect_nothing_left();
}

// ---- notes and stories -----------------------------------------------------

// 2.84
TEST(notes_are_kept_in_order)
{
    struct error *err = timeout("late");
    for (int i = 0; i < 20; i++)
        error_note(err, "note %d", i);
    ck_assert_uint_eq(error_n_notes(err), 20);
    ck_assert_str_eq(error_note_at(err, 0), "note 0");
    ck_assert_str_eq(error_note_at(err, 19), "note 19");
    error_free(err);
}

ABORT_OUTSIDE_TEST(asking_for_a_note_that_is_not_there_aborts)
{
    (void)error_note_at(timeout("late"), 0);
}

// 2.30, 2.68
TEST(a_story_is_place_task_cause_context_and_notes)
{
    a_task self;
    be_in_task(&self, "reader", NULL);
    struct error *from = at("a.c", 7, "from");
    error_set_cause(from, timeout("cause"));
    error_set_context(from, timeout("context"));
    error_note(from, "noted");
    task_running = NULL;
    struct error *to = timeout("to");
    error_copy_story(to, from);
    ck_assert_int_eq(error_place(to).line, 7);
    ck_assert_str_eq(error_task(to), "reader");
    ck_assert_ptr_eq(error_cause(to), error_cause(from));
    ck_assert_ptr_eq(error_context(to), error_context(from));
    ck_assert_str_eq(error_note_at(to, 0), "noted");
    ck_assert_str_eq(error_message(to), "to");
    error_free(from);
    ck_assert_str_eq(error_task(to), "reader");
    error_free(to);
    expect_nothing_left();
}

TEST(a_copied_story_takes_the_place_of_the_old_one)
{
    a_task self;
    be_in_task(&self, "reader", NULL);
    struct error *to = timeout("to");
    error_set_cause(to, timeout("cause"));
    error_set_context(to, timeout("context"));
    error_note(to, "noted");
    task_running = NULL;
    struct error *from = timeout("from");
    error_copy_story(to, from);
    ck_assert_ptr_null(error_cause(to));
    ck_assert_ptr_null(error_context(to));
    ck_assert_uint_eq(error_n_notes(to), 0);
    ck_assert_str_eq(error_task(to), "");
    error_free(from);
    error_free(to);
    expect_nothing_left();
}

// 2.18
TEST(notes_of_a_copied_story_are_not_shared)
{
    struct error *from = timeout("from");
    struct error *to = timeout("to");
    error_note(from, "one");
    error_copy_story(to, from);
    error_note(to, "two");
    error_note(from, "three");
    ck_assert_uint_eq(error_n_notes(from), 2);
    ck_assert_uint_eq(error_n_notes(to), 2);
    ck_assert_str_eq(error_note_at(to, 1), "two");
    error_copy_story(to, to);
    ck_assert_uint_eq(error_n_notes(to), 2);
    error_free(from);
    error_free(to);
}

// ---- payload ---------------------------------------------------------------

static void free_payload(void *payload)
{
    error_free(payload);
}

static const struct kind BOX = {
    .name = "BOX", .parent = &ORDINARY, .free_payload = free_payload};

TEST(the_kind_frees_the_payload_once)
{
    struct error *err = error_new(&BOX, "box");
    error_set_payload(err, timeout("inside"));
    ck_assert_str_eq(error_message(error_payload(err)), "inside");
    error_free(error_ref(err));
    ck_assert_uint_eq(error_live(), 2);
    error_free(err);
    expect_nothing_left();
}

// ---- depth -----------------------------------------------------------------

// These run as tasks, on a stack of 64 KiB.

enum { DEEP = 1000000 };

// An error that holds bottom, which it takes, in one way or another.
static struct error *on_top_of(struct error *bottom, int way)
{
    if (way == 0)
        return group("", bottom, NULL);
    struct error *err = error_new(&BOX, "%d", way);
    if (way == 1)
        error_set_cause(err, bottom);
    else if (way == 2)
        error_set_context(err, bottom);
    else
        error_set_payload(err, bottom);
    return err;
}

// M30
IN_ORDER_TEST(a_million_errors_deep_is_freed_without_recursion)
{
    struct error *top = timeout("bottom");
    for (int i = 0; i < DEEP; i++)
        top = on_top_of(top, i % 4);
    ck_assert_uint_eq(error_live(), DEEP + 1);
    error_free(top);
    expect_nothing_left();
    return NULL;
}

IN_ORDER_TEST(a_circle_of_a_million_errors_is_found_without_recursion)
{
    struct error *bottom = timeout("bottom");
    struct error *top = error_ref(bottom);
    for (int i = 0; i < DEEP; i++)
        top = on_top_of(top, i % 3);
    error_set_context(bottom, top);
    ck_assert_ptr_null(error_context(bottom));
    error_free(bottom);
    expect_nothing_left();
    return NULL;
}

// ---- reasons ---------------------------------------------------------------

static void expect_reason(enum cancel_source source, const char *text,
                          const char *task, const char *expected)
{
    struct reason *reason = reason_new(source, text, task);
    struct error *err = error_new_cancelled(reason);
    reason_free(reason);
    ck_assert_str_eq(error_message(err), expected);
    ck_assert_ptr_eq(error_message(err), error_message(err));
    error_free(err);
}

TEST(a_cancelled_error_tells_its_reason)
{
    expect_reason(CANCEL_EXPLICIT, NULL, NULL, "cancelled");
    expect_reason(CANCEL_EXPLICIT, "enough", "main",
                  "cancelled: enough (asked by task \"main\")");
    expect_reason(CANCEL_DEADLINE, NULL, NULL, "a deadline passed");
    expect_reason(CANCEL_NURSERY, "read failed", NULL,
                  "something in the nursery failed: read failed");
    expect_reason(CANCEL_SHUTDOWN, NULL, NULL, "the run is over");
    expect_nothing_left();
}

TEST(a_cancelled_error_has_a_task_and_no_place)
{
    a_task self;
    be_in_task(&self, "reader", NULL);
    struct error *err = error_new_cancelled(NULL);
    task_running = NULL;
    ck_assert_ptr_eq(error_kind(err), &CANCELLED);
    ck_assert_str_eq(error_task(err), "reader");
    ck_assert_str_eq(error_place(err).file, "");
    ck_assert_ptr_null(error_reason(err));
    expect_printed(err, "CANCELLED: cancelled  (task \"reader\")\n");
    error_free(err);
}

// 2.93
TEST(what_was_handled_when_cancelled_came_is_its_context)
{
    a_task self;
    struct error *handled = timeout("late");
    be_in_task(&self, "main", handled);
    struct error *err = error_new_cancelled(NULL);
    ck_assert_ptr_eq(error_context(err), handled);
    error_free(err);
    error_free(handled);
}

// 2.93
TEST(a_timeout_may_have_one_error_as_cause_and_context)
{
    struct error *cancelled = error_new_cancelled(NULL);
    struct error *err = timeout("late");
    error_set_context(err, error_ref(cancelled));
    error_set_cause(err, cancelled);
    ck_assert_ptr_eq(error_cause(err), error_context(err));
    error_free(err);
    expect_nothing_left();
}

TEST(many_errors_share_one_reason)
{
    struct reason *reason = reason_new(CANCEL_EXPLICIT, "enough", NULL);
    struct error *first = error_new_cancelled(reason);
    struct error *second = error_new_cancelled(reason);
    reason_free(reason);
    error_free(first);
    ck_assert_ptr_eq(error_reason(second), reason);
    ck_assert_str_eq(error_reason(second)->text, "enough");
    error_free(second);
    expect_nothing_left();
}

TEST(a_reason_copies_its_texts)
{
    char text[] = "enough";
    struct reason *reason = reason_new(CANCEL_EXPLICIT, text, text);
    text[0] = 'x';
    ck_assert_str_eq(reason->text, "enough");
    ck_assert_str_eq(reason->task, "enough");
    reason_free(reason_ref(reason));
    reason_free(reason);
    reason_free(NULL);
    ck_assert_ptr_null(reason_ref(NULL));
}

TEST(only_cancelled_errors_have_a_reason)
{
    struct error *err = timeout("late");
    ck_assert_ptr_null(error_reason(err));
    error_free(err);
}

// ---- printing --------------------------------------------------------------

TEST(an_error_is_printed_with_its_file_line_and_task)
{
    a_task self;
    be_in_task(&self, "reader", NULL);
    struct error *err = at("labs/6-fanout/fetch.c", 31, "no answer in 50 ms");
    task_running = NULL;
    expect_printed(err, "TIMEOUT: no answer in 50 ms  "
                        "(fetch.c:31, task \"reader\")\n");
    error_free(err);
    err = at("a.c", 1, "");
    expect_printed(err, "TIMEOUT  (a.c:1)\n");
    error_free(err);
    expect_printed(END_OF_STREAM, "END_OF_STREAM: no more items will come\n");
}

// 2.84
TEST(notes_are_printed_below_the_message_in_order)
{
    struct error *err = at("a.c", 1, "late");
    error_note(err, "first");
    error_note(err, "second\n\nwith more");
    expect_printed(err, "TIMEOUT: late  (a.c:1)\n"
                        "note: first\n"
                        "note: second\n"
                        "  \n"
                        "  with more\n");
    error_free(err);
}

// 2.87
TEST(line_breaks_of_a_message_are_kept_and_indented)
{
    struct error *err = at("a.c", 1, "one\n\nthree\n");
    expect_printed(err, "TIMEOUT: one  (a.c:1)\n"
                        "  \n"
                        "  three\n"
                        "  \n");
    error_free(err);
}

// 2.83
TEST(a_cause_is_printed_first)
{
    struct error *err = at("b.c", 2, "second");
    error_set_cause(err, at("a.c", 1, "first"));
    expect_printed(err, "TIMEOUT: first  (a.c:1)\n"
                        "-- the direct cause of:\n"
                        "TIMEOUT: second  (b.c:2)\n");
    error_free(err);
}

// 2.83
TEST(a_context_is_printed_first_unless_there_is_a_cause)
{
    struct error *err = at("b.c", 2, "second");
    error_set_context(err, at("a.c", 1, "first"));
    expect_printed(err, "TIMEOUT: first  (a.c:1)\n"
                        "-- while it was being handled:\n"
                        "TIMEOUT: second  (b.c:2)\n");
    error_set_cause(err, at("c.c", 3, "cause"));
    char *text = printed(err);
    ck_assert_ptr_null(strstr(text, "first"));
    ck_assert_ptr_nonnull(strstr(text, "cause"));
    free(text);
    error_free(err);
}

// 2.11, 2.86
TEST(of_a_group_only_the_line_with_the_number_of_members_is_printed)
{
    struct error *inner = group("inner", timeout("a"), timeout("b"));
    struct error *err = group("outer", inner, NULL);
    char *text = printed(err);
    ck_assert_ptr_nonnull(strstr(text, "GROUP: outer (1 error)  ("));
    ck_assert_ptr_null(strstr(text, "inner"));
    free(text);
    text = printed(inner);
    ck_assert_ptr_nonnull(strstr(text, "GROUP: inner (2 errors)  ("));
    free(text);
    error_free(err);
}

// 2.82
TEST(of_a_long_chain_the_last_sixteen_are_printed)
{
    struct error *last = at("a.c", 1, "0");
    for (int i = 1; i < 2000; i++) {
        char number[16];
        snprintf(number, sizeof(number), "%d", i);
        struct error *err = at("a.c", 1, number);
        error_set_cause(err, last);
        last = err;
    }
    char *text = printed(last);
    ck_assert_msg(
        strncmp(text, "... and 1984 more before\nTIMEOUT: 1984 ", 39) == 0,
        "%s", text);
    ck_assert_ptr_nonnull(strstr(text, "TIMEOUT: 1999 "));
    free(text);
    error_free(last);
    expect_nothing_left();
}
// private: linnet-0f5d3f897d262c7d

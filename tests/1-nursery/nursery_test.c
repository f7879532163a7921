// Nurseries: who lives in them, and for how long.
#include "suite.h"
#include "kid.h"
#include "loop.h"
#include <stdlib.h>
#include <string.h>

// ---- open and close --------------------------------------------------------

// 1.1
RUN_TEST(closing_an_empty_nursery_succeeds_without_waiting)
{
    TRY(nursery_close(nursery_open(), NULL));
    ck_assert_int_eq(clock_now_ms(), 0);
    return NULL;
}

static struct error *count_turn(void *arg)
{
    ++*(int *)arg;
    return NULL;
}

// 1.5
IN_ORDER_TEST(closing_an_empty_nursery_lets_others_run)
{
    int turns = 0;
    struct nursery *outer = nursery_open();
    nursery_spawn(outer, count_turn, &turns);
    expect_ok(nursery_close(nursery_open(), NULL));
    ck_assert_int_eq(turns, 1);
    return nursery_close(outer, NULL);
}

// 1.5, and decided: close is no cancel point
RUN_TEST(closing_an_empty_nursery_in_a_cancelled_scope_succeeds)
{
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    ck_assert(nursery_close(nursery_open(), NULL) == NULL);
    return scope_leave(s, checkpoint());
}

// 1.2
RUN_TEST(close_waits_for_the_slowest_child)
{
    struct kid fast = {.ms = 100}, slow = {.ms = 200};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &slow);
    nursery_spawn(n, kid, &fast);
    TRY(nursery_close(n, NULL));
    ck_assert(fast.ended && slow.ended);
    ck_assert_int_eq(clock_now_ms(), 200);
    return NULL;
}

// 1.3
RUN_TEST(children_may_be_spawned_after_others_have_ended)
{
    struct kid a = {.ms = 10}, b = {.ms = 10};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &a);
    expect_ok(sleep_ms(50));
    ck_assert(a.ended);
    nursery_spawn(n, kid, &b);
    TRY(nursery_close(n, NULL));
    ck_assert(b.ended);
    ck_assert_int_eq(b.ended_at, 60);
    return NULL;
}

struct family {
    struct nursery *n;
    struct kid late;
};

static struct error *spawn_sibling(void *arg)
{
    struct family *f = arg;
    TRY(sleep_ms(10));
    nursery_spawn(f->n, kid, &f->late);
    return NULL;
}

// 1.15
RUN_TEST(close_waits_for_children_spawned_by_children_meanwhile)
{
    struct family f = {nursery_open(), {.ms = 30}};
    nursery_spawn(f.n, spawn_sibling, &f);
    TRY(nursery_close(f.n, NULL));
    ck_assert(f.late.ended);
    ck_assert_int_eq(clock_now_ms(), 40);
    return NULL;
}

struct latecomer {
    struct family family;
    struct event *event;
};

static struct error *spawn_when_told(void *arg)
{
    struct latecomer *l = arg;
    TRY(event_wait(l->event));
    nursery_spawn(l->family.n, kid, &l->family.late);
    return NULL;
}

static struct error *tell_and_end(void *arg)
{
    TRY(sleep_ms(10));
    event_set(arg);
    return NULL;
}

// 1.15: the last child has ended and woken the owner, who has not run.
IN_ORDER_TEST(close_waits_for_a_child_spawned_when_the_last_one_had_ended)
{
    struct nursery *outer = nursery_open();
    struct latecomer l = {{nursery_open(), {.ms = 30}}, event_new()};
    nursery_spawn(outer, spawn_when_told, &l);
    nursery_spawn(l.family.n, tell_and_end, l.event);
    expect_ok(nursery_close(l.family.n, NULL));
    ck_assert(l.family.late.ended);
    ck_assert_int_eq(clock_now_ms(), 40);
    event_free(l.event);
    return nursery_close(outer, NULL);
}

static struct error *own_and_close(void *arg)
{
    struct family *f = arg;
    f->n = nursery_open();
    struct kid k = {.ms = 10};
    nursery_spawn(f->n, kid, &k);
    TRY(nursery_close(f->n, NULL));
    ck_assert(f->late.ended);
    ck_assert_int_eq(clock_now_ms(), 40);
    return NULL;
}

// 1.17
RUN_TEST(a_task_from_elsewhere_may_spawn_into_a_nursery)
{
    struct family f = {NULL, {.ms = 35}};
    struct nursery *n = nursery_open();
    nursery_spawn(n, own_and_close, &f);
    expect_ok(sleep_ms(5));
    nursery_spawn(f.n, kid, &f.late);
    return nursery_close(n, NULL);
}

// 1.25
RUN_TEST(spawn_does_not_run_the_child)
{
    struct kid k = {0};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    ck_assert(!k.began);
    TRY(nursery_close(n, NULL));
    ck_assert(k.began);
    return NULL;
}

RUN_TEST(an_eager_child_runs_at_once_up_to_its_first_wait)
{
    struct kid k = {.ms = 10};
    struct nursery *n = nursery_open();
    nursery_spawn_with(n, kid, &k, .eager = true);
    ck_assert(k.began && !k.ended);
    ck_assert_uint_eq(nursery_n_children(n), 1);
    return nursery_close(n, NULL);
}

RUN_TEST(an_eager_child_may_end_before_spawn_returns)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    nursery_spawn_with(n, count_turn, &turns, .eager = true);
    ck_assert_int_eq(turns, 1);
    ck_assert_uint_eq(nursery_n_children(n), 0);
    return nursery_close(n, NULL);
}

static struct error *fail_at_once(void *arg)
{
    return *(struct error **)arg = error_new(&BROKEN, "at once");
}

RUN_TEST(the_error_of_an_eager_child_comes_out_of_close)
{
    struct error *due = NULL;
    struct nursery *n = nursery_open();
    nursery_spawn_with(n, fail_at_once, &due, .eager = true);
    expect_group(nursery_close(n, NULL), due);
    return NULL;
}

static char rounds[32];

static struct error *three_rounds(void *arg)
{
    for (char i = '0'; i < '3'; i++) {
        size_t n = strlen(rounds);
        memcpy(rounds + n, (char[]){*(char *)arg, i, 0}, 3);
        TRY(checkpoint());
    }
    return NULL;
}

// 1.26
IN_ORDER_TEST(two_children_advance_in_lock_step)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, three_rounds, "a");
    nursery_spawn(n, three_rounds, "b");
    TRY(nursery_close(n, NULL));
    ck_assert_str_eq(rounds, "a0b0a1b1a2b2");
    return NULL;
}

static struct error *write_slot(void *arg)
{
    size_t *slot = arg;
    TRY(checkpoint());
    *slot += 1;
    return NULL;
}

// 1.27
IN_ORDER_TEST(ten_thousand_children_write_each_its_own_slot)
{
    enum { N = 10000 };
    size_t *slots = calloc(N, sizeof(slots[0]));
    struct nursery *n = nursery_open();
    for (size_t i = 0; i < N; i++) {
        slots[i] = i;
        nursery_spawn(n, write_slot, &slots[i]);
    }
    TRY(nursery_close(n, NULL));
    for (size_t i = 0; i < N; i++)
        ck_assert_uint_eq(slots[i], i + 1);
    free(slots);
    return NULL;
}

// 1.27, M28
IN_ORDER_TEST(the_stack_of_a_child_that_has_ended_is_free_before_close)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    for (int i = 0; i < 1000; i++) {
        nursery_spawn(n, count_turn, &turns);
        checkpoint_shielded();
    }
    ck_assert_uint_eq(loop_alive().stacks, 1);
    return nursery_close(n, NULL);
}

static struct error *too_many_children(void *arg)
{
    struct nursery *n = nursery_open();
    for (int i = 0; i < 20; i++)
        nursery_spawn(n, kid, arg);
    return nursery_close(n, NULL);
}

// 1.27: what keeps a child from starting is its error
TEST(a_child_without_a_stack_fails_with_exhausted)
{
    struct kid k = {.ms = 10};
    struct loop_left left;
    struct loop_options options = {
        .virtual_clock = true, .stacks.most = 16, .left = &left};
    struct error *err = loop_run(too_many_children, &k, &options);
    ck_assert(errgroup_is(err));
    ck_assert_uint_eq(errgroup_size(err), 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert(error_is(errgroup_member(err, i), &EXHAUSTED));
    error_free(err);
    ck_assert_uint_eq(error_live(), 0);
    ck_assert_uint_eq(left.tasks + left.stacks + left.scopes, 0);
    kid_forget(&k);
}

// 1.28
RUN_TEST(spawning_a_function_a_hundred_times_runs_it_as_often)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    for (int i = 0; i < 100; i++)
        nursery_spawn(n, count_turn, &turns);
    ck_assert_uint_eq(nursery_n_children(n), 100);
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(turns, 100);
    return NULL;
}

// ---- the tree --------------------------------------------------------------

static struct error *expect_parent(void *arg)
{
    ck_assert_ptr_eq(task_self()->parent, arg);
    return NULL;
}

struct request {
    struct nursery *n;
    struct task *parent;
};

static struct error *spawn_for(void *arg)
{
    struct request *r = arg;
    nursery_spawn(r->n, expect_parent, r->parent);
    return NULL;
}

// 1.19
RUN_TEST(the_parent_of_a_child_is_the_owner_whoever_spawned_it)
{
    struct request r = {nursery_open(), task_self()};
    ck_assert_ptr_eq(nursery_owner(r.n), task_self());
    nursery_spawn(r.n, expect_parent, task_self());
    nursery_spawn(r.n, spawn_for, &r);
    return nursery_close(r.n, NULL);
}

// M4
RUN_TEST(a_child_lives_in_the_scope_of_its_nursery_not_of_its_spawner)
{
    struct kid k = {.ms = 10};
    struct nursery *n = nursery_open();
    struct scope *s = scope_enter((struct scope_options){0});
    nursery_spawn(n, kid, &k);
    scope_cancel(s, NULL);
    expect_ok(scope_leave(s, NULL));
    TRY(nursery_close(n, NULL));
    ck_assert(k.ended && !k.cancelled);
    return NULL;
}

// 1.20
RUN_TEST(the_open_nurseries_of_a_task_are_listed_from_the_outermost_on)
{
    struct task *self = task_self();
    ck_assert_ptr_null(nursery_of_task(self, 0));
    struct nursery *a = nursery_open(), *b = nursery_open();
    ck_assert_ptr_eq(nursery_of_task(self, 0), a);
    ck_assert_ptr_eq(nursery_of_task(self, 1), b);
    ck_assert_ptr_null(nursery_of_task(self, 2));
    TRY(nursery_close(b, NULL));
    ck_assert_ptr_null(nursery_of_task(self, 1));
    TRY(nursery_close(a, NULL));
    ck_assert_ptr_null(nursery_of_task(self, 0));
    return NULL;
}

// 1.21
RUN_TEST(a_nursery_that_failed_is_off_the_list_too)
{
    struct nursery *a = nursery_open(), *b = nursery_open();
    struct error *due = error_new(&BROKEN, "inner");
    expect_group(nursery_close(b, due), due);
    ck_assert_ptr_eq(nursery_of_task(task_self(), 0), a);
    ck_assert_ptr_null(nursery_of_task(task_self(), 1));
    return nursery_close(a, NULL);
}

static struct error *follow_parents(void *arg)
{
    struct task *root = arg;
    int steps = 0;
    struct task *task = task_self();
    for (; task->parent != NULL; task = task->parent)
        steps++;
    ck_assert_ptr_eq(task, root);
    ck_assert_int_eq(steps, 2);
    return NULL;
}

static struct error *have_grandchild(void *arg)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, follow_parents, arg);
    return nursery_close(n, NULL);
}

// 1.22
RUN_TEST(parents_lead_to_a_root_that_has_none)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, have_grandchild, task_self());
    return nursery_close(n, NULL);
}

static struct error *expect_name(void *arg)
{
    ck_assert_str_eq(task_name(task_self()), arg);
    return NULL;
}

// 1.23
RUN_TEST(a_child_is_named_for_its_function_or_as_told)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, expect_name, "expect_name");
    nursery_spawn_with(n, expect_name, "reader", .name = "reader");
    nursery_spawn_with(n, expect_name, "", .name = "");
    return nursery_close(n, NULL);
}

static size_t count_of(const char *text, const char *word)
{
    size_t n = 0;
    for (; (text = strstr(text, word)) != NULL; text++)
        n++;
    return n;
}

// 1.24
RUN_TEST(the_tree_shows_every_child_that_is_alive_once)
{
    struct kid k = {.ms = 10}, ended = {0};
    char *text = NULL;
    size_t bytes;
    struct nursery *n = nursery_open();
    nursery_spawn_with(n, kid, &k, .name = "anna");
    nursery_spawn_with(n, kid, &k, .name = "bert");
    nursery_spawn_with(n, kid, &ended, .name = "cora");
    expect_ok(task_wait_all_parked());
    FILE *out = open_memstream(&text, &bytes);
    task_print_tree(out);
    fclose(out);
    ck_assert_uint_eq(count_of(text, "-- anna"), 1);
    ck_assert_uint_eq(count_of(text, "-- bert"), 1);
    ck_assert_uint_eq(count_of(text, "cora"), 0);
    free(text);
    return nursery_close(n, NULL);
}

// ---- depth -----------------------------------------------------------------

IN_ORDER_TEST(a_hundred_thousand_nurseries_can_be_nested)
{
    enum { N = 100000 };
    suite_limit_computing();
    struct nursery **at = malloc(N * sizeof(at[0]));
    for (int i = 0; i < N; i++)
        at[i] = nursery_open();
    struct error *err = error_new(&BROKEN, "at the bottom");
    for (int i = N; i-- > 0;)
        err = nursery_close(at[i], err);
    free(at);
    for (int i = 0; i < N; i++) {
        ck_assert_uint_eq(errgroup_size(err), 1);
        struct error *inner = error_ref(errgroup_member(err, 0));
        error_free(err);
        err = inner;
    }
    expect_error(err, &BROKEN);
    return NULL;
}

IN_ORDER_TEST(a_cancel_passes_a_hundred_thousand_nurseries)
{
    enum { N = 100000 };
    suite_limit_computing();
    struct nursery **at = malloc(N * sizeof(at[0]));
    for (int i = 0; i < N; i++)
        at[i] = nursery_open();
    nursery_cancel(at[0]);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    for (int i = N; i-- > 0;) {
        ck_assert(error_is(err, &CANCELLED));
        err = nursery_close(at[i], err);
    }
    free(at);
    return err;
}

static struct error *go_deeper(void *arg)
{
    int *left = arg;
    if (--*left == 0)
        return sleep_forever();
    struct nursery *n = nursery_open();
    nursery_spawn(n, go_deeper, left);
    return nursery_close(n, NULL);
}

// 1.69
IN_ORDER_TEST(a_cancel_reaches_the_last_of_twenty_thousand_generations)
{
    int left = 20000;
    struct nursery *n = nursery_open();
    nursery_spawn(n, go_deeper, &left);
    expect_ok(task_wait_all_parked());
    ck_assert_int_eq(left, 0);
    nursery_cancel(n);
    return nursery_close(n, NULL);
}

// ---- misuse ----------------------------------------------------------------

// 1.8, 1.13
ABORT_TEST(spawning_into_a_closed_nursery_is_a_bug)
{
    struct kid k = {0};
    struct nursery *n = nursery_open();
    TRY(nursery_close(n, NULL));
    nursery_spawn(n, kid, &k);
    return checkpoint();
}

// 1.9
ABORT_TEST(spawning_into_a_nursery_that_failed_is_a_bug)
{
    struct kid k = {0};
    struct nursery *n = nursery_open();
    expect_error(nursery_close(n, error_new(&BROKEN, "failed")), &GROUP);
    nursery_spawn(n, kid, &k);
    return checkpoint();
}

// 1.13
ABORT_TEST(closing_a_nursery_twice_is_a_bug)
{
    struct nursery *n = nursery_open();
    TRY(nursery_close(n, NULL));
    return nursery_close(n, NULL);
}

static struct nursery *never;

// 1.14
ABORT_OUTSIDE_TEST(opening_a_nursery_outside_of_a_task_is_a_bug)
{
    never = nursery_open();
}

// 1.119
ABORT_TEST(spawning_no_function_is_a_bug)
{
    struct nursery *n = nursery_open();
    task_fn *none = NULL;
    nursery_spawn(n, none, NULL);
    return nursery_close(n, NULL);
}

static struct error *close_it(void *arg)
{
    return nursery_close(arg, NULL);
}

ABORT_TEST(closing_the_nursery_of_another_task_is_a_bug)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, close_it, n);
    return nursery_close(n, NULL);
}

// 1.117
ABORT_TEST(closing_a_nursery_around_an_open_one_is_a_bug)
{
    struct nursery *outer = nursery_open();
    struct nursery *inner = nursery_open();
    expect_ok(nursery_close(outer, NULL));
    return nursery_close(inner, NULL);
}

ABORT_TEST(closing_a_nursery_around_an_open_scope_is_a_bug)
{
    struct nursery *n = nursery_open();
    struct scope *s = scope_enter((struct scope_options){0});
    TRY(nursery_close(n, NULL));
    return scope_leave(s, NULL);
}

static struct error *leave_open(void *arg)
{
    *(struct nursery **)arg = nursery_open();
    return NULL;
}

// 1.117
ABORT_TEST(a_child_that_ends_with_a_nursery_open_is_a_bug)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, leave_open, &never);
    return nursery_close(n, NULL);
}

static struct error *leave_scope_open(void *arg)
{
    (void)arg;
    scope_enter((struct scope_options){0});
    return NULL;
}

// 1.117
ABORT_TEST(a_child_that_ends_with_a_scope_open_is_a_bug)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, leave_scope_open, NULL);
    return nursery_close(n, NULL);
}

// 3.45
ABORT_TEST(leaving_the_scope_of_a_nursery_while_children_run_is_a_bug)
{
    struct kid k = {.ms = 10};
    struct nursery *n = nursery_open(); // lint: allow open-nursery the misuse
    nursery_spawn(n, kid, &k);
    return scope_leave(nursery_scope(n), NULL);
}

ABORT_TEST(closing_a_nursery_whose_scope_has_been_left_is_a_bug)
{
    struct nursery *n = nursery_open();
    expect_ok(scope_leave(nursery_scope(n), NULL));
    return nursery_close(n, NULL);
}
// private: linnet-0f5d3f897d262c7d

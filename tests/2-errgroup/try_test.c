// Error groups: handling. Numbers are those of semantics.md.
#include "trees.h"

// ---- handling --------------------------------------------------------------

// 2.43
TEST(nothing_goes_on_if_everything_is_handled)
{
    struct errgroup_try *t = errgroup_try(sample());
    int n = 0;
    except(t, &ORDINARY, caught)
    {
        n++;
    }
    ck_assert_int_eq(n, 1);
    ck_assert_ptr_null(errgroup_end(t));
    expect_nothing_left();
}

// 2.44
TEST(no_handler_runs_without_an_error)
{
    struct errgroup_try *t = errgroup_try(NULL);
    ck_assert(errgroup_clean(t));
    except(t, &ANY, caught)
    {
        ck_abort();
    }
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.44
TEST(a_try_is_not_clean_after_its_error_was_handled)
{
    struct errgroup_try *t = errgroup_try(sample());
    ck_assert(!errgroup_clean(t));
    except(t, &ANY, caught)
    {
    }
    ck_assert(!errgroup_clean(t));
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.37
TEST(a_lone_error_is_caught_in_a_group_with_an_empty_message)
{
    struct error *err = leaf(&TIMEOUT, "a");
    int line = error_place(err).line;
    struct errgroup_try *t = errgroup_try(err);
    except(t, &TIMEOUT, caught)
    {
        expect_shape(caught, "(TIMEOUT a)");
        ck_assert_ptr_eq(errgroup_member(caught, 0), err);
        ck_assert_int_eq(error_place(caught).line, line);
    }
    ck_assert_ptr_null(errgroup_end(t));
    expect_nothing_left();
}

// 2.37
TEST(a_lone_error_that_is_not_ordinary_is_caught_in_a_base_group)
{
    struct errgroup_try *t = errgroup_try(error_new_cancelled(NULL));
    except(t, &CANCELLED, caught)
    {
        expect_shape(caught, "BASE_GROUP (CANCELLED cancelled)");
    }
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.42
TEST(a_lone_error_that_nobody_handles_goes_on_bare)
{
    struct errgroup_try *t = errgroup_try(leaf(&TIMEOUT, "a"));
    except(t, &SYSTEM, caught)
    {
        ck_abort();
    }
    expect_taken(errgroup_end(t), "TIMEOUT a");
    expect_nothing_left();
}

// 2.39
TEST(a_group_that_matches_entirely_is_caught_as_it_is)
{
    struct error *err = sample();
    struct errgroup_try *t = errgroup_try(err);
    except(t, &ORDINARY, caught)
    {
        ck_assert_ptr_eq(caught, err);
    }
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.40, 2.41
TEST(handlers_are_asked_in_order_and_a_leaf_is_caught_once)
{
    struct errgroup_try *t = errgroup_try(sample());
    int n = 0;
    except(t, &TIMEOUT, caught)
    {
        expect_shape(caught, "o(TIMEOUT a, n(TIMEOUT c))");
        n++;
    }
    except(t, &TIMEOUT, caught)
    {
        ck_abort();
    }
    except(t, &ORDINARY, caught)
    {
        expect_shape(caught, "o(n(NOT_FOUND b), m(CLOSED d))");
        n++;
    }
    ck_assert_int_eq(n, 2);
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.41
TEST(a_handler_for_several_kinds_runs_once_with_all_their_leaves)
{
    const struct kind *kinds[] = {&CLOSED, &TIMEOUT};
    struct errgroup_try *t = errgroup_try(sample());
    struct error *caught = errgroup_catch_any(t, kinds, 2);
    expect_shape(caught, "o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d))");
    ck_assert_ptr_null(errgroup_done(t));
    expect_taken(errgroup_end(t), "o(n(NOT_FOUND b))");
    expect_nothing_left();
}

// 2.42, M8
TEST(what_nobody_handles_goes_on_in_its_shape)
{
    struct error *err = sample_with_stories();
    struct errgroup_try *t = errgroup_try(error_ref(err));
    except(t, &SYSTEM, caught)
    {
    }
    struct error *rest = errgroup_end(t);
    expect_story(rest, err);
    expect_taken(rest, "o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d))");
    error_free(err);
    expect_nothing_left();
}

static const struct kind *const BROKEN_SET[] = {&TIMEOUT, NULL};

// 2.46
ABORT_OUTSIDE_TEST(a_handler_for_null_beside_a_kind_aborts)
{
    (void)errgroup_catch_any(errgroup_try(sample()), BROKEN_SET, 2);
}

// 2.46
ABORT_OUTSIDE_TEST(a_handler_for_no_kinds_aborts)
{
    (void)errgroup_catch_any(errgroup_try(sample()), BROKEN_SET, 0);
}

ABORT_OUTSIDE_TEST(a_handler_for_a_kind_of_groups_aborts)
{
    (void)errgroup_catch(errgroup_try(sample()), &PLAIN);
}

// 2.46
// 2.48
ABORT_OUTSIDE_TEST(ending_after_a_handler_was_left_by_break_aborts)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        break;
    }
    (void)!errgroup_end(t);
}

// 2.48
ABORT_OUTSIDE_TEST(catching_after_a_handler_was_left_by_break_aborts)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        break;
    }
    except(t, &SYSTEM, caught)
    {
    }
}

// 2.48
ABORT_OUTSIDE_TEST(raising_outside_of_a_handler_aborts)
{
    errgroup_raise(errgroup_try(sample()), leaf(&TIMEOUT, "a"));
}

ABORT_OUTSIDE_TEST(closing_a_handler_that_is_not_open_aborts)
{
    errgroup_done(errgroup_try(sample()));
}

ABORT_OUTSIDE_TEST(raising_nothing_aborts)
{
    struct errgroup_try *t = errgroup_try(sample());
    (void)errgroup_catch(t, &TIMEOUT);
    errgroup_raise(t, NULL);
}

// 2.48
TEST(loops_inside_a_handler_may_be_left)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        for (int i = 0; i < 3; i++)
            if (i == 1)
                break;
        if (errgroup_size(caught) == 2)
            continue;
        ck_abort();
    }
    expect_taken(errgroup_end(t), "o(n(NOT_FOUND b), m(CLOSED d))");
    expect_nothing_left();
}

// ---- raising ---------------------------------------------------------------

// 2.50, M8
TEST(what_is_raised_again_keeps_its_place_in_the_tree)
{
    struct errgroup_try *t = errgroup_try(sample_with_stories());
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, error_ref(caught));
    }
    except(t, &SYSTEM, caught)
    {
    }
    struct error *rest = errgroup_end(t);
    ck_assert_uint_eq(error_n_notes(rest), 1);
    expect_taken(rest, "o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d))");
    expect_nothing_left();
}

// 2.50
TEST(the_original_goes_on_if_all_of_it_is_raised_again_or_left)
{
    struct error *err = sample();
    ck_assert_ptr_eq(handle(error_ref(err), &TIMEOUT, &BUSY), err);
    error_free(err);
    ck_assert_ptr_eq(handle(error_ref(err), &ORDINARY, &BUSY), err);
    error_free(err);
    error_free(err);
    expect_nothing_left();
}

// 2.51
TEST(a_lone_error_raised_again_as_it_was_caught_is_in_a_group)
{
    expect_taken(handle(leaf(&TIMEOUT, "a"), &TIMEOUT, &BUSY), "(TIMEOUT a)");
    expect_nothing_left();
}

// 2.51
TEST(a_lone_error_raised_again_itself_is_bare)
{
    struct errgroup_try *t = errgroup_try(leaf(&TIMEOUT, "a"));
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, error_ref(errgroup_member(caught, 0)));
    }
    struct error *err = errgroup_end(t);
    ck_assert_ptr_null(error_context(err));
    expect_taken(err, "TIMEOUT a");
    expect_nothing_left();
}

// 2.50
TEST(single_leaves_can_be_raised_again)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &ORDINARY, caught)
    {
        struct error *inner = errgroup_member(caught, 1);
        errgroup_raise(t, error_ref(errgroup_member(inner, 1)));
        errgroup_raise(t, error_ref(errgroup_member(caught, 0)));
    }
    expect_taken(errgroup_end(t), "o(TIMEOUT a, n(TIMEOUT c))");
    expect_nothing_left();
}

// 2.50
TEST(a_part_of_what_was_caught_can_be_raised_again)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &ORDINARY, caught)
    {
        struct error *part;
        expect_ok(errgroup_subgroup(caught, &CLOSED, &part));
        error_note(part, "of no account");
        errgroup_raise(t, part);
    }
    expect_taken(errgroup_end(t), "o(m(CLOSED d))");
    expect_nothing_left();
}

// 2.22, M9
TEST(of_two_errors_that_look_alike_only_the_raised_one_goes_on)
{
    struct error *err =
        group("o", leaf(&TIMEOUT, "same"), group("n", leaf(&TIMEOUT, "same")));
    struct error *inner = errgroup_member(err, 1);
    struct errgroup_try *t = errgroup_try(error_ref(err));
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, error_ref(errgroup_member(inner, 0)));
    }
    struct error *end = errgroup_end(t);
    ck_assert_ptr_eq(errgroup_member(end, 0), inner);
    expect_taken(end, "o(n(TIMEOUT same))");
    error_free(err);
    expect_nothing_left();
}

// 2.54, M8
TEST(a_new_error_alone_goes_on_bare)
{
    expect_taken(handle(sample(), &BUSY, &ORDINARY), "BUSY new");
    expect_nothing_left();
}

// 2.54
TEST(two_new_errors_go_on_in_the_order_of_their_handlers)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, leaf(&BUSY, "first"));
    }
    except(t, &ORDINARY, caught)
    {
        errgroup_raise(t, leaf(&BUSY, "second"));
    }
    expect_taken(errgroup_end(t), "(BUSY first, BUSY second)");
    expect_nothing_left();
}

// 2.42, 2.55, M8
TEST(a_new_error_is_followed_by_what_was_left)
{
    expect_taken(handle(sample(), &BUSY, &SYSTEM),
                 "(BUSY new, o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d)))");
    expect_nothing_left();
}

// 2.55, M8
TEST(what_is_raised_again_and_what_is_left_follow_the_new_error_as_one)
{
    expect_taken(handle(sample(), &TIMEOUT, &SYSTEM),
                 "(BUSY new, o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d)))");
    expect_taken(handle(sample(), &CLOSED, &TIMEOUT),
                 "(BUSY new, o(n(NOT_FOUND b), m(CLOSED d)))");
    expect_nothing_left();
}

// 2.56
TEST(the_context_of_a_new_error_is_what_was_caught)
{
    a_task self;
    be_in_task(&self, NULL);
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        struct error *err = leaf(&BUSY, "new");
        error_set_cause(err, error_ref(caught));
        ck_assert_ptr_eq(error_context(err), caught);
        errgroup_raise(t, err);
    }
    struct error *err = errgroup_end(t);
    struct error *new = errgroup_member(err, 0);
    expect_shape(error_context(new), "o(TIMEOUT a, n(TIMEOUT c))");
    ck_assert_ptr_eq(error_cause(new), error_context(new));
    error_free(err);
    expect_nothing_left();
}

// 2.56
TEST(an_error_made_before_gets_what_was_caught_as_context_when_raised)
{
    struct error *early = leaf(&BUSY, "early");
    struct error *other = leaf(&BUSY, "other");
    error_set_context(other, leaf(&BUSY, "its own"));
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &ORDINARY, caught)
    {
        errgroup_raise(t, early);
        errgroup_raise(t, other);
    }
    struct error *err = errgroup_end(t);
    expect_shape(err, "(BUSY early, BUSY other)");
    ck_assert_str_eq(error_message(error_context(early)), "o");
    ck_assert_str_eq(error_message(error_context(other)), "its own");
    error_free(err);
    expect_nothing_left();
}

// 2.55, 2.74
TEST(a_new_group_around_caught_leaves_is_a_new_error)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, group("wrapped", error_ref(caught)));
    }
    struct error *err = errgroup_end(t);
    expect_taken(err, "(wrapped(o(TIMEOUT a, n(TIMEOUT c))), "
                      "o(n(NOT_FOUND b), m(CLOSED d)))");
    expect_nothing_left();
}

// 2.64
TEST(catching_everything_ordinary_does_not_catch_cancelled)
{
    struct error *err =
        group("o", leaf(&TIMEOUT, "a"), group("n", error_new_cancelled(NULL)));
    expect_taken(handle(err, &BUSY, &ORDINARY),
                 "BASE_GROUP (BUSY new, BASE_GROUP o(BASE_GROUP "
                 "n(CANCELLED cancelled)))");
    expect_taken(handle(error_new_cancelled(NULL), &BUSY, &ORDINARY),
                 "CANCELLED cancelled");
    expect_nothing_left();
}

// 2.61
TEST(kinds_with_a_derive_hook_stay_in_handlers_and_in_the_rest)
{
    struct error *err = numbered_sample();
    struct errgroup_try *t = errgroup_try(error_ref(err));
    except(t, &TIMEOUT, caught)
    {
        ck_assert_int_eq(number_of(caught), 42);
        ck_assert_int_eq(number_of(errgroup_member(caught, 1)), 101);
        errgroup_raise(t, error_ref(errgroup_member(caught, 0)));
    }
    except(t, &BUSY, caught)
    {
    }
    struct error *rest = errgroup_end(t);
    ck_assert_ptr_eq(rest, err);
    error_free(rest);
    rest = handle(err, &BUSY, &TIMEOUT);
    ck_assert_int_eq(number_of(errgroup_member(rest, 1)), 42);
    error_free(rest);
    expect_nothing_left();
}

// 2.62
TEST(a_group_that_cannot_be_split_goes_on_as_context_of_invalid)
{
    struct error *err = bad_sample(&BAD);
    struct errgroup_try *t = errgroup_try(err);
    except(t, &TIMEOUT, caught)
    {
        ck_abort();
    }
    except(t, &ORDINARY, caught)
    {
        ck_abort();
    }
    struct error *problem = errgroup_end(t);
    ck_assert_ptr_eq(error_context(problem), err);
    expect_invalid(problem, "BAD");
    expect_nothing_left();
}

// 2.62
TEST(nothing_is_lost_if_the_end_cannot_be_derived)
{
    struct error *err = group("o", bad_sample(&BAD));
    struct errgroup_try *t = errgroup_try(err);
    except(t, &ORDINARY, caught)
    {
        struct error *bad = errgroup_member(caught, 0);
        errgroup_raise(t, error_ref(errgroup_member(bad, 0)));
        errgroup_raise(t, leaf(&BUSY, "new"));
    }
    struct error *end = errgroup_end(t);
    ck_assert_uint_eq(errgroup_size(end), 2);
    ck_assert(error_is(errgroup_member(end, 0), &BUSY));
    ck_assert_ptr_eq(error_context(errgroup_member(end, 1)), err);
    error_free(end);
    expect_nothing_left();
}

// ---- what a task is handling -----------------------------------------------

// 2.57
TEST(after_a_handler_the_task_handles_what_it_did_before)
{
    a_task self;
    struct error *before = leaf(&BUSY, "before");
    be_in_task(&self, before);
    struct errgroup_try *t = errgroup_try(sample());
    ck_assert_ptr_eq(self.handling, before);
    except(t, &TIMEOUT, caught)
    {
        ck_assert_ptr_eq(self.handling, caught);
    }
    ck_assert_ptr_eq(self.handling, before);
    error_free(errgroup_end(t));
    ck_assert_ptr_eq(self.handling, before);
    error_free(before);
    expect_nothing_left();
}

// 2.57, 2.58
TEST(a_handler_inside_a_handler_does_not_disturb_it)
{
    a_task self;
    be_in_task(&self, NULL);
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, outer)
    {
        struct errgroup_try *u = errgroup_try(leaf(&CLOSED, "x"));
        except(u, &CLOSED, inner)
        {
            ck_assert_ptr_eq(self.handling, inner);
            errgroup_raise(u, leaf(&BUSY, "new"));
        }
        ck_assert_ptr_eq(self.handling, outer);
        expect_shape(outer, "o(TIMEOUT a, n(TIMEOUT c))");
        expect_taken(errgroup_end(u), "BUSY new");
    }
    ck_assert_ptr_null(self.handling);
    expect_taken(errgroup_end(t), "o(n(NOT_FOUND b), m(CLOSED d))");
    expect_nothing_left();
}

// 2.58
TEST(handling_in_a_loop_starts_afresh_each_time)
{
    a_task self;
    be_in_task(&self, NULL);
    for (int i = 0; i < 3; i++) {
        struct errgroup_try *t = errgroup_try(sample());
        except(t, &TIMEOUT, caught)
        {
            struct error *err = leaf(&BUSY, "new");
            ck_assert_ptr_eq(error_context(err), caught);
            ck_assert_ptr_null(error_context(caught));
            error_free(err);
        }
        expect_taken(errgroup_end(t), "o(n(NOT_FOUND b), m(CLOSED d))");
    }
    expect_nothing_left();
}

ABORT_OUTSIDE_TEST(closing_a_handler_of_another_task_aborts)
{
    a_task self;
    a_task other;
    be_in_task(&self, NULL);
    struct errgroup_try *t = errgroup_try(sample());
    (void)errgroup_catch(t, &TIMEOUT);
    be_in_task(&other, NULL);
    errgroup_done(t);
}

// Handles an error with its own message while other tasks have their turns.
static struct error *handle_slowly(void *message)
{
    struct errgroup_try *t = errgroup_try(leaf(&CLOSED, (char *)message));
    except(t, &CLOSED, caught)
    {
        for (int i = 0; i < 3; i++) {
            task_yield();
            struct error *err = leaf(&BUSY, "new");
            ck_assert_ptr_eq(error_context(err), caught);
            error_free(err);
        }
    }
    ck_assert_ptr_null(task_self()->handling);
    return errgroup_end(t);
}

// 2.57, M32
RUN_TEST(each_task_handles_its_own_error)
{
    bool joined;
    struct task *tasks[] = {task_go(handle_slowly, "a"),
                            task_go(handle_slowly, "b"),
                            task_go(handle_slowly, "c")};
    task_yield();
    ck_assert_ptr_null(task_self()->handling);
    for (size_t i = 0; i < array_length(tasks); i++)
        expect_ok(task_join(tasks[i], &joined));
    return NULL;
}

static enum abort give_in(struct task *task __attribute__((unused)),
                          void *arg __attribute__((unused)))
{
    return ABORT_SUCCEEDED;
}

static struct error *wake_with_an_error(void *sleeper)
{
    task_unpark(sleeper, leaf(&BROKEN, "delivered"));
    return NULL;
}

// 2.91
RUN_TEST(an_error_delivered_into_a_handler_gets_what_is_handled_as_context)
{
    bool joined;
    struct task *waker = task_go(wake_with_an_error, task_self());
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        struct error *err = task_park(give_in, NULL);
        ck_assert_ptr_eq(error_context(err), caught);
        errgroup_raise(t, err);
    }
    expect_ok(task_join(waker, &joined));
    expect_taken(errgroup_end(t), "(BROKEN delivered, "
                                  "o(n(NOT_FOUND b), m(CLOSED d)))");
    return NULL;
}

// ---- size ------------------------------------------------------------------

// M30
IN_ORDER_TEST(a_million_levels_are_handled_and_drawn_without_recursion)
{
    struct errgroup_try *t = errgroup_try(deep());
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, error_ref(caught));
    }
    struct error *err = errgroup_unwrap(errgroup_end(t));
    char *text = drawn(err, 0, 0);
    ck_assert_ptr_nonnull(strstr(text, "below"));
    free(text);
    error_free(err);
    expect_nothing_left();
    return NULL;
}

// ---- random trees ----------------------------------------------------------

// Puts a kind's leaves among the chosen ones.
static void choose(const struct error *err, const struct kind *kind,
                   unsigned char *bits)
{
    if (!errgroup_is(err) && error_is(err, kind))
        bits[atoi(error_message(err))] = 1;
    for (size_t i = 0; i < errgroup_size(err); i++)
        choose(errgroup_member(err, i), kind, bits);
}

// 2.42, 2.50, 2.55
TEST(of_random_trees_what_is_left_and_raised_again_goes_on_in_shape)
{
    for (int seed = 0; seed < 500; seed++) {
        srand((unsigned)seed);
        int n_names = 0;
        struct error *err = group("0", random_tree(6, &n_names));
        error_note(err, "note 0");
        unsigned char *bits = calloc((size_t)n_names, 1);
        choose(err, &TIMEOUT, bits);
        struct errgroup_try *t = errgroup_try(error_ref(err));
        except(t, &SYSTEM, caught)
        {
            errgroup_raise(t, error_ref(caught));
        }
        except(t, &TIMEOUT, caught)
        {
        }
        struct error *end = errgroup_end(t);
        expect_part(err, end, bits, false);
        error_free(end);
        error_free(err);
        free(bits);
    }
    expect_nothing_left();
}
// private: linnet-0f5d3f897d262c7d

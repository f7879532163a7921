// Limiter, semaphore, lock, condition. Numbers are those of semantics.md.
#include "limiter.h"
#include "event.h"
#include "nursery.h"
#include "scope.h"
#include "suite.h"

// ---- helpers ---------------------------------------------------------------

// A task that acquires something and releases it after ms.
struct user {
    struct limiter *limiter; // one of these
    struct semaphore *semaphore;
    struct lock *lock;
    const void *borrower; // NULL: itself
    int64_t ms;           // that it keeps it
    int *order;           // counts those who got it
    int got;              // its place in that order; 0: never
    struct scope *scope;  // around acquire
};

static struct error *take(struct user *u)
{
    if (u->limiter != NULL)
        return u->borrower != NULL
                   ? limiter_acquire_for(u->limiter, u->borrower)
                   : limiter_acquire(u->limiter);
    return u->semaphore != NULL ? semaphore_acquire(u->semaphore)
                                : lock_acquire(u->lock);
}

static struct error *give_back(struct user *u)
{
    if (u->limiter != NULL)
        return u->borrower != NULL
                   ? limiter_release_for(u->limiter, u->borrower)
                   : limiter_release(u->limiter);
    return u->semaphore != NULL ? semaphore_release(u->semaphore)
                                : lock_release(u->lock);
}

static struct error *uses(void *arg)
{
    struct user *u = arg;
    u->scope = scope_enter((struct scope_options){0});
    struct error *err = take(u);
    struct scope *scope = u->scope;
    u->scope = NULL;
    if (err == NULL)
        u->got = ++*u->order;
    TRY(scope_leave(scope, err));
    if (u->got == 0)
        return NULL;
    err = sleep_ms(u->ms);
    struct error *released = give_back(u);
    return err != NULL ? (error_free(released), err) : released;
}

static struct limiter *new_limiter(int64_t total)
{
    struct limiter *l;
    expect_ok(limiter_new(total, &l));
    return l;
}

static struct semaphore *new_semaphore(int64_t value, int64_t most)
{
    struct semaphore *s;
    expect_ok(semaphore_new(value, most, &s));
    return s;
}

static const char names[4]; // borrowers

// ---- limiter ---------------------------------------------------------------

// 5.103
TEST(a_limiter_may_be_made_outside_of_a_run)
{
    struct limiter *l = new_limiter(1);
    limiter_free(l);
}

// 5.89
TEST(a_negative_total_is_invalid)
{
    struct limiter *l = NULL;
    expect_error(limiter_new(-1, &l), &INVALID);
    ck_assert_ptr_null(l);
}

// 5.89
TEST(a_negative_new_total_leaves_the_old_one)
{
    struct limiter *l = new_limiter(3);
    expect_error(limiter_set_total(l, -2), &INVALID);
    ck_assert_int_eq(limiter_statistics(l).total, 3);
    limiter_free(l);
}

TEST(freeing_no_limiter_is_harmless)
{
    limiter_free(NULL);
    semaphore_free(NULL);
    lock_free(NULL);
    condition_free(NULL);
}

// 5.92
RUN_TEST(the_task_and_a_named_borrower_count_separately)
{
    struct limiter *l = new_limiter(2);
    TRY(limiter_acquire(l));
    TRY(limiter_acquire_for(l, names));
    ck_assert(limiter_is_borrowed_by(l, names));
    ck_assert(limiter_is_borrowed_by(l, task_self()));
    TRY(limiter_release(l));
    ck_assert_uint_eq(limiter_statistics(l).n_borrowed, 1);
    TRY(limiter_release_for(l, names));
    limiter_free(l);
    return NULL;
}

// 5.90
RUN_TEST(a_second_token_is_a_misuse)
{
    struct limiter *l = new_limiter(2);
    TRY(limiter_acquire(l));
    expect_error(limiter_acquire(l), &MISUSE);
    expect_error(limiter_try_acquire(l), &MISUSE);
    ck_assert_uint_eq(limiter_statistics(l).n_borrowed, 1);
    TRY(limiter_release(l));
    limiter_free(l);
    return NULL;
}

// 5.90
RUN_TEST(a_borrower_that_waits_cannot_ask_again)
{
    struct limiter *l = new_limiter(0);
    int order = 0;
    struct user u = {.limiter = l, .borrower = names, .order = &order};
    struct nursery *n = nursery_open();
    nursery_spawn(n, uses, &u);
    expect_ok(task_wait_all_parked());
    expect_error(limiter_acquire_for(l, names), &MISUSE);
    ck_assert(!limiter_is_borrowed_by(l, names));
    expect_ok(limiter_set_total(l, 1));
    TRY(nursery_close(n, NULL));
    limiter_free(l);
    return NULL;
}

// 5.91
RUN_TEST(a_release_without_a_token_is_a_misuse)
{
    struct limiter *l = new_limiter(1);
    expect_error(limiter_release(l), &MISUSE);
    TRY(limiter_acquire(l));
    expect_error(limiter_release_for(l, names), &MISUSE);
    ck_assert_uint_eq(limiter_statistics(l).n_borrowed, 1);
    TRY(limiter_release(l));
    limiter_free(l);
    return NULL;
}

// 5.91
RUN_TEST(who_waits_has_nothing_to_release)
{
    struct limiter *l = new_limiter(0);
    int order = 0;
    struct user u = {.limiter = l, .borrower = names, .order = &order};
    struct nursery *n = nursery_open();
    nursery_spawn(n, uses, &u);
    expect_ok(task_wait_all_parked());
    expect_error(limiter_release_for(l, names), &MISUSE);
    expect_ok(limiter_set_total(l, 1));
    TRY(nursery_close(n, NULL));
    limiter_free(l);
    return NULL;
}

// 5.92
RUN_TEST(null_is_a_borrower_too)
{
    struct limiter *l = new_limiter(2);
    TRY(limiter_acquire_for(l, NULL));
    ck_assert(limiter_is_borrowed_by(l, NULL));
    expect_error(limiter_try_acquire_for(l, NULL), &MISUSE);
    TRY(limiter_release_for(l, NULL));
    limiter_free(l);
    return NULL;
}

RUN_TEST(the_last_token_is_lent_and_the_next_would_block)
{
    struct limiter *l = new_limiter(2);
    TRY(limiter_try_acquire_for(l, &names[0]));
    TRY(limiter_try_acquire_for(l, &names[1]));
    ck_assert_ptr_eq(limiter_try_acquire_for(l, &names[2]), WOULD_BLOCK);
    limiter_free(l);
    return NULL;
}

// 5.94
IN_ORDER_TEST(tokens_go_out_in_order_of_arrival)
{
    struct limiter *l = new_limiter(1);
    struct user users[5];
    int order = 0;
    struct nursery *n = nursery_open();
    for (int i = 0; i < 5; i++) {
        users[i] = (struct user){.limiter = l, .ms = 1, .order = &order};
        nursery_spawn(n, uses, &users[i]);
    }
    TRY(nursery_close(n, NULL));
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(users[i].got, i + 1);
    limiter_free(l);
    return NULL;
}

// 5.95
RUN_TEST(a_higher_total_lets_in_exactly_as_many)
{
    struct limiter *l = new_limiter(0);
    struct user users[5];
    int order = 0;
    struct nursery *n = nursery_open();
    for (int i = 0; i < 5; i++) {
        users[i] = (struct user){.limiter = l, .ms = 10, .order = &order};
        nursery_spawn(n, uses, &users[i]);
    }
    expect_ok(task_wait_all_parked());
    expect_ok(limiter_set_total(l, 3));
    ck_assert_uint_eq(limiter_statistics(l).n_borrowed, 3);
    ck_assert_uint_eq(limiter_statistics(l).n_waiting, 2);
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(order, 5);
    limiter_free(l);
    return NULL;
}

// 5.95
RUN_TEST(a_lower_total_takes_nothing_away)
{
    struct limiter *l = new_limiter(3);
    for (int i = 0; i < 3; i++)
        TRY(limiter_acquire_for(l, &names[i]));
    TRY(limiter_set_total(l, 1));
    ck_assert_uint_eq(limiter_statistics(l).n_borrowed, 3);
    TRY(limiter_release_for(l, &names[0]));
    TRY(limiter_release_for(l, &names[1]));
    ck_assert_ptr_eq(limiter_try_acquire_for(l, &names[0]), WOULD_BLOCK);
    TRY(limiter_release_for(l, &names[2]));
    TRY(limiter_try_acquire_for(l, &names[0]));
    limiter_free(l);
    return NULL;
}

// 5.98
RUN_TEST(after_a_return_to_nothing_nobody_gets_in)
{
    struct limiter *l = new_limiter(0);
    ck_assert_ptr_eq(limiter_try_acquire(l), WOULD_BLOCK);
    TRY(limiter_set_total(l, 5));
    TRY(limiter_acquire(l));
    TRY(limiter_set_total(l, 0));
    TRY(limiter_release(l));
    ck_assert_ptr_eq(limiter_try_acquire(l), WOULD_BLOCK);
    limiter_free(l);
    return NULL;
}

// 5.102
RUN_TEST(an_unlimited_limiter_counts_its_borrowers)
{
    struct limiter *l = new_limiter(LIMITER_UNLIMITED);
    for (int i = 0; i < 4; i++)
        TRY(limiter_acquire_for(l, &names[i]));
    ck_assert_uint_eq(limiter_statistics(l).n_borrowed, 4);
    expect_error(limiter_try_acquire_for(l, &names[0]), &MISUSE);
    limiter_free(l);
    return NULL;
}

// 5.100
RUN_TEST(a_thousand_cancelled_waiters_leave_no_record)
{
    struct limiter *l = new_limiter(0);
    for (int i = 0; i < 1000; i++) {
        struct scope *s =
            scope_enter((struct scope_options){.deadline = after_ms(1)});
        TRY(scope_leave(s, limiter_acquire(l)));
    }
    ck_assert_uint_eq(limiter_statistics(l).n_waiting, 0);
    ck_assert(!limiter_is_borrowed_by(l, task_self()));
    limiter_free(l);
    return NULL;
}

// M37
RUN_TEST(a_cancelled_task_takes_no_token)
{
    struct limiter *l = new_limiter(1);
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = limiter_acquire(l);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_uint_eq(limiter_statistics(l).n_borrowed, 0);
    TRY(scope_leave(s, err));
    limiter_free(l);
    return NULL;
}

// Many borrowers are found again, and no token is lent twice.
RUN_TEST(ten_thousand_borrowers_are_told_apart)
{
    enum { N = 10000 };
    static const char who[N];
    struct limiter *l = new_limiter(N);
    for (int i = 0; i < N; i++)
        TRY(limiter_try_acquire_for(l, &who[i]));
    for (int i = 0; i < N; i += 2)
        TRY(limiter_release_for(l, &who[i]));
    for (int i = 0; i < N; i++)
        ck_assert(limiter_is_borrowed_by(l, &who[i]) == (i % 2 == 1));
    limiter_free(l);
    return NULL;
}

static struct error *frees(void *arg)
{
    limiter_free(arg);
    return NULL;
}

ABORT_TEST(freeing_a_limiter_while_a_task_waits_is_a_bug)
{
    struct limiter *l = new_limiter(0);
    struct nursery *n = nursery_open();
    nursery_spawn(n, frees, l);
    return nursery_close(n, limiter_acquire(l));
}

// ---- semaphore -------------------------------------------------------------

// 5.104
TEST(a_semaphore_of_less_than_nothing_is_invalid)
{
    struct semaphore *s = NULL;
    expect_error(semaphore_new(-1, 5, &s), &INVALID);
    expect_error(semaphore_new(3, 2, &s), &INVALID);
    ck_assert_ptr_null(s);
}

// 5.105
RUN_TEST(a_release_beyond_the_most_is_a_misuse)
{
    struct semaphore *s = new_semaphore(1, 1);
    expect_error(semaphore_release(s), &MISUSE);
    ck_assert_int_eq(semaphore_value(s), 1);
    semaphore_free(s);
    return NULL;
}

// 5.105
RUN_TEST(without_a_most_the_value_may_exceed_the_first)
{
    struct semaphore *s = new_semaphore(0, SEMAPHORE_UNLIMITED);
    for (int i = 0; i < 10; i++)
        TRY(semaphore_release(s));
    ck_assert_int_eq(semaphore_value(s), 10);
    semaphore_free(s);
    return NULL;
}

RUN_TEST(trying_an_empty_semaphore_would_block)
{
    struct semaphore *s = new_semaphore(1, 1);
    TRY(semaphore_try_acquire(s));
    ck_assert_ptr_eq(semaphore_try_acquire(s), WOULD_BLOCK);
    TRY(semaphore_release(s));
    semaphore_free(s);
    return NULL;
}

// 5.107, M22
RUN_TEST(a_releaser_that_asks_again_stands_behind)
{
    struct semaphore *s = new_semaphore(0, 1);
    int order = 0;
    struct user u = {.semaphore = s, .ms = 5, .order = &order};
    struct nursery *n = nursery_open();
    nursery_spawn(n, uses, &u);
    expect_ok(task_wait_all_parked());
    expect_ok(semaphore_release(s));
    ck_assert_ptr_eq(semaphore_try_acquire(s), WOULD_BLOCK);
    expect_ok(semaphore_acquire(s));
    ck_assert_int_eq(u.got, 1);
    TRY(nursery_close(n, NULL));
    semaphore_free(s);
    return NULL;
}

// 5.107
RUN_TEST(a_cancelled_first_waiter_is_skipped)
{
    struct semaphore *s = new_semaphore(0, 5);
    struct user users[2];
    int order = 0;
    struct nursery *n = nursery_open();
    for (int i = 0; i < 2; i++) {
        users[i] = (struct user){.semaphore = s, .order = &order};
        nursery_spawn(n, uses, &users[i]);
        expect_ok(task_wait_all_parked());
    }
    scope_cancel(users[0].scope, NULL);
    expect_ok(semaphore_release(s));
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(users[0].got, 0);
    ck_assert_int_eq(users[1].got, 1);
    semaphore_free(s);
    return NULL;
}

// 5.107
RUN_TEST(two_releases_together_let_two_on)
{
    struct semaphore *s = new_semaphore(0, 5);
    struct user users[3];
    int order = 0;
    struct nursery *n = nursery_open();
    for (int i = 0; i < 3; i++) {
        users[i] = (struct user){.semaphore = s, .ms = 10, .order = &order};
        nursery_spawn(n, uses, &users[i]);
    }
    expect_ok(task_wait_all_parked());
    expect_ok(semaphore_release(s));
    expect_ok(semaphore_release(s));
    ck_assert_uint_eq(semaphore_n_waiting(s), 1);
    expect_ok(task_wait_all_parked());
    ck_assert_int_eq(order, 2);
    TRY(nursery_close(n, NULL));
    semaphore_free(s);
    return NULL;
}

static struct error *releases(void *arg)
{
    return semaphore_release(arg);
}

// 5.109
RUN_TEST(a_task_that_never_acquired_may_release)
{
    struct semaphore *s = new_semaphore(0, 1);
    struct nursery *n = nursery_open();
    nursery_spawn(n, releases, s);
    expect_ok(semaphore_acquire(s));
    TRY(nursery_close(n, NULL));
    semaphore_free(s);
    return NULL;
}

// 5.110
RUN_TEST(the_number_of_those_who_wait_follows)
{
    struct semaphore *s = new_semaphore(0, 5);
    int order = 0;
    struct user u = {.semaphore = s, .order = &order};
    struct nursery *n = nursery_open();
    nursery_spawn(n, uses, &u);
    expect_ok(task_wait_all_parked());
    ck_assert_uint_eq(semaphore_n_waiting(s), 1);
    expect_ok(semaphore_release(s));
    ck_assert_uint_eq(semaphore_n_waiting(s), 0);
    TRY(nursery_close(n, NULL));
    semaphore_free(s);
    return NULL;
}

// ---- lock ------------------------------------------------------------------

// 5.111
RUN_TEST(the_owner_cannot_acquire_again)
{
    struct lock *lock = lock_new();
    TRY(lock_acquire(lock));
    expect_error(lock_acquire(lock), &MISUSE);
    expect_error(lock_try_acquire(lock), &MISUSE);
    TRY(lock_release(lock));
    lock_free(lock);
    return NULL;
}

// 5.111
RUN_TEST(a_lock_that_nobody_has_cannot_be_released)
{
    struct lock *lock = lock_new();
    expect_error(lock_release(lock), &MISUSE);
    ck_assert_ptr_null(lock_owner(lock));
    lock_free(lock);
    return NULL;
}

static struct error *fails_to_release(void *arg)
{
    expect_error(lock_release(arg), &MISUSE);
    return NULL;
}

// 5.111
RUN_TEST(the_lock_of_another_task_cannot_be_released)
{
    struct lock *lock = lock_new();
    TRY(lock_acquire(lock));
    struct nursery *n = nursery_open();
    nursery_spawn(n, fails_to_release, lock);
    TRY(nursery_close(n, NULL));
    ck_assert_ptr_eq(lock_owner(lock), task_self());
    TRY(lock_release(lock));
    lock_free(lock);
    return NULL;
}

// 5.115, M22
RUN_TEST(a_released_lock_belongs_to_the_next_at_once)
{
    struct lock *lock = lock_new();
    int order = 0;
    struct user u = {.lock = lock, .order = &order};
    TRY(lock_acquire(lock));
    struct nursery *n = nursery_open();
    nursery_spawn(n, uses, &u);
    expect_ok(task_wait_all_parked());
    expect_ok(lock_release(lock));
    ck_assert_ptr_nonnull(lock_owner(lock));
    ck_assert_ptr_eq(lock_try_acquire(lock), WOULD_BLOCK);
    TRY(nursery_close(n, NULL));
    ck_assert_ptr_null(lock_owner(lock));
    lock_free(lock);
    return NULL;
}

// 5.115
RUN_TEST(a_waiter_cancelled_after_the_hand_over_has_the_lock)
{
    struct lock *lock = lock_new();
    int order = 0;
    struct user u = {.lock = lock, .order = &order};
    TRY(lock_acquire(lock));
    struct nursery *n = nursery_open();
    nursery_spawn(n, uses, &u);
    expect_ok(task_wait_all_parked());
    expect_ok(lock_release(lock));
    scope_cancel(u.scope, NULL);
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(u.got, 1);
    ck_assert_ptr_null(lock_owner(lock));
    lock_free(lock);
    return NULL;
}

// 5.115
RUN_TEST(a_waiter_cancelled_before_the_release_never_has_it)
{
    struct lock *lock = lock_new();
    int order = 0;
    struct user u = {.lock = lock, .order = &order};
    TRY(lock_acquire(lock));
    struct nursery *n = nursery_open();
    nursery_spawn(n, uses, &u);
    expect_ok(task_wait_all_parked());
    scope_cancel(u.scope, NULL);
    expect_ok(lock_release(lock));
    ck_assert_ptr_null(lock_owner(lock));
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(u.got, 0);
    lock_free(lock);
    return NULL;
}

// 5.113
IN_ORDER_TEST(a_contended_lock_rotates)
{
    struct lock *lock = lock_new();
    struct user users[3];
    int order = 0;
    struct nursery *n = nursery_open();
    for (int i = 0; i < 3; i++) {
        users[i] = (struct user){.lock = lock, .ms = 1, .order = &order};
        nursery_spawn(n, uses, &users[i]);
    }
    TRY(nursery_close(n, NULL));
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(users[i].got, i + 1);
    lock_free(lock);
    return NULL;
}

static struct error *sets_a_flag(void *arg)
{
    *(bool *)arg = true;
    return NULL;
}

// M37
IN_ORDER_TEST(acquiring_a_free_lock_lets_others_run)
{
    struct lock *lock = lock_new();
    bool ran = false;
    struct nursery *n = nursery_open();
    nursery_spawn(n, sets_a_flag, &ran);
    expect_ok(lock_acquire(lock));
    ck_assert(ran);
    expect_ok(lock_release(lock));
    TRY(nursery_close(n, NULL));
    lock_free(lock);
    return NULL;
}

// ---- condition -------------------------------------------------------------

struct waits {
    struct lock *lock;
    struct condition *condition;
    struct scope *scope; // around its wait
    bool well, owned;    // did the wait succeed, with the lock?
    char text[32];       // why it was cancelled
};

static struct error *waits(void *arg)
{
    struct waits *w = arg;
    TRY(lock_acquire(w->lock));
    w->scope = scope_enter((struct scope_options){0});
    struct error *err = condition_wait(w->condition);
    w->well = err == NULL;
    w->owned = lock_owner(w->lock) == task_self();
    if (err != NULL && error_reason(err)->text != NULL)
        snprintf(w->text, sizeof(w->text), "%s", error_reason(err)->text);
    struct scope *scope = w->scope;
    w->scope = NULL;
    err = scope_leave(scope, err);
    struct error *released = lock_release(w->lock);
    return err != NULL ? (error_free(released), err) : released;
}

struct room {
    struct lock *lock;
    struct condition *condition;
    struct nursery *nursery;
    struct waits waits[3];
};

// Three tasks wait for the condition, in this order.
static struct error *fill_room(struct room *room)
{
    room->lock = lock_new();
    room->condition = condition_new(room->lock);
    room->nursery = nursery_open();
    for (int i = 0; i < 3; i++) {
        room->waits[i] =
            (struct waits){.lock = room->lock, .condition = room->condition};
        nursery_spawn(room->nursery, waits, &room->waits[i]);
        TRY(task_wait_all_parked());
    }
    return NULL;
}

static struct error *notify(struct room *room, size_t n)
{
    TRY(lock_acquire(room->lock));
    TRY(condition_notify(room->condition, n));
    return lock_release(room->lock);
}

static struct error *empty_room(struct room *room)
{
    TRY(notify(room, SIZE_MAX));
    TRY(nursery_close(room->nursery, NULL));
    ck_assert_ptr_null(lock_owner(room->lock));
    condition_free(room->condition);
    lock_free(room->lock);
    return NULL;
}

// 5.122
RUN_TEST(waiting_and_notifying_without_the_lock_are_misuses)
{
    struct room room;
    TRY(fill_room(&room));
    expect_error(condition_wait(room.condition), &MISUSE);
    expect_error(condition_notify(room.condition, 1), &MISUSE);
    expect_error(condition_notify_all(room.condition), &MISUSE);
    ck_assert_uint_eq(condition_n_waiting(room.condition), 3);
    return empty_room(&room);
}

static bool is_true(void *arg)
{
    return *(bool *)arg;
}

// 5.126
RUN_TEST(wait_for_without_the_lock_is_a_misuse)
{
    bool yes = true;
    struct lock *lock = lock_new();
    struct condition *c = condition_new(lock);
    expect_error(condition_wait_for(c, is_true, &yes), &MISUSE);
    condition_free(c);
    lock_free(lock);
    return NULL;
}

// 5.123
RUN_TEST(two_of_three_that_are_notified_queue_for_the_lock)
{
    struct room room;
    TRY(fill_room(&room));
    TRY(lock_acquire(room.lock));
    TRY(condition_notify(room.condition, 2));
    ck_assert_uint_eq(condition_n_waiting(room.condition), 1);
    ck_assert_uint_eq(lock_n_waiting(room.lock), 2);
    TRY(lock_release(room.lock));
    TRY(task_wait_all_parked());
    ck_assert(room.waits[0].well && room.waits[1].well && !room.waits[2].well);
    return empty_room(&room);
}

// 5.123
RUN_TEST(notifying_nobody_does_nothing)
{
    struct room room;
    TRY(fill_room(&room));
    TRY(notify(&room, 0));
    ck_assert_uint_eq(condition_n_waiting(room.condition), 3);
    return empty_room(&room);
}

// 5.126
RUN_TEST(a_true_predicate_needs_no_wait)
{
    bool yes = true;
    struct lock *lock = lock_new();
    struct condition *c = condition_new(lock);
    TRY(lock_acquire(lock));
    TRY(condition_wait_for(c, is_true, &yes));
    TRY(lock_release(lock));
    condition_free(c);
    lock_free(lock);
    return NULL;
}

// 5.122, M38
RUN_TEST(a_cancelled_wait_has_the_lock_again)
{
    struct room room;
    TRY(fill_room(&room));
    scope_cancel(room.waits[1].scope, NULL);
    TRY(task_wait_all_parked());
    ck_assert(!room.waits[1].well && room.waits[1].owned);
    ck_assert_uint_eq(condition_n_waiting(room.condition), 2);
    return empty_room(&room);
}

// M38
RUN_TEST(a_cancelled_wait_waits_for_the_lock)
{
    struct room room;
    TRY(fill_room(&room));
    TRY(lock_acquire(room.lock));
    scope_cancel(room.waits[0].scope, NULL);
    TRY(sleep_ms(10));
    ck_assert_ptr_eq(lock_owner(room.lock), task_self());
    ck_assert(room.waits[0].scope != NULL);
    TRY(lock_release(room.lock));
    TRY(task_wait_all_parked());
    ck_assert(room.waits[0].owned);
    return empty_room(&room);
}

// 5.127
RUN_TEST(a_cancel_on_the_way_to_the_lock_keeps_its_message)
{
    struct room room;
    TRY(fill_room(&room));
    TRY(lock_acquire(room.lock));
    TRY(condition_notify(room.condition, 1));
    scope_cancel(room.waits[0].scope, "changed its mind");
    TRY(lock_release(room.lock));
    TRY(task_wait_all_parked());
    ck_assert_str_eq(room.waits[0].text, "changed its mind");
    ck_assert(room.waits[0].owned);
    return empty_room(&room);
}

// "condition: notified, then cancelled before re-acquiring"
RUN_TEST(a_notification_that_meets_a_cancel_goes_to_the_next)
{
    struct room room;
    TRY(fill_room(&room));
    TRY(lock_acquire(room.lock));
    TRY(condition_notify(room.condition, 1));
    scope_cancel(room.waits[0].scope, NULL);
    TRY(lock_release(room.lock));
    TRY(task_wait_all_parked());
    ck_assert(!room.waits[0].well && room.waits[1].well);
    ck_assert_uint_eq(condition_n_waiting(room.condition), 1);
    return empty_room(&room);
}

RUN_TEST(a_cancel_without_a_notification_wakes_nobody_else)
{
    struct room room;
    TRY(fill_room(&room));
    scope_cancel(room.waits[0].scope, NULL);
    TRY(task_wait_all_parked());
    ck_assert_uint_eq(condition_n_waiting(room.condition), 2);
    return empty_room(&room);
}

// EDGE: the message is heard once, and the lock is taken all the same.
EDGE_TEST(an_edge_message_does_not_cost_the_lock)
{
    struct room room;
    TRY(fill_room(&room));
    TRY(lock_acquire(room.lock));
    scope_cancel(room.waits[2].scope, NULL);
    TRY(lock_release(room.lock));
    TRY(task_wait_all_parked());
    ck_assert(!room.waits[2].well && room.waits[2].owned);
    return empty_room(&room);
}
// private: linnet-0f5d3f897d262c7d

// Lab 2, the programs: groups are handled as except* does. The trees, and what
// the handlers do, are drawn by the judge; judge_try.c says what is right.
#include "errgroup.h"
#include "event.h"
#include "nursery.h"
#include "runner.h"
#include "scenario_tree.h"
#include "task.h"

// ---- a program of handlers -------------------------------------------------

// A try block that is played.
struct block {
    int64_t round;
    struct tree tree;
    int64_t n; // handlers
    struct handler handlers[MOST_HANDLERS];
    struct errgroup_try *t;
    struct error *caught[MOST_HANDLERS]; // owned; what each was given
    struct error *early[MOST_HANDLERS];  // owned until raised
};

// What a handler may make.
enum { NUMBER_EARLY, NUMBER_NEW, NUMBER_AROUND, NUMBERS };

static int64_t number_of_new(int64_t handler, int which)
{
    return FIRST_NEW + handler * NUMBERS + which;
}

static struct error *make_new(int64_t number)
{
    struct error *err = error_new(&BROKEN, "new <%d>", (int)number);
    scenario_know(err, number);
    return err;
}

static void ask_block(struct block *b, int64_t round)
{
    int64_t codes[1 + MOST_HANDLERS];
    *b = (struct block){.round = round};
    scenario_plant(&b->tree);
    ask_all(codes, array_length(codes));
    b->n = codes[0];
    must(b->n >= 0 && b->n <= MOST_HANDLERS);
    for (int64_t i = 0; i < b->n; i++) {
        b->handlers[i] = handler_of(codes[1 + i]);
        if (b->handlers[i].does & RAISES_EARLY)
            b->early[i] = make_new(number_of_new(i, NUMBER_EARLY));
    }
}

static void tell_handles(int64_t where)
{
    tell(HANDLES, scenario_number(task_self()->handling), where);
}

static struct error *catch_kinds(struct block *b, int bits)
{
    const struct kind *kinds[16];
    size_t n = 0;
    for (int i = 0; i < 16; i++)
        if (bits >> i & 1)
            kinds[n++] = scenario_kinds[i];
    return n == 1 ? errgroup_catch(b->t, kinds[0])
                  : errgroup_catch_any(b->t, kinds, n);
}

// Tells of a new error, once it has been raised: until the end it is alive.
static void tell_new(struct error *err, int64_t number)
{
    tell(CONTEXT, scenario_number(error_context(err)), number);
    tell(CAUSE, scenario_number(error_cause(err)), number);
}

static void raise_new(struct block *b, struct error *err, int64_t number)
{
    errgroup_raise(b->t, err);
    tell_new(err, number);
}

static void raise_part(struct block *b, struct error *caught)
{
    struct error *part = NULL;
    struct error *problem =
        errgroup_split_if(caught, scenario_wanted, &b->tree, &part, NULL);
    error_free(problem);
    if (part != NULL)
        errgroup_raise(b->t, part);
}

static void raise_leaf(struct block *b, int64_t number)
{
    for (int64_t i = 0; i < b->tree.n; i++)
        if (b->tree.numbers[i] == number)
            errgroup_raise(b->t, error_ref(b->tree.nodes[i]));
}

static void raise_around(struct block *b, int64_t h, struct error *caught)
{
    int64_t number = number_of_new(h, NUMBER_AROUND);
    struct error *group =
        error_new_holding(error_is(caught, &ORDINARY) ? &GROUP : &BASE_GROUP,
                          PLACE_HERE, "around", &caught, 1);
    scenario_know(group, number);
    raise_new(b, group, number);
}

static void try_inside(void)
{
    struct error *inner = error_new(&CLOSED, "inside");
    struct errgroup_try *t = errgroup_try(inner);
    except(t, &CLOSED, caught)
    {
        tell(HANDLES, task_self()->handling == caught, INSIDE);
        error_free(error_new(&BUSY, "while inside"));
    }
    error_free(errgroup_end(t));
}

static void handle(struct block *b, int64_t h, struct error *caught)
{
    int does = b->handlers[h].does;
    if (does & TRIES_INSIDE) {
        try_inside();
        tell_handles(h);
    }
    if (does & RAISES_EARLY) {
        raise_new(b, b->early[h], number_of_new(h, NUMBER_EARLY));
        b->early[h] = NULL;
    }
    if (does & RAISES_NEW) {
        struct error *err = make_new(number_of_new(h, NUMBER_NEW));
        if (does & NAMES_CAUSE)
            error_set_cause(err, error_ref(caught));
        raise_new(b, err, number_of_new(h, NUMBER_NEW));
    }
    if (does & RAISES_AROUND)
        raise_around(b, h, caught);
    if (does & RAISES_ALL)
        errgroup_raise(b->t, error_ref(caught));
    if (does & RAISES_LEAF)
        raise_leaf(b, b->handlers[h].leaf);
    if (does & RAISES_PART)
        raise_part(b, caught);
}

// What was caught is kept, so that nothing else gets its address and with it
// its number.
static void play_handler(struct block *b, int64_t h)
{
    struct error *caught = catch_kinds(b, b->handlers[h].kinds);
    scenario_tell(CAUGHT_BY + h, b->round, caught);
    if (caught == NULL)
        return;
    b->caught[h] = error_ref(caught);
    if (scenario_number(caught) == UNKNOWN)
        scenario_know(caught, FIRST_CAUGHT + h);
    tell_handles(h);
    handle(b, h, caught);
    tell(CLEAN, errgroup_clean(b->t), b->round);
    errgroup_done(b->t);
    tell_handles(h);
}

static void play_block(int64_t round)
{
    struct block b;
    ask_block(&b, round);
    b.t = errgroup_try(error_ref(b.tree.root));
    tell(CLEAN, errgroup_clean(b.t), round);
    for (int64_t h = 0; h < b.n; h++)
        play_handler(&b, h);
    struct error *end = errgroup_end(b.t);
    tell(OUTCOME, round, scenario_kind(end));
    scenario_tell(RESULT, round, end);
    tell(CONTEXT, end != NULL ? scenario_number(error_context(end)) : NOTHING,
         NOTHING);
    scenario_tell(ORIGINAL, round, b.tree.root);
    error_free(end);
    for (int64_t h = 0; h < b.n; h++) {
        error_free(b.caught[h]);
        error_free(b.early[h]);
    }
    scenario_uproot(&b.tree);
}

static struct error *play_blocks(void)
{
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++)
        play_block(round);
    return NULL;
}

SCENARIO(handlers_get_their_part_in_order)
{
    return play_blocks();
}

SCENARIO(without_an_error_no_handler_runs)
{
    return play_blocks();
}

SCENARIO(what_nobody_handles_goes_on_in_its_shape)
{
    return play_blocks();
}

SCENARIO(a_lone_error_is_caught_in_a_group)
{
    return play_blocks();
}

SCENARIO(catching_all_that_is_ordinary_leaves_cancelled)
{
    return play_blocks();
}

SCENARIO(what_is_raised_again_keeps_its_place)
{
    return play_blocks();
}

SCENARIO(one_of_two_twins_is_raised_again)
{
    return play_blocks();
}

SCENARIO(a_lone_error_may_be_raised_again)
{
    return play_blocks();
}

SCENARIO(new_errors_go_on_in_the_order_of_their_handlers)
{
    return play_blocks();
}

SCENARIO(a_new_error_is_followed_by_what_is_left)
{
    return play_blocks();
}

SCENARIO(a_new_error_has_what_was_caught_as_its_context)
{
    return play_blocks();
}

SCENARIO(a_group_that_cannot_be_split_goes_on)
{
    return play_blocks();
}

SCENARIO(random_programs_of_handlers)
{
    return play_blocks();
}

// ---- what a task is handling -----------------------------------------------

SCENARIO(a_task_handles_again_what_it_did_before)
{
    struct task *self = task_self();
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++) {
        struct block b = {.round = round, .n = 1};
        scenario_plant(&b.tree);
        b.handlers[0] = handler_of(ask());
        struct error *before = error_new(&BUSY, "before");
        scenario_know(before, HANDLED);
        self->handling = before;
        b.early[0] = make_new(number_of_new(0, NUMBER_EARLY));
        b.t = errgroup_try(error_ref(b.tree.root));
        tell_handles(BEFORE_THE_BLOCK);
        play_handler(&b, 0);
        tell_handles(AFTER_HANDLERS);
        error_free(errgroup_end(b.t));
        tell_handles(AFTER_THE_BLOCK);
        self->handling = NULL;
        error_free(b.caught[0]);
        error_free(b.early[0]);
        error_free(before);
        scenario_uproot(&b.tree);
    }
    return NULL;
}

// A task that handles an error of its own while others have their turns.
struct worker {
    int64_t number; // of its error
    int64_t turns;  // it takes while it handles
    int64_t inside; // and inside of a second handler
    struct error *err;
};

static struct error *take_turns(const struct worker *worker, int64_t turns,
                                struct error *caught)
{
    struct error *err = NULL;
    for (int64_t i = 0; i < turns && err == NULL; i++) {
        err = checkpoint();
        struct error *new = error_new(&BUSY, "new");
        tell(CONTEXT, error_context(new) == caught, worker->number);
        tell(HANDLES, task_self()->handling == caught, worker->number);
        error_free(new);
    }
    return err;
}

static struct error *take_turns_inside(const struct worker *worker)
{
    struct error *err = NULL;
    struct errgroup_try *t = errgroup_try(error_new(&CLOSED, "inside"));
    except(t, &CLOSED, caught)
    {
        err = take_turns(worker, worker->inside, caught);
    }
    error_free(errgroup_end(t));
    return err;
}

static struct error *works(void *arg)
{
    struct worker *worker = arg;
    struct error *stopped = NULL;
    struct errgroup_try *t = errgroup_try(worker->err);
    worker->err = NULL;
    except(t, &ANY, caught)
    {
        stopped = take_turns(worker, worker->turns, caught);
        if (stopped == NULL)
            stopped = take_turns_inside(worker);
        tell(HANDLES, task_self()->handling == caught, worker->number);
    }
    tell(HANDLES, task_self()->handling == NULL, worker->number);
    error_free(errgroup_end(t));
    return stopped;
}

SCENARIO(each_task_handles_its_own_error)
{
    struct worker workers[MOST_HANDLERS];
    int64_t values[1 + 2 * MOST_HANDLERS];
    ask_all(values, array_length(values));
    struct nursery *n = nursery_open();
    for (int64_t i = 0; i < values[0]; i++) {
        workers[i] = (struct worker){
            .number = i + 1,
            .turns = values[1 + 2 * i],
            .inside = values[2 + 2 * i],
            .err = error_new(&TIMEOUT, "of task %d", (int)i + 1),
        };
        nursery_spawn(n, works, &workers[i]);
    }
    return nursery_close(n, NULL);
}

// ---- depth -----------------------------------------------------------------

SCENARIO(a_very_deep_group_is_handled)
{
    int64_t levels = ask(), depth = 0;
    struct error *leaves[] = {error_new(&TIMEOUT, "left"),
                              error_new(&CLOSED, "right")};
    struct error *err =
        error_new_holding(&GROUP, PLACE_HERE, "level", leaves, 2);
    for (int64_t i = 1; i < levels; i++) {
        struct error *group =
            error_new_holding(&GROUP, PLACE_HERE, "level", &err, 1);
        error_free(err);
        err = group;
    }
    struct errgroup_try *t = errgroup_try(err);
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, error_ref(caught));
    }
    except(t, &CLOSED, caught)
    {
        depth++;
    }
    tell(CAUGHT, depth, 0);
    err = errgroup_end(t);
    size_t n;
    depth = 0;
    struct error *const *members;
    for (struct error *at = err;
         at != NULL && (members = error_members(at, &n)) != NULL;
         at = members[0])
        depth++;
    tell(DEEP, depth, n == 0);
    error_free(err);
    error_free(leaves[0]);
    error_free(leaves[1]);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d

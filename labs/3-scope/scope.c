// Cancel scopes: a region of a program that can be stopped as a whole.
//
// This is where you write lab 3; task 6 is in forms.c. README.md has the
// invariants S1 to S15 and ten tasks; each function here names its own.
// scope.h says what every function promises and is not to be changed.
//
// What teaches nothing is written already: the tree of scopes, the trace, and
// the small questions at the end. You may change all of it.
#include "scope.h"
#include "errgroup.h"
#include "loop.h"
#include "trace.h"
#include <stdlib.h>
#include <string.h>

struct scope {
    // The tree.
    struct scope *parent; // around this one, or NULL
    struct list sibling;  // links the parent's children
    struct list children; // scopes right inside
    struct list tasks;    // tasks whose innermost scope this is (in_scope)
    struct task *owner;   // who entered it
    uint32_t id;          // for traces
    const char *name;     // or NULL

    // Cancellation. Here most of your own fields will go.
    struct reason *own; // why this one was cancelled; NULL: it was not
    bool shield;        // cancels from outside stop here

    // The deadline.
    struct deadline deadline;    // set while the scope waits for it
    int64_t until;               // its time in ns, or CLOCK_NEVER
    bool fail;                   // TIMEOUT at scope_leave
    struct scope_result *result; // where scope_leave tells what it was, or NULL
};

// ---- given: the tree -------------------------------------------------------

static bool is_edge(void)
{
    return loop_current->options.cancellation == EDGE;
}

// The scope after s in a walk over everything below root, parents first; below
// says whether to go into s. NULL at the end. Begin with root itself:
//
//     for (struct scope *s = root; s != NULL; s = walk(root, s, true))
static struct scope *walk(const struct scope *root, struct scope *s, bool below)
{
    if (below && !list_empty(&s->children))
        return container_of(s->children.next, struct scope, sibling);
    for (; s != root; s = s->parent)
        if (s->sibling.next != &s->parent->children)
            return container_of(s->sibling.next, struct scope, sibling);
    return NULL;
}

// Takes task out of the scope it is in, and puts it into s, may be NULL.
static void move_task(struct task *task, struct scope *s)
{
    list_remove(&task->in_scope);
    task->scope = s;
    if (s != NULL)
        list_push(&s->tasks, &task->in_scope);
}

static void deadline_passed(struct deadline *deadline);

// Gives a scope that is in its place in the tree and has no deadline yet.
static struct scope *new_scope(struct task *self,
                               const struct scope_options *options)
{
    struct scope *s = malloc(sizeof(*s));
    must(s != NULL);
    *s = (struct scope){
        .parent = self->scope,
        .owner = self,
        .id = ++loop_current->n_scopes_made,
        .name = options->name,
        .shield = options->shield,
        .deadline.due = deadline_passed,
        .until = CLOCK_NEVER,
        .fail = options->fail,
        .result = options->result,
    };
    list_init(&s->sibling);
    list_init(&s->children);
    list_init(&s->tasks);
    if (s->parent != NULL)
        list_push(&s->parent->children, &s->sibling);
    loop_current->n_scopes++;
    move_task(self, s);
    trace_event("scope", 0, trace_n("scope", s->id),
                trace_n("parent", s->parent != NULL ? s->parent->id : 0),
                trace_n("shield", s->shield), trace_end);
    return s;
}

static bool has_tasks_inside(const struct scope *s)
{
    return !list_empty(&s->tasks);
}

// Takes s out of the tree. Its owner is then in the scope around it.
static void unlink_scope(struct scope *s)
{
    must(list_empty(&s->children));
    move_task(s->owner, s->parent);
    must(!has_tasks_inside(s));
    list_remove(&s->sibling);
    deadline_clear(&s->deadline);
    loop_current->n_scopes--;
}

static void free_scope(struct scope *s)
{
    reason_free(s->own);
    explicit_bzero(s, sizeof(*s)); // who still uses it finds no owner
    free(s);
}

// ---- edge: a message -------------------------------------------------------

// Task 1: leaves the message s->own with every task inside s, and wakes those
// that wait (task_interrupt). A task keeps its message in task->message.
static void send_all(struct scope *s)
{
    (void)s, (void)walk;
    must(!"send_all is not written yet");
}

// Task 1: what the runtime asks of task when it is to wait, or waits and is
// interrupted. The reason why the wait fails, borrowed, or NULL.
static struct reason *edge_pending(struct task *task)
{
    (void)task;
    must(!"edge_pending is not written yet");
}

// Task 1: the task has just been given CANCELLED.
static void edge_delivered(struct task *task)
{
    (void)task;
    must(!"edge_delivered is not written yet");
}

// Task 1: it is time for the task's first turn. Is it to run at all?
static bool edge_starts(struct task *task)
{
    (void)task;
    must(!"edge_starts is not written yet");
}

// ---- level: a state --------------------------------------------------------

// Task 2: something has changed at root. Lets every checkpoint in root and
// below know what is so now, and wakes the tasks for which it has become so.
static void spread(struct scope *root)
{
    (void)root;
    must(!"spread is not written yet");
}

// Task 2: as edge_pending.
static struct reason *level_pending(struct task *task)
{
    (void)task;
    must(!"level_pending is not written yet");
}

// Given.
static void use_cancellation(void)
{
    static const struct task_cancellation level = {.pending = level_pending};
    static const struct task_cancellation edge = {edge_pending, edge_delivered,
                                                  edge_starts};
    task_use_cancellation(is_edge() ? &edge : &level);
}

// ---- cancelling ------------------------------------------------------------

// Given.
void scope_cancel_because(struct scope *s, enum cancel_source source,
                          const char *text, const char *by)
{
    must(s->owner != NULL);
    if (s->own != NULL)
        return;
    s->own = reason_new(source, text, by);
    deadline_clear(&s->deadline);
    trace_event("cancel", 0, trace_n("scope", s->id),
                trace_s("why", text != NULL ? text : ""), trace_end);
    if (is_edge())
        send_all(s);
    else
        spread(s);
}

// Task 1: somebody's own wish; blame the running task, if there is one.
void scope_cancel(struct scope *s, const char *text)
{
    (void)s, (void)text;
    must(!"scope_cancel is not written yet");
}

// Task 1. Task 4: a deadline may have passed while the task computed.
bool scope_cancel_called(const struct scope *s)
{
    (void)s;
    must(!"scope_cancel_called is not written yet");
}

// Task 1: EDGE. Task 2: LEVEL. Task 5: shields.
bool scope_is_cancelled(const struct scope *s)
{
    (void)s;
    must(!"scope_is_cancelled is not written yet");
}

// ---- deadlines -------------------------------------------------------------

// Given: the loop calls this at the time that deadline_set was told.
static void deadline_passed(struct deadline *deadline)
{
    struct scope *s = container_of(deadline, struct scope, deadline);
    scope_cancel_because(s, CANCEL_DEADLINE, "deadline", NULL);
}

// Given: in ns; CLOCK_NEVER if there is none.
static int64_t time_of(struct scope_deadline deadline)
{
    if (deadline.kind == SCOPE_NEVER)
        return CLOCK_NEVER;
    if (deadline.kind == SCOPE_AT)
        return clock_at_ms(deadline.ms);
    must(deadline.ms >= 0);
    return clock_after_ms(deadline.ms);
}

// Task 4: the deadline is at this time from now on. It may be CLOCK_NEVER, or
// have passed.
static void arm(struct scope *s, int64_t until)
{
    s->until = until;
    if (until == CLOCK_NEVER)
        return;
    trace_event("deadline", 0, trace_n("scope", s->id), trace_n("at", until),
                trace_end);
    must(!"arm is not written yet");
}

// Task 4.
void scope_set_deadline(struct scope *s, struct scope_deadline deadline)
{
    (void)s, (void)deadline;
    must(!"scope_set_deadline is not written yet");
}

// Task 4: of all scopes around. Task 5: as far as they reach.
int64_t scope_effective_deadline_ms(void)
{
    must(!"scope_effective_deadline_ms is not written yet");
}

// ---- shields ---------------------------------------------------------------

// Task 5. Task 9: with EDGE, what it has kept out.
void scope_shield(struct scope *s, bool on)
{
    trace_event("shield", 0, trace_n("scope", s->id), trace_n("on", on),
                trace_end);
    must(!"scope_shield is not written yet");
}

// ---- entering and leaving --------------------------------------------------

// Task 1: what is around may be cancelled already. Task 4: the deadline is
// given.
struct scope *scope_enter(struct scope_options options)
{
    must(task_self() != NULL);
    must(!"scope_enter is not written yet");
    use_cancellation();
    struct scope *s = new_scope(task_self(), &options);
    arm(s, time_of(options.deadline));
    return s;
}

// Given, for scope_leave: what options.fail asks for. Takes caught, the
// CANCELLED that was taken out.
static struct error *time_out(struct scope *s, struct error *caught)
{
    struct error *err =
        error_new(&TIMEOUT, "deadline passed%s%s", s->name != NULL ? ": " : "",
                  s->name != NULL ? s->name : "");
    error_set_cause(err, caught);
    return err;
}

// Task 1: if s was cancelled, take the CANCELLED out, and take back a message
// that nobody has heard. Task 3: but only if it is for s to do; and out of
// groups, with errgroup_split. Task 4: if it was the deadline, time_out gives
// the error. Tasks 8 and 9: take back what s has sent its owner.
struct error *scope_leave(struct scope *s, struct error *err)
{
    bool caught = false;
    must(s != NULL);
    must(s->owner == task_self());
    must(s->owner->scope == s);
    must(!"scope_leave is not written yet");
    (void)time_out;
    bool called = s->result != NULL && scope_cancel_called(s);
    unlink_scope(s);
    if (s->result != NULL)
        *s->result = (struct scope_result){called, caught};
    trace_event("leave", 0, trace_n("scope", s->id), trace_n("caught", caught),
                trace_end);
    free_scope(s);
    return err;
}

// ---- for nurseries ---------------------------------------------------------

// Task 1: the task is in s from now on; with EDGE, if s is cancelled, it gets
// the message. Task 9: a message that the owner of s has not heard yet.
void scope_adopt(struct scope *s, struct task *task)
{
    (void)s, (void)task;
    must(!"scope_adopt is not written yet");
}

// Task 1: the task has ended.
void scope_release(struct scope *s, struct task *task)
{
    (void)s, (void)task;
    must(!"scope_release is not written yet");
}

// Task 7. The task may be in scopes that it has entered: they move with it.
// Task 9: with EDGE, the message of `to`, and what shields have kept out.
void scope_move(struct scope *from, struct scope *to, struct task *task)
{
    trace_event_of(task, "move", 0, trace_n("scope", to->id),
                   trace_n("from", from->id), trace_end);
    must(!"scope_move is not written yet");
}

// Task 8. Until then nobody asks a task alone.
bool scope_owner_asked_alone(const struct scope *s, const struct reason *reason)
{
    (void)s, (void)reason;
    return false;
}

// ---- edge: requests --------------------------------------------------------

// Task 8. Perhaps no scope has been entered yet: hence the given line.
bool scope_request(struct task *task, const char *text)
{
    (void)task, (void)text;
    must(!"scope_request is not written yet");
    use_cancellation();
}

// Task 8: task->n_requests is the place to count.
size_t scope_n_requests(const struct task *task)
{
    (void)task;
    must(!"scope_n_requests is not written yet");
}

// Task 8.
size_t scope_unrequest(struct task *task)
{
    (void)task;
    must(!"scope_unrequest is not written yet");
}

// Task 8: its reason is error_reason(cancelled).
void scope_rearm(const struct error *cancelled)
{
    (void)cancelled;
    must(!"scope_rearm is not written yet");
}

// ---- given: looking around -------------------------------------------------

struct scope *scope_current(void)
{
    struct task *self = task_self();
    return self != NULL ? self->scope : NULL;
}

struct scope *scope_parent(const struct scope *s)
{
    return s->parent;
}

uint32_t scope_id(const struct scope *s)
{
    return s->id;
}

bool scope_is_shielded(const struct scope *s)
{
    return s->shield;
}

static int64_t round_up_to_ms(int64_t ns)
{
    if (ns == CLOCK_NEVER)
        return INT64_MAX;
    return ns / CLOCK_NS_PER_MS + (ns % CLOCK_NS_PER_MS > 0);
}

int64_t scope_deadline_ms(const struct scope *s)
{
    return round_up_to_ms(s->until);
}

void scope_describe(const struct scope *s, char *text, size_t bytes)
{
    const char *name = s->name != NULL ? s->name : "";
    const char *state = s->own != NULL ? "cancelled" : "active";
    if (s->until == CLOCK_NEVER) {
        snprintf(text, bytes, "scope \"%s\": %s", name, state);
        return;
    }
    int64_t left = (s->until - clock_now()) / CLOCK_NS_PER_MS;
    snprintf(text, bytes, "scope \"%s\": %s, %lld ms %s", name, state,
             (long long)(left < 0 ? -left : left),
             left < 0 ? "past its deadline" : "left");
}

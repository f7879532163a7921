// Cancel scopes: a region of a program that can be stopped as a whole.
//
// Scopes form a tree by their parents; each knows the scopes right inside it
// and the tasks of which it is the innermost. LEVEL cancellation is a field,
// `why`, that a cancel writes all over the subtree below, once: a checkpoint
// then looks at one pointer, however deep the scopes are. EDGE cancellation is
// a message left at each task of the subtree. Nothing here recurses.
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

    // Cancellation.
    bool shield;        // cancels from outside stop here
    bool timed;         // this or one around it has a deadline
    struct reason *own; // why this one was cancelled; NULL: it was not
    struct reason *why; // LEVEL: why a checkpoint in here fails; NULL: it
                        // does not. Borrowed from the scope it came from

    // The deadline.
    struct deadline deadline;
    int64_t until;               // its time in ns, or CLOCK_NEVER
    bool fail;                   // TIMEOUT at scope_leave
    struct scope_result *result; // or NULL

    // EDGE.
    uint16_t requests_at_entry; // of the owner
    bool told_owner;            // the owner has a request of this scope
    struct scope *missed; // the outermost whose cancel its shield kept out
};

static bool is_edge(void)
{
    return loop_current->options.cancellation == EDGE;
}

// ---- walking the tree ------------------------------------------------------

// The scope after s in a walk over everything below root, parents first; below
// says whether to go into s. NULL at the end.
static struct scope *walk(const struct scope *root, struct scope *s, bool below)
{
    if (below && !list_empty(&s->children))
        return container_of(s->children.next, struct scope, sibling);
    for (; s != root; s = s->parent)
        if (s->sibling.next != &s->parent->children)
            return container_of(s->sibling.next, struct scope, sibling);
    return NULL;
}

// ---- LEVEL: a state --------------------------------------------------------

// Of two reasons the one that came first stays, as long as it holds.
static struct reason *why_of(const struct scope *s)
{
    struct reason *outside =
        s->parent != NULL && !s->shield ? s->parent->why : NULL;
    if (s->own == NULL || (outside != NULL && s->why == outside))
        return outside;
    return s->own;
}

static void interrupt_tasks(struct scope *s)
{
    list_each (link, &s->tasks)
        task_interrupt(container_of(link, struct task, in_scope));
}

// Works out `why` anew for root and all below it, and wakes the tasks of those
// that are cancelled and were not. What did not change is not gone into.
static void spread(struct scope *root)
{
    for (struct scope *s = root; s != NULL;) {
        struct reason *why = why_of(s);
        bool changed = why != s->why;
        bool tell = changed && s->why == NULL;
        s->why = why;
        if (tell)
            interrupt_tasks(s);
        s = walk(root, s, changed);
    }
}

// ---- EDGE: a message -------------------------------------------------------

static void withdraw_message(struct task *task)
{
    reason_free(task->message);
    task->message = NULL;
}

// Is the message of task from a scope inside of `from` (NULL: from any scope)?
static bool has_inner_message(const struct task *task, const struct scope *from)
{
    for (struct scope *s = task->scope; s != NULL && s != from; s = s->parent)
        if (s->own != NULL && s->own == task->message)
            return true;
    return false;
}

// Of two messages the outer one stays, since it is out there that the CANCELLED
// has to arrive. from is NULL for a request.
static void leave_message(struct task *task, struct reason *reason,
                          const struct scope *from)
{
    task->n_requests++;
    if (has_inner_message(task, from))
        withdraw_message(task);
    if (task->message == NULL)
        task->message = reason_ref(reason);
    task_interrupt(task);
}

static void send(struct scope *from, struct task *task)
{
    if (task == from->owner)
        from->told_owner = true;
    leave_message(task, from->own, from);
}

// Both are around one and the same scope: is a around b?
static bool is_outside(const struct scope *a, const struct scope *b)
{
    while (b != NULL && b != a)
        b = b->parent;
    return b != NULL;
}

// Sends a message of `from` to every task in root and below, but not through
// shields: those keep it for later. Of two the outer one is kept, since it is
// the one to take the CANCELLED out.
static void send_all(struct scope *from, struct scope *root)
{
    for (struct scope *s = root; s != NULL;) {
        bool kept_out = s != from && s->shield;
        if (kept_out && (s->missed == NULL || is_outside(from, s->missed)))
            s->missed = from;
        if (!kept_out)
            list_each (link, &s->tasks)
                send(from, container_of(link, struct task, in_scope));
        s = walk(root, s, !kept_out);
    }
}

// ---- what the runtime asks -------------------------------------------------

// A deadline may have passed while the task computed.
static void notice_deadlines(struct task *task, const struct scope *s)
{
    if (task == task_self() && s != NULL && s->timed && s->why == NULL)
        loop_look_at_clock(loop_current);
}

static struct reason *level_pending(struct task *task)
{
    struct scope *s = task->scope;
    notice_deadlines(task, s);
    return s != NULL ? s->why : NULL;
}

static struct reason *edge_pending(struct task *task)
{
    notice_deadlines(task, task->scope);
    return task->message;
}

static bool edge_starts(struct task *task)
{
    return task->message == NULL;
}

static void use_cancellation(void)
{
    static const struct task_cancellation level = {.pending = level_pending};
    static const struct task_cancellation edge = {
        edge_pending, withdraw_message, edge_starts};
    task_use_cancellation(is_edge() ? &edge : &level);
}

// ---- cancelling ------------------------------------------------------------

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
        send_all(s, s);
    else
        spread(s);
}

void scope_cancel(struct scope *s, const char *text)
{
    struct task *self = task_self();
    scope_cancel_because(s, CANCEL_EXPLICIT, text,
                         self != NULL ? task_name(self) : NULL);
}

static void deadline_passed(struct deadline *deadline)
{
    struct scope *s = container_of(deadline, struct scope, deadline);
    scope_cancel_because(s, CANCEL_DEADLINE, "deadline", NULL);
}

bool scope_cancel_called(const struct scope *s)
{
    if (s->own == NULL && s->until <= clock_now())
        loop_look_at_clock(loop_current);
    return s->own != NULL;
}

// LEVEL: a deadline that nobody has noticed.
static bool deadline_was_missed(const struct scope *s)
{
    if (s->timed)
        loop_look_at_clock(loop_current);
    return s->why != NULL;
}

bool scope_is_cancelled(const struct scope *s)
{
    if (!is_edge())
        return s != NULL && (s->why != NULL || deadline_was_missed(s));
    for (; s != NULL; s = s->shield ? NULL : s->parent)
        if (scope_cancel_called(s))
            return true;
    return false;
}

// ---- deadlines -------------------------------------------------------------

static int64_t time_of(struct scope_deadline deadline)
{
    if (deadline.kind == SCOPE_NEVER)
        return CLOCK_NEVER;
    if (deadline.kind == SCOPE_AT)
        return clock_at_ms(deadline.ms);
    must(deadline.ms >= 0);
    return clock_after_ms(deadline.ms);
}

// Lets every checkpoint in root and below look at the clock.
static void mark_timed(struct scope *root)
{
    if (root->timed)
        return; // and so is all that is below
    for (struct scope *s = root; s != NULL; s = walk(root, s, true))
        s->timed = true;
}

static void arm(struct scope *s, int64_t until)
{
    s->until = until;
    deadline_clear(&s->deadline);
    if (until == CLOCK_NEVER)
        return;
    trace_event("deadline", 0, trace_n("scope", s->id), trace_n("at", until),
                trace_end);
    if (until <= clock_now()) {
        deadline_passed(&s->deadline);
        return;
    }
    deadline_set(&s->deadline, until);
    mark_timed(s);
}

void scope_set_deadline(struct scope *s, struct scope_deadline deadline)
{
    if (s->own == NULL)
        arm(s, time_of(deadline));
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

// ---- shields ---------------------------------------------------------------

// EDGE: lets in what the shield has kept out.
static void let_in(struct scope *s)
{
    struct scope *from = s->missed;
    s->missed = NULL;
    if (from != NULL)
        send_all(from, s);
}

void scope_shield(struct scope *s, bool on)
{
    if (s->shield == on)
        return;
    s->shield = on;
    trace_event("shield", 0, trace_n("scope", s->id), trace_n("on", on),
                trace_end);
    if (is_edge() && !on)
        let_in(s);
    if (!is_edge())
        spread(s);
}

bool scope_is_shielded(const struct scope *s)
{
    return s->shield;
}

// ---- entering and leaving --------------------------------------------------

static void move_task(struct task *task, struct scope *s)
{
    list_remove(&task->in_scope);
    task->scope = s;
    if (s != NULL)
        list_push(&s->tasks, &task->in_scope);
}

// EDGE: how many requests the task has been told of. A message that waits will
// be heard inside a scope that is entered now, but is not that scope's.
static uint16_t requests_heard(const struct task *task)
{
    return task->n_requests - (task->message != NULL && task->n_requests > 0);
}

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
        .timed = self->scope != NULL && self->scope->timed,
        .deadline.due = deadline_passed,
        .fail = options->fail,
        .result = options->result,
        .requests_at_entry = requests_heard(self),
    };
    list_init(&s->sibling);
    list_init(&s->children);
    list_init(&s->tasks);
    return s;
}

struct scope *scope_enter(struct scope_options options)
{
    struct task *self = task_self();
    must(self != NULL);
    use_cancellation();
    struct scope *s = new_scope(self, &options);
    loop_current->n_scopes++;
    if (s->parent != NULL)
        list_push(&s->parent->children, &s->sibling);
    s->why = why_of(s);
    move_task(self, s);
    trace_event("scope", 0, trace_n("scope", s->id),
                trace_n("parent", s->parent != NULL ? s->parent->id : 0),
                trace_n("shield", s->shield), trace_end);
    arm(s, time_of(options.deadline));
    return s;
}

// EDGE: has the owner been sent a message since it entered s, not by s?
static bool asked_from_outside(const struct scope *s)
{
    return s->owner->n_requests > s->requests_at_entry + s->told_owner;
}

// EDGE: takes back what s has asked of its owner. True if nobody else has asked
// meanwhile: then a CANCELLED is ours.
static bool settle_requests(struct scope *s)
{
    if (!s->told_owner)
        return false;
    bool others = asked_from_outside(s);
    if (s->owner->n_requests > 0)
        s->owner->n_requests--;
    if (!others || s->owner->message == s->own)
        withdraw_message(s->owner);
    return !others;
}

// Is a CANCELLED that arrives here meant for this scope, and not for one
// further out?
static bool catches(struct scope *s)
{
    if (is_edge())
        return settle_requests(s);
    if (s->own == NULL)
        return false;
    return s->shield || s->parent == NULL || s->parent->why == NULL;
}

// Has the deadline passed, perhaps only after somebody else's cancel?
static bool is_late(const struct scope *s)
{
    return s->until <= clock_now();
}

static struct error *time_out(struct scope *s, struct error *caught)
{
    struct error *err =
        error_new(&TIMEOUT, "deadline passed%s%s", s->name != NULL ? ": " : "",
                  s->name != NULL ? s->name : "");
    error_set_cause(err, caught);
    return err;
}

// Takes err: parts what s catches from the rest, which it gives.
static struct error *take_out_cancelled(struct scope *s, struct error *err,
                                        bool *caught)
{
    if (error_is(err, &ORDINARY))
        return err; // and so is all it holds
    struct error *ours, *rest;
    struct error *failed = errgroup_split(err, &CANCELLED, &ours, &rest);
    must(failed == NULL);
    error_free(err);
    *caught = ours != NULL;
    if (ours != NULL && rest == NULL && s->fail && is_late(s))
        return time_out(s, ours);
    error_free(ours);
    return rest;
}

static bool has_tasks_inside(const struct scope *s)
{
    return !list_empty(&s->tasks);
}

static void unlink_scope(struct scope *s)
{
    must(list_empty(&s->children));
    move_task(s->owner, s->parent);
    must(!has_tasks_inside(s));
    list_remove(&s->sibling);
    deadline_clear(&s->deadline);
    loop_current->n_scopes--;
}

struct error *scope_leave(struct scope *s, struct error *err)
{
    must(s != NULL);
    must(s->owner == task_self());
    must(s->owner->scope == s);
    bool called = s->result != NULL && scope_cancel_called(s);
    bool ours = catches(s);
    bool caught = false;
    unlink_scope(s);
    if (err != NULL && ours)
        err = take_out_cancelled(s, err, &caught);
    if (s->missed != NULL)
        send(s->missed, s->owner);
    if (s->result != NULL)
        *s->result = (struct scope_result){called, caught};
    trace_event("leave", 0, trace_n("scope", s->id), trace_n("caught", caught),
                trace_end);
    reason_free(s->own);
    explicit_bzero(s, sizeof(*s)); // who still uses it finds no owner
    free(s);
    return err;
}

// ---- for nurseries ---------------------------------------------------------

// EDGE: is this the reason of s, or of a scope whose messages reach into s?
static bool was_sent_inside(const struct scope *s, const struct reason *reason)
{
    for (; s != NULL; s = s->shield ? NULL : s->parent)
        if (s->own == reason)
            return true;
    return false;
}

void scope_adopt(struct scope *s, struct task *task)
{
    must(task->scope == NULL);
    task->scope = s;
    list_push(&s->tasks, &task->in_scope);
    if (!is_edge())
        return;
    struct reason *message = s->owner->message;
    if (message != NULL && was_sent_inside(s, message))
        leave_message(task, message, s);
    else if (s->own != NULL)
        send(s, task);
}

bool scope_owner_asked_alone(const struct scope *s, const struct reason *reason)
{
    return reason != NULL && !s->shield && asked_from_outside(s) &&
           !was_sent_inside(s, reason);
}

void scope_release(struct scope *s, struct task *task)
{
    must(task->scope == s);
    move_task(task, NULL);
}

// EDGE: what shields in s and below have kept out is forgotten, unless it
// reaches into `to` as well.
static void forget_missed(struct scope *root, const struct scope *to)
{
    for (struct scope *s = root; s != NULL; s = walk(root, s, true))
        if (s->missed != NULL && !is_outside(s->missed, to))
            s->missed = NULL;
}

void scope_move(struct scope *from, struct scope *to, struct task *task)
{
    must(is_edge() || (from->own == NULL && from->why == NULL));
    trace_event_of(task, "move", 0, trace_n("scope", to->id),
                   trace_n("from", from->id), trace_end);
    if (task->scope == from) {
        move_task(task, to);
        if (is_edge() && to->own != NULL)
            send(to, task);
        task_interrupt(task);
        return;
    }
    // The outermost of the scopes that task has entered moves with all below.
    struct scope *s = task->scope;
    while (s->parent != from)
        s = s->parent;
    list_remove(&s->sibling);
    s->parent = to;
    list_push(&to->children, &s->sibling);
    if (to->timed)
        mark_timed(s);
    if (!is_edge()) {
        spread(s);
        return;
    }
    forget_missed(s, to);
    if (to->own != NULL)
        send_all(to, s);
}

// ---- EDGE: requests --------------------------------------------------------

bool scope_request(struct task *task, const char *text)
{
    if (task->state == TASK_ENDED || task->state == TASK_FREE)
        return false;
    struct task *self = task_self();
    struct reason *reason = reason_new(CANCEL_EXPLICIT, text,
                                       self != NULL ? task_name(self) : NULL);
    use_cancellation();
    leave_message(task, reason, NULL);
    reason_free(reason);
    return true;
}

size_t scope_n_requests(const struct task *task)
{
    return task->n_requests;
}

size_t scope_unrequest(struct task *task)
{
    if (task->n_requests > 0)
        task->n_requests--;
    if (task->n_requests == 0)
        withdraw_message(task);
    return task->n_requests;
}

void scope_rearm(const struct error *cancelled)
{
    struct task *self = task_self();
    if (self->message == NULL)
        self->message = reason_ref((struct reason *)error_reason(cancelled));
}

// ---- looking around --------------------------------------------------------

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

int64_t scope_effective_deadline_ms(void)
{
    int64_t earliest = CLOCK_NEVER;
    struct scope *s = scope_current();
    if (scope_is_cancelled(s))
        return INT64_MIN;
    for (; s != NULL; s = s->shield ? NULL : s->parent)
        if (s->until < earliest)
            earliest = s->until;
    return round_up_to_ms(earliest);
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
// private: linnet-0f5d3f897d262c7d

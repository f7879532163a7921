// Cancel scopes, another way.
//
// Nothing is written over the tree when a scope is cancelled. Whether a
// checkpoint fails is found by going up, and remembered; a counter of changes
// says whether what is remembered is still true. Children are in arrays, and
// walks keep what is to be visited on a stack of their own. A checkpoint always
// looks at the clock.
#include "scope.h"
#include "errgroup.h"
#include "loop.h"
#include "trace.h"
#include <stdlib.h>
#include <string.h>

struct scope {
    struct scope *up;            // around this one, or NULL
    struct scope **inside;       // the scopes right inside, in any order
    uint32_t n_inside, room, at; // at: own place in up->inside
    struct list tasks;
    struct task *owner;
    struct scope_options options; // as entered; shield as it is now
    uint32_t id;
    struct reason *reason; // why it was cancelled, or NULL
    int64_t until;
    struct deadline deadline;

    // LEVEL.
    uint64_t as_of;       // when `found` was found
    struct reason *found; // why a checkpoint in here fails, or NULL
    bool told;            // all who wait inside have been interrupted, since
                          // the last time that `found` was NULL

    // EDGE.
    unsigned before;    // messages the owner had been told of at entry
    bool asked;         // the owner has one of this scope
    struct scope *kept; // the outermost whose message its shield kept out
};

static __thread uint64_t changes = 1;

static bool edge(void)
{
    return loop_cancellation() == EDGE;
}

static void *more(void *array, size_t n, size_t size)
{
    array = realloc(array, n * size);
    must(array != NULL);
    return array;
}

// ---- the tree --------------------------------------------------------------

static void hang_in(struct scope *s, struct scope *up)
{
    s->up = up;
    if (up == NULL)
        return;
    if (up->n_inside == up->room) {
        up->room = 2 * up->room + 1;
        up->inside = more(up->inside, up->room, sizeof(up->inside[0]));
    }
    s->at = up->n_inside;
    up->inside[up->n_inside++] = s;
}

static void take_down(struct scope *s)
{
    if (s->up == NULL)
        return;
    struct scope *last = s->up->inside[--s->up->n_inside];
    s->up->inside[s->at] = last;
    last->at = s->at;
}

// What is still to be visited. A scope that is visited says whether to go on
// with those inside.
struct visits {
    struct scope **todo;
    size_t n, room;
};

static void visit_later(struct visits *v, struct scope *s)
{
    if (v->n == v->room) {
        v->room = 2 * v->room + 16;
        v->todo = more(v->todo, v->room, sizeof(v->todo[0]));
    }
    v->todo[v->n++] = s;
}

static void visit(struct scope *root, void *arg,
                  bool (*go_in)(struct scope *s, void *arg))
{
    struct visits v = {0};
    visit_later(&v, root);
    while (v.n > 0) {
        struct scope *s = v.todo[--v.n];
        if (!go_in(s, arg))
            continue;
        for (uint32_t i = s->n_inside; i-- > 0;)
            visit_later(&v, s->inside[i]);
    }
    free(v.todo);
}

static bool is_around(const struct scope *a, const struct scope *b)
{
    while (b != NULL && b != a)
        b = b->up;
    return b == a;
}

// ---- level -----------------------------------------------------------------

// Goes up to the next scope of which it is known, and down again.
static struct reason *find(struct scope *s)
{
    struct scope *known = s, *way = NULL;
    // The way down is kept in `kept`, which LEVEL does not need.
    while (known != NULL && known->as_of != changes) {
        known->kept = way;
        way = known;
        known = known->up;
    }
    struct reason *above = known != NULL ? known->found : NULL;
    while (way != NULL) {
        struct scope *next = way->kept;
        if (way->options.shield)
            above = NULL;
        // What was found first stays, as long as it is true.
        if (above == NULL || (way->reason != NULL && way->found != above))
            above = way->reason;
        way->found = above;
        if (way->found == NULL)
            way->told = false;
        way->as_of = changes;
        way->kept = NULL;
        way = next;
    }
    return s != NULL ? s->found : NULL;
}

static void interrupt_all(struct scope *s)
{
    for (struct list *l = s->tasks.next, *next; l != &s->tasks; l = next) {
        next = l->next;
        task_interrupt(container_of(l, struct task, in_scope));
    }
}

static bool tell_if_cancelled(struct scope *s, void *arg)
{
    bool was_told = s->told;
    (void)arg;
    if (find(s) == NULL)
        return was_told; // a shield was raised: those inside forget, too
    if (s->told)
        return false;
    s->told = true;
    interrupt_all(s);
    return true;
}

static void tell_level(struct scope *root)
{
    changes++;
    visit(root, NULL, tell_if_cancelled);
}

// What is above need not be asked, and if all inside know of another cancel,
// nothing changes for them.
static void tell_cancelled(struct scope *s)
{
    if (s->told)
        return;
    changes++;
    s->found = s->reason;
    s->as_of = changes;
    visit(s, NULL, tell_if_cancelled);
}

static struct reason *pending_level(struct task *task)
{
    if (task == task_self())
        loop_look_at_clock(loop_current);
    return find(task->scope);
}

// ---- edge ------------------------------------------------------------------

static void forget_message(struct task *task)
{
    reason_free(task->message);
    task->message = NULL;
}

// A message of a scope that is not inside of `from` stays.
static void post(struct task *task, struct reason *reason,
                 const struct scope *from)
{
    struct scope *s = task->scope;
    task->n_requests++;
    while (s != NULL && s != from &&
           (s->reason == NULL || s->reason != task->message))
        s = s->up;
    if (s != NULL && s != from)
        forget_message(task);
    if (task->message == NULL)
        task->message = reason_ref(reason);
    task_interrupt(task);
}

static void post_from(struct scope *from, struct task *task)
{
    from->asked |= from->owner == task;
    post(task, from->reason, from);
}

static bool post_inside(struct scope *s, void *arg)
{
    struct scope *from = arg;
    if (s != from && s->options.shield) {
        if (s->kept == NULL || is_around(from, s->kept))
            s->kept = from;
        return false;
    }
    for (struct list *l = s->tasks.next, *next; l != &s->tasks; l = next) {
        next = l->next;
        post_from(from, container_of(l, struct task, in_scope));
    }
    return true;
}

static struct reason *pending_edge(struct task *task)
{
    if (task == task_self())
        loop_look_at_clock(loop_current);
    return task->message;
}

static bool starts_edge(struct task *task)
{
    return task->message == NULL;
}

// ---- cancelling ------------------------------------------------------------

static void use(void)
{
    static const struct task_cancellation both[] = {
        [LEVEL] = {.pending = pending_level},
        [EDGE] = {pending_edge, forget_message, starts_edge}};
    task_use_cancellation(&both[loop_cancellation()]);
}

void scope_cancel_because(struct scope *s, enum cancel_source source,
                          const char *text, const char *by)
{
    must(s->owner != NULL);
    if (s->reason != NULL)
        return;
    s->reason = reason_new(source, text, by);
    deadline_clear(&s->deadline);
    trace_event("cancel", 0, trace_n("scope", s->id),
                trace_s("why", text != NULL ? text : ""), trace_end);
    if (edge())
        visit(s, s, post_inside);
    else
        tell_cancelled(s);
}

void scope_cancel(struct scope *s, const char *text)
{
    const char *by = task_self() != NULL ? task_name(task_self()) : NULL;
    scope_cancel_because(s, CANCEL_EXPLICIT, text, by);
}

static void due(struct deadline *deadline)
{
    scope_cancel_because(container_of(deadline, struct scope, deadline),
                         CANCEL_DEADLINE, "deadline", NULL);
}

bool scope_cancel_called(const struct scope *s)
{
    loop_look_at_clock(loop_current);
    return s->reason != NULL;
}

bool scope_is_cancelled(const struct scope *s)
{
    loop_look_at_clock(loop_current);
    if (!edge())
        return find((struct scope *)s) != NULL;
    while (s != NULL && s->reason == NULL)
        s = s->options.shield ? NULL : s->up;
    return s != NULL;
}

// ---- deadlines and shields -------------------------------------------------

void scope_set_deadline(struct scope *s, struct scope_deadline d)
{
    if (s->reason != NULL)
        return;
    must(d.kind != SCOPE_AFTER || d.ms >= 0);
    s->until = d.kind == SCOPE_NEVER ? CLOCK_NEVER
               : d.kind == SCOPE_AT  ? clock_at_ms(d.ms)
                                     : clock_after_ms(d.ms);
    if (s->until == CLOCK_NEVER)
        deadline_clear(&s->deadline);
    else if (s->until > clock_now())
        deadline_set(&s->deadline, s->until);
    else
        due(&s->deadline);
}

void scope_shield(struct scope *s, bool on)
{
    struct scope *from = s->kept;
    if (s->options.shield == on)
        return;
    s->options.shield = on;
    if (!edge()) {
        tell_level(s);
    } else if (!on && from != NULL) {
        s->kept = NULL;
        visit(s, from, post_inside);
    }
}

// ---- entering and leaving --------------------------------------------------

static void put_into(struct task *task, struct scope *s)
{
    list_remove(&task->in_scope);
    task->scope = s;
    if (s != NULL)
        list_push(&s->tasks, &task->in_scope);
}

struct scope *scope_enter(struct scope_options options)
{
    struct task *self = task_self();
    must(self != NULL);
    use();
    struct scope *s = calloc(1, sizeof(*s));
    must(s != NULL);
    s->owner = self;
    s->options = options;
    s->id = ++loop_current->n_scopes_made;
    s->until = CLOCK_NEVER;
    s->deadline.due = due;
    s->before = self->n_requests;
    if (self->message != NULL && s->before > 0)
        s->before--;
    list_init(&s->tasks);
    loop_current->n_scopes++;
    hang_in(s, self->scope);
    put_into(self, s);
    s->told = find(s) != NULL;
    scope_set_deadline(s, options.deadline);
    return s;
}

static bool asked_by_others(const struct scope *s)
{
    return s->owner->n_requests > s->before + s->asked;
}

static bool is_mine(struct scope *s)
{
    if (!edge())
        return s->reason != NULL && (s->options.shield || find(s->up) == NULL);
    if (!s->asked)
        return false;
    bool alone = !asked_by_others(s);
    if (s->owner->n_requests > 0)
        s->owner->n_requests--;
    if (alone || s->owner->message == s->reason)
        forget_message(s->owner);
    return alone;
}

// Takes err.
static struct error *part(struct scope *s, struct error *err, bool *caught)
{
    struct error *ours = NULL, *rest = NULL;
    struct error *failed = errgroup_split(err, &CANCELLED, &ours, &rest);
    must(failed == NULL);
    error_free(err);
    *caught = ours != NULL;
    if (*caught && rest == NULL && s->options.fail &&
        clock_now() >= s->until) {
        const char *name = s->options.name;
        rest = error_new(&TIMEOUT, "too late%s%s", name != NULL ? ": " : "",
                         name != NULL ? name : "");
        error_set_cause(rest, ours);
        return rest;
    }
    error_free(ours);
    return rest;
}

struct error *scope_leave(struct scope *s, struct error *err)
{
    bool caught = false;
    must(s != NULL && s->owner == task_self());
    must(s->owner->scope == s);
    must(s->n_inside == 0);
    bool called = scope_cancel_called(s);
    bool mine = is_mine(s);
    put_into(s->owner, s->up);
    must(list_empty(&s->tasks));
    take_down(s);
    deadline_clear(&s->deadline);
    loop_current->n_scopes--;
    if (err != NULL && mine)
        err = part(s, err, &caught);
    if (s->kept != NULL)
        post_from(s->kept, s->owner);
    if (s->options.result != NULL) {
        s->options.result->cancel_called = called;
        s->options.result->cancelled_caught = caught;
    }
    reason_free(s->reason);
    free(s->inside);
    explicit_bzero(s, sizeof(*s));
    free(s);
    return err;
}

// ---- for nurseries ---------------------------------------------------------

static bool comes_in(const struct scope *s, const struct reason *reason)
{
    while (s != NULL && s->reason != reason)
        s = s->options.shield ? NULL : s->up;
    return s != NULL;
}

void scope_adopt(struct scope *s, struct task *task)
{
    must(task->scope == NULL);
    task->scope = s;
    list_push(&s->tasks, &task->in_scope);
    struct reason *news = s->owner->message;
    if (!edge())
        return;
    if (news != NULL && comes_in(s, news))
        post(task, news, s);
    else if (s->reason != NULL)
        post_from(s, task);
}

bool scope_owner_asked_alone(const struct scope *s, const struct reason *reason)
{
    return reason != NULL && !s->options.shield && asked_by_others(s) &&
           !comes_in(s, reason);
}

void scope_release(struct scope *s, struct task *task)
{
    must(task->scope == s);
    put_into(task, NULL);
}

static bool forget_kept(struct scope *s, void *to)
{
    if (s->kept != NULL && !is_around(s->kept, to))
        s->kept = NULL;
    return true;
}

static void move_nested(struct scope *s, struct scope *to)
{
    take_down(s);
    hang_in(s, to);
    if (!edge()) {
        tell_level(s);
        return;
    }
    visit(s, to, forget_kept);
    if (to->reason != NULL)
        visit(s, to, post_inside);
}

void scope_move(struct scope *from, struct scope *to, struct task *task)
{
    must(edge() || find(from) == NULL);
    trace_event_of(task, "move", 0, trace_n("scope", to->id),
                   trace_n("from", from->id), trace_end);
    struct scope *s = task->scope;
    if (s == from) {
        put_into(task, to);
        if (edge() && to->reason != NULL)
            post_from(to, task);
        task_interrupt(task);
        return;
    }
    while (s->up != from)
        s = s->up;
    // A message to all inside goes through from where the scope is now.
    move_nested(s, to);
}

// ---- requests --------------------------------------------------------------

bool scope_request(struct task *task, const char *text)
{
    if (task->state == TASK_ENDED || task->state == TASK_FREE)
        return false;
    const char *by = task_self() != NULL ? task_name(task_self()) : NULL;
    struct reason *reason = reason_new(CANCEL_EXPLICIT, text, by);
    use();
    post(task, reason, NULL);
    reason_free(reason);
    return true;
}

size_t scope_n_requests(const struct task *task)
{
    return task->n_requests;
}

size_t scope_unrequest(struct task *task)
{
    if (task->n_requests > 1)
        return --task->n_requests;
    task->n_requests = 0;
    forget_message(task);
    return 0;
}

void scope_rearm(const struct error *cancelled)
{
    struct reason **message = &task_self()->message;
    if (*message == NULL)
        *message = reason_ref((struct reason *)error_reason(cancelled));
}

// ---- looking around --------------------------------------------------------

struct scope *scope_current(void)
{
    return task_self() != NULL ? task_self()->scope : NULL;
}

struct scope *scope_parent(const struct scope *s)
{
    return s->up;
}

uint32_t scope_id(const struct scope *s)
{
    return s->id;
}

bool scope_is_shielded(const struct scope *s)
{
    return s->options.shield;
}

static int64_t in_ms(int64_t ns)
{
    int64_t ms = ns / CLOCK_NS_PER_MS;
    return ns == CLOCK_NEVER ? INT64_MAX : ms + (ns > ms * CLOCK_NS_PER_MS);
}

int64_t scope_deadline_ms(const struct scope *s)
{
    return in_ms(s->until);
}

int64_t scope_effective_deadline_ms(void)
{
    int64_t first = CLOCK_NEVER;
    const struct scope *s = scope_current();
    if (s != NULL && scope_is_cancelled(s))
        return INT64_MIN;
    for (; s != NULL; s = s->options.shield ? NULL : s->up)
        first = s->until < first ? s->until : first;
    return in_ms(first);
}

void scope_describe(const struct scope *s, char *text, size_t bytes)
{
    const char *name = s->options.name != NULL ? s->options.name : "";
    int n = snprintf(text, bytes, "scope \"%s\": %s", name,
                     s->reason != NULL ? "cancelled" : "active");
    if (s->until == CLOCK_NEVER || n < 0 || (size_t)n >= bytes)
        return;
    long long left = (s->until - clock_now()) / CLOCK_NS_PER_MS;
    snprintf(text + n, bytes - (size_t)n, ", %lld ms %s",
             left < 0 ? -left : left, left < 0 ? "past its deadline" : "left");
}
// private: linnet-0f5d3f897d262c7d

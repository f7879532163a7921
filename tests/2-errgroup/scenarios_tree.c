// Lab 2: see scenario_tree.h. Errors are made and read with the runtime's own
// functions, so that what is wrong with making groups is no matter here.
#include "scenario_tree.h"
#include "runner.h"
#include <stdlib.h>
#include <string.h>

// ---- kinds of groups -------------------------------------------------------

static struct error *derive_numbered(const struct error *group,
                                     struct error *const *members, size_t n)
{
    struct error *part =
        error_new_holding(error_kind(group), error_place(group),
                          error_message(group), members, n);
    int *payload = malloc(sizeof(*payload));
    must(payload != NULL);
    *payload = *(int *)error_payload(group);
    error_set_payload(part, payload);
    return part;
}

static struct error *derive_leaf(const struct error *group,
                                 struct error *const *members, size_t n)
{
    (void)group, (void)members, (void)n;
    struct error *err = error_new(&CLOSED, "no group");
    scenario_know(err, GIVEN_BY_HOOK);
    return err;
}

static struct error *derive_nothing(const struct error *group,
                                    struct error *const *members, size_t n)
{
    (void)group, (void)members, (void)n;
    return NULL;
}

static const struct kind NUMBERED = {"NUMBERED", &GROUP, derive_numbered, free},
                         NUMBERED_ANY = {"NUMBERED_ANY", &BASE_GROUP,
                                         derive_numbered, free},
                         PLAIN = {"PLAIN", &GROUP, NULL, free},
                         PLAIN_ANY = {"PLAIN_ANY", &BASE_GROUP, NULL, free},
                         BAD = {"BAD", &GROUP, derive_leaf, NULL},
                         WORSE = {"WORSE", &GROUP, derive_nothing, NULL};

const struct kind *const scenario_kinds[N_KINDS] = {
    [OF_TIMEOUT] = &TIMEOUT,
    [OF_CLOSED] = &CLOSED,
    [OF_BUSY] = &BUSY,
    [OF_SYSTEM] = &SYSTEM,
    [OF_NOT_FOUND] = &NOT_FOUND,
    [OF_CANCELLED] = &CANCELLED,
    [OF_INTERRUPTED] = &INTERRUPTED,
    [OF_FATAL] = &FATAL,
    [OF_ORDINARY] = &ORDINARY,
    [OF_ANY] = &ANY,
    [OF_INVALID] = &INVALID,
    [OF_MISUSE] = &MISUSE,
    [OF_GROUP] = &GROUP,
    [OF_BASE_GROUP] = &BASE_GROUP,
    [OF_NUMBERED] = &NUMBERED,
    [OF_NUMBERED_ANY] = &NUMBERED_ANY,
    [OF_PLAIN] = &PLAIN,
    [OF_PLAIN_ANY] = &PLAIN_ANY,
    [OF_BAD] = &BAD,
    [OF_WORSE] = &WORSE,
};

int scenario_kind(const struct error *err)
{
    for (int i = 0; err != NULL && i < N_KINDS; i++)
        if (scenario_kinds[i] == error_kind(err))
            return i;
    return err == NULL ? UNKNOWN : OF_NO_KIND;
}

static bool has_payload(int kind)
{
    return kind >= OF_NUMBERED && kind <= OF_PLAIN_ANY;
}

// ---- who is known ----------------------------------------------------------

static struct {
    const struct error *err;
    int64_t number;
} known[256];
static size_t n_known;

static char mark;
struct error *const scenario_untouched = (struct error *)&mark;

void scenario_know(const struct error *err, int64_t number)
{
    if (n_known == array_length(known))
        return;
    known[n_known].err = err;
    known[n_known++].number = number;
}

// The last one at an address counts: earlier ones may have been freed.
int64_t scenario_number(const struct error *err)
{
    if (err == NULL)
        return NOTHING;
    if (err == scenario_untouched)
        return UNTOUCHED;
    for (size_t i = n_known; i-- > 0;)
        if (known[i].err == err)
            return known[i].number;
    return UNKNOWN;
}

// ---- making ----------------------------------------------------------------

// A tree that is being made.
struct planting {
    struct tree *tree;
    int64_t next;               // the node to make
    int64_t n_leaves, n_groups; // so far
};

static struct error *grow(struct planting *p);

static struct error *grow_leaf(struct planting *p, struct plan plan,
                               int64_t number)
{
    char message[64];
    plan_message(message, sizeof(message), plan, number);
    for (int64_t i = 0; plan.twin > 0 && i < p->next; i++)
        if (p->tree->numbers[i] == plan.twin)
            return error_ref(p->tree->nodes[i]);
    if (plan.kind == OF_CANCELLED)
        return error_new_cancelled(NULL);
    return error_new_at(scenario_kinds[plan.kind],
                        (struct place){"tree.c", "plant", plan_line(number)},
                        "%s", message);
}

static const struct kind *kind_for(struct plan plan,
                                   struct error *const *members)
{
    if (plan.kind != OF_MEMBERS)
        return scenario_kinds[plan.kind];
    for (int i = 0; i < plan.n; i++)
        if (!error_is(members[i], &ORDINARY))
            return &BASE_GROUP;
    return &GROUP;
}

static void add_payload(struct error *group, struct plan plan, int64_t number)
{
    if (!has_payload(plan.kind))
        return;
    int *payload = malloc(sizeof(*payload));
    must(payload != NULL);
    *payload = plan_payload(number);
    error_set_payload(group, payload);
}

static struct error *grow_group(struct planting *p, struct plan plan,
                                int64_t number)
{
    struct error *members[256];
    char message[64];
    for (int i = 0; i < plan.n; i++)
        members[i] = grow(p);
    plan_message(message, sizeof(message), plan, number);
    struct error *group =
        error_new_holding(kind_for(plan, members),
                          (struct place){"tree.c", "plant", plan_line(number)},
                          message, members, (size_t)plan.n);
    for (int i = 0; i < plan.n; i++)
        error_free(members[i]);
    add_payload(group, plan, number);
    return group;
}

// What a node is told to have beside its message.
static void add_story(struct error *err, struct plan plan, int64_t number)
{
    char text[64];
    if (plan.cause) {
        struct error *cause =
            error_new_at(&BROKEN, (struct place){"tree.c", "plant", 1},
                         "cause <%d>", (int)number);
        scenario_know(cause, CAUSE_OF + number);
        error_set_cause(err, cause);
    }
    if (plan.context) {
        struct error *context =
            error_new_at(&DENIED, (struct place){"tree.c", "plant", 1},
                         "context <%d>", (int)number);
        scenario_know(context, CONTEXT_OF + number);
        error_set_context(err, context);
    }
    for (int i = 0; i < plan.notes; i++) {
        plan_note(text, sizeof(text), plan, number, i);
        error_note(err, "%s", text);
    }
}

// Makes the next node and all below it.
static struct error *grow(struct planting *p)
{
    int64_t at = p->next++;
    must(at < p->tree->n);
    struct plan plan = p->tree->plans[at];
    int64_t number =
        plan.n > 0 ? FIRST_GROUP + p->n_groups++ : 1 + p->n_leaves++;
    p->tree->numbers[at] = number;
    struct error *err =
        plan.n > 0 ? grow_group(p, plan, number) : grow_leaf(p, plan, number);
    p->tree->nodes[at] = err;
    if (plan.twin == 0) {
        scenario_know(err, number);
        add_story(err, plan, number);
    }
    return err;
}

void scenario_plant(struct tree *tree)
{
    int64_t codes[1 + MOST_NODES];
    struct planting p = {.tree = tree};
    struct task *self = task_self();
    const char *name = self->name;
    ask_all(codes, array_length(codes));
    *tree = (struct tree){.n = codes[0]};
    must(tree->n >= 0 && tree->n <= MOST_NODES);
    if (tree->n == 0)
        return;
    for (int64_t i = 0; i < tree->n; i++)
        tree->plans[i] = plan_of(codes[1 + i]);
    self->name = PLANTER;
    tree->root = grow(&p);
    self->name = name;
}

void scenario_uproot(struct tree *tree)
{
    error_free(tree->root);
    tree->root = NULL;
    n_known = 0;
}

bool scenario_wanted(const struct error *err, void *arg)
{
    const struct tree *tree = arg;
    for (int64_t i = 0; i < tree->n; i++)
        if (tree->nodes[i] == err)
            return tree->plans[i].wanted;
    return false;
}

// ---- telling ---------------------------------------------------------------

static uint32_t hash_of_notes(const struct error *err)
{
    uint32_t hash = HASH;
    for (size_t i = 0; i < error_n_notes(err); i++)
        hash = hash_text(hash, error_note_at(err, i));
    return hash;
}

static void tell_story(const struct error *err)
{
    int kind = scenario_kind(err);
    const int *payload = has_payload(kind) ? error_payload(err) : NULL;
    tell(STORY,
         two(scenario_number(error_cause(err)),
             scenario_number(error_context(err))),
         two(hash_text(HASH, error_message(err)), hash_of_notes(err)));
    tell(FROM, two(error_place(err).line, hash_text(HASH, error_task(err))),
         payload != NULL ? *payload : UNKNOWN);
}

static void tell_node(const struct error *err)
{
    size_t n = 0;
    if (err == NULL || err == scenario_untouched) {
        tell(NODE, scenario_number(err), two(0, OF_NO_KIND));
        return;
    }
    struct error *const *members = error_members(err, &n);
    tell(NODE, scenario_number(err), two((int64_t)n, scenario_kind(err)));
    if (n == 0)
        return;
    tell_story(err);
    for (size_t i = 0; i < n; i++)
        tell_node(members[i]);
}

void scenario_tell(int64_t name, int64_t round, const struct error *err)
{
    tell(TREE, name, round);
    tell_node(err);
}

void scenario_outcome(int64_t round, struct error *problem)
{
    tell(OUTCOME, round, scenario_kind(problem));
    error_free(problem);
}

void scenario_drop(struct error *err)
{
    if (err != scenario_untouched)
        error_free(err);
}

void scenario_tell_text(int64_t round, const char *text)
{
    size_t n = strlen(text);
    tell(TEXT, (int64_t)n, round);
    for (size_t i = 0; i < n; i += 16) {
        int64_t chunk[2] = {0};
        memcpy(chunk, text + i, n - i < 16 ? n - i : 16);
        tell(CHUNK, chunk[0], chunk[1]);
    }
}
// private: linnet-0f5d3f897d262c7d

// Lab 2: see judge_tree.h.
#include "judge_tree.h"
#include "must.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_TEXT = 2048, TEXTS = 8 };

static char *next_text(void)
{
    static char texts[TEXTS][MOST_TEXT];
    static unsigned turn;
    char *text = texts[turn++ % TEXTS];
    text[0] = 0;
    return text;
}

static void add(char *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void add(char *text, const char *format, ...)
{
    va_list args;
    size_t used = strlen(text);
    va_start(args, format);
    vsnprintf(text + used, MOST_TEXT - used, format, args);
    va_end(args);
}

const char *words(const char *format, ...)
{
    va_list args;
    char *text = next_text();
    va_start(args, format);
    vsnprintf(text, MOST_TEXT, format, args);
    va_end(args);
    return text;
}

// ---- kinds -----------------------------------------------------------------

static const struct {
    const char *name;
    int parent; // OF_ANY at the top
} kinds[N_KINDS] = {
    [OF_TIMEOUT] = {"TIMEOUT", OF_ORDINARY},
    [OF_CLOSED] = {"CLOSED", OF_ORDINARY},
    [OF_BUSY] = {"BUSY", OF_ORDINARY},
    [OF_SYSTEM] = {"SYSTEM", OF_ORDINARY},
    [OF_NOT_FOUND] = {"NOT_FOUND", OF_SYSTEM},
    [OF_CANCELLED] = {"CANCELLED", OF_ANY},
    [OF_INTERRUPTED] = {"INTERRUPTED", OF_FATAL},
    [OF_FATAL] = {"FATAL", OF_ANY},
    [OF_ORDINARY] = {"ORDINARY", OF_ANY},
    [OF_ANY] = {"ANY", OF_ANY},
    [OF_INVALID] = {"INVALID", OF_ORDINARY},
    [OF_MISUSE] = {"MISUSE", OF_ORDINARY},
    [OF_MEMBERS] = {"GROUP or BASE_GROUP", OF_ANY},
    [OF_GROUP] = {"GROUP", OF_ORDINARY},
    [OF_BASE_GROUP] = {"BASE_GROUP", OF_ANY},
    [OF_NUMBERED] = {"NUMBERED", OF_GROUP},
    [OF_NUMBERED_ANY] = {"NUMBERED_ANY", OF_BASE_GROUP},
    [OF_PLAIN] = {"PLAIN", OF_GROUP},
    [OF_PLAIN_ANY] = {"PLAIN_ANY", OF_BASE_GROUP},
    [OF_BAD] = {"BAD", OF_GROUP},
    [OF_WORSE] = {"WORSE", OF_GROUP},
};

const char *kind_name(int kind)
{
    return kind >= 0 && kind < N_KINDS ? kinds[kind].name
           : kind == UNKNOWN           ? "NULL"
                                       : "another kind";
}

bool kind_is_of(int kind, int other)
{
    while (kind != other && kind != OF_ANY)
        kind = kinds[kind].parent;
    return kind == other;
}

static bool has_hook(int kind)
{
    return kind == OF_NUMBERED || kind == OF_NUMBERED_ANY;
}

// ---- drawing ---------------------------------------------------------------

// A tree that is being drawn.
struct growth {
    struct play *p;
    struct drawing drawing;
    struct tree *tree;
    int promised; // members that are still to be drawn
};

// One of the kinds in bits, only those below ORDINARY if need be.
static int draw_kind(struct play *p, int bits, bool ordinary)
{
    int all[N_KINDS], n = 0;
    for (int i = 0; i < N_KINDS; i++)
        if (bits >> i & 1 &&
            (!ordinary || kind_is_of(i, OF_ORDINARY) || i == OF_MEMBERS))
            all[n++] = i;
    must(n > 0);
    return all[draw_number(p, 0, n - 1)];
}

static void draw_story(struct growth *g, struct plan *plan)
{
    plan->cause = draw_number(g->p, 0, 1);
    plan->context = draw_number(g->p, 0, 1);
    plan->notes = (int)draw_number(g->p, 0, 2);
}

static void draw_leaf(struct growth *g, struct plan *plan, bool ordinary)
{
    const struct drawing *d = &g->drawing;
    int bits = d->leaves != 0 ? d->leaves : BIT(OF_TIMEOUT);
    plan->kind = draw_kind(g->p, bits, ordinary);
    plan->wanted = d->wanted && draw_number(g->p, 0, 1);
    plan->alike = d->twins;
    if (d->of_leaves)
        draw_story(g, plan);
}

static void draw_node(struct growth *g, int level, bool ordinary);

static void draw_group(struct growth *g, struct plan *plan, int n, int level,
                       bool ordinary)
{
    const struct drawing *d = &g->drawing;
    int bits = d->groups != 0 ? d->groups : BIT(OF_MEMBERS);
    plan->n = n;
    plan->kind = draw_kind(g->p, bits, ordinary);
    plan->wanted = d->wanted_groups && draw_number(g->p, 0, 4) == 4;
    if (d->stories)
        draw_story(g, plan);
    ordinary |= kind_is_of(plan->kind, OF_GROUP);
    for (int i = 0; i < n; i++) {
        g->promised--;
        draw_node(g, level + 1, ordinary);
    }
}

static int draw_members(struct growth *g, int level)
{
    const struct drawing *d = &g->drawing;
    int room = MOST_NODES - g->tree->n - g->promised;
    int most = d->members != 0 ? d->members : 4;
    int levels = d->levels != 0 ? d->levels : MOST_LEVELS;
    if (level + 1 >= levels || room <= 0)
        return 0;
    // The deeper, the fewer groups.
    if (level > 0 && draw_number(g->p, 0, 1 + level) < 1 + level / 2)
        return 0;
    int n = (int)draw_number(g->p, 1, most);
    return n < room ? n : room;
}

static void draw_node(struct growth *g, int level, bool ordinary)
{
    int at = g->tree->n++;
    struct plan *plan = &g->tree->plans[at];
    *plan = (struct plan){.in_lines = g->drawing.lines};
    int n = draw_members(g, level);
    if (level == 0 && g->drawing.lone && draw_number(g->p, 0, 2) == 0)
        n = 0;
    g->promised += n;
    if (n > 0)
        draw_group(g, plan, n, level, ordinary);
    else
        draw_leaf(g, plan, ordinary);
}

// Some leaves become an earlier one of their kind.
static void draw_twins(struct play *p, struct tree *tree)
{
    for (int i = 0; i < tree->n; i++)
        for (int j = 0; j < i && is_leaf(tree, i); j++) {
            const struct plan *other = &tree->plans[j];
            if (!is_leaf(tree, j) || other->twin != 0 ||
                other->kind != tree->plans[i].kind || draw_number(p, 0, 3) != 3)
                continue;
            tree->plans[i].twin = tree->numbers[j];
            tree->plans[i].wanted = other->wanted;
            break;
        }
}

bool is_leaf(const struct tree *tree, int node)
{
    return tree->plans[node].n == 0;
}

// Numbers a node and all below it; gives the node after them.
static int number_below(struct tree *tree, int node, int *leaves, int *groups)
{
    const struct plan *plan = &tree->plans[node];
    tree->numbers[node] =
        plan->n > 0 ? FIRST_GROUP + (*groups)++ : 1 + (*leaves)++;
    if (plan->twin != 0)
        tree->numbers[node] = plan->twin;
    int next = node + 1;
    for (int i = 0; i < plan->n; i++)
        next = number_below(tree, next, leaves, groups);
    tree->end[node] = next;
    return next;
}

void number_tree(struct tree *tree)
{
    int leaves = 0, groups = 0;
    if (tree->n > 0)
        number_below(tree, 0, &leaves, &groups);
}

void draw_tree(struct play *p, struct drawing drawing, struct tree *tree)
{
    struct growth g = {.p = p, .drawing = drawing, .tree = tree};
    tree->n = 0;
    if (drawing.lone && draw_number(p, 0, 9) == 9)
        return;
    draw_node(&g, 0, false);
    number_tree(tree);
    if (drawing.twins) {
        draw_twins(p, tree);
        number_tree(tree);
    }
}

void give_tree(struct play *p, const struct tree *tree)
{
    give_this(p, tree->n);
    for (int i = 0; i < MOST_NODES; i++)
        give_this(p, i < tree->n ? plan_code(tree->plans[i]) : 0);
}

void make_tree(const char *text, struct tree *tree)
{
    static const char letters[] = "tcbsnxi"; // in the order of enum kinds
    int open[MOST_LEVELS * 4], n_open = 0;
    tree->n = 0;
    for (; *text != 0; text++) {
        if (*text == ' ')
            continue;
        if (*text == ')') {
            n_open--;
            continue;
        }
        if (n_open > 0)
            tree->plans[open[n_open - 1]].n++;
        const char *letter = strchr(letters, *text);
        tree->plans[tree->n] = (struct plan){
            .kind = *text == '(' ? OF_MEMBERS : (int)(letter - letters)};
        if (*text == '(')
            open[n_open++] = tree->n;
        tree->n++;
    }
    number_tree(tree);
}

bool has_stories(const struct tree *tree)
{
    for (int i = 0; i < tree->n; i++) {
        const struct plan *plan = &tree->plans[i];
        if (plan->cause || plan->context || plan->notes > 0)
            return true;
    }
    return false;
}

bool is_ordinary(const struct tree *tree, int node)
{
    for (int i = node; i < tree->end[node]; i++)
        if (is_leaf(tree, i) && tree->plans[i].kind >= N_ORDINARY_KINDS)
            return false;
    return true;
}

// ---- leaves ----------------------------------------------------------------

struct leaves all_leaves(const struct tree *tree)
{
    return leaves_of(tree, BIT(OF_ANY));
}

struct leaves leaves_of(const struct tree *tree, int bits)
{
    struct leaves some = {0};
    for (int i = 0; i < tree->n; i++)
        for (int k = 0; is_leaf(tree, i) && k < 16; k++)
            some.in[i] |= bits >> k & 1 && kind_is_of(tree->plans[i].kind, k);
    return some;
}

struct leaves wanted_leaves(const struct tree *tree)
{
    struct leaves some = {0};
    for (int i = 0; i < tree->n; i++)
        for (int j = i; tree->plans[i].wanted && j < tree->end[i]; j++)
            some.in[j] = is_leaf(tree, j);
    return some;
}

struct leaves leaves_without(struct leaves some, struct leaves others)
{
    for (int i = 0; i < MOST_NODES; i++)
        some.in[i] &= !others.in[i];
    return some;
}

struct leaves leaves_with(struct leaves some, struct leaves others)
{
    for (int i = 0; i < MOST_NODES; i++)
        some.in[i] |= others.in[i];
    return some;
}

struct leaves leaves_in_both(struct leaves some, struct leaves others)
{
    for (int i = 0; i < MOST_NODES; i++)
        some.in[i] &= others.in[i];
    return some;
}

int count_leaves(struct leaves some)
{
    int n = 0;
    for (int i = 0; i < MOST_NODES; i++)
        n += some.in[i];
    return n;
}

// ---- what is due -----------------------------------------------------------

static struct due_node *due_add(struct due *due)
{
    must(due->n < MOST_DUE);
    struct due_node *node = &due->at[due->n++];
    *node = (struct due_node){0};
    return node;
}

static struct due_node *due_node_of(struct due *due, const struct tree *tree,
                                    int node)
{
    struct due_node *due_node = due_add(due);
    *due_node = (struct due_node){
        .number = tree->numbers[node],
        .like = tree->numbers[node],
        .n = tree->plans[node].n,
        .kind = tree->plans[node].kind,
        .plan = tree->plans[node],
    };
    return due_node;
}

void due_below(struct due *due, const struct tree *tree, int node)
{
    for (int i = node; i < tree->end[node]; i++)
        due_node_of(due, tree, i);
}

static int count_below(const struct tree *tree, int node, struct leaves leaves,
                       bool in)
{
    int n = 0;
    for (int i = node; i < tree->end[node]; i++)
        n += is_leaf(tree, i) && leaves.in[i] == in;
    return n;
}

// True if anything was added.
static bool due_part_below(struct due *due, const struct tree *tree, int node,
                           struct leaves leaves)
{
    if (count_below(tree, node, leaves, true) == 0)
        return false;
    if (count_below(tree, node, leaves, false) == 0) {
        due_below(due, tree, node);
        return true;
    }
    struct due_node *part = due_node_of(due, tree, node);
    part->number = UNKNOWN;
    part->n = 0;
    if (!has_hook(part->kind))
        part->kind = OF_MEMBERS;
    for (int i = node + 1; i < tree->end[node]; i = tree->end[i])
        part->n += due_part_below(due, tree, i, leaves);
    return true;
}

void due_part(struct due *due, const struct tree *tree, struct leaves leaves)
{
    if (tree->n > 0)
        due_part_below(due, tree, 0, leaves);
}

void due_new(struct due *due, int64_t number, int n, int kind)
{
    struct due_node *node = due_add(due);
    node->number = number;
    node->n = n;
    node->kind = kind;
}

void due_fresh(struct due *due, int64_t like, int n, int kind)
{
    struct due_node *node = due_add(due);
    node->number = UNKNOWN;
    node->like = like;
    node->n = n;
    node->kind = kind;
    node->plan.n = n;
}

// From a node on; gives the node after it. *ordinary: it is.
static int due_kinds_below(struct due *due, int i, bool *ordinary)
{
    struct due_node *node = &due->at[i++];
    bool all = true;
    if (node->n == 0) {
        *ordinary = kind_is_of(node->kind, OF_ORDINARY);
        return i;
    }
    for (int m = 0; m < node->n; m++) {
        bool one;
        i = due_kinds_below(due, i, &one);
        all &= one;
    }
    if (node->kind == OF_MEMBERS)
        node->kind = all ? OF_GROUP : OF_BASE_GROUP;
    *ordinary = kind_is_of(node->kind, OF_ORDINARY);
    return i;
}

void due_kinds(struct due *due)
{
    bool ordinary;
    if (due->n > 0)
        due_kinds_below(due, 0, &ordinary);
}

// ---- as text ---------------------------------------------------------------

static void add_leaf(char *text, int64_t number, int kind)
{
    const char *mark = kind == OF_CANCELLED     ? "c"
                       : kind == OF_INTERRUPTED ? "f"
                                                : "";
    if (number == NOTHING)
        add(text, "none");
    else if (number == UNKNOWN)
        add(text, "?");
    else if (number == UNTOUCHED)
        add(text, "nothing stored");
    else if (number >= FIRST_NEW)
        add(text, "n%" PRId64, number - FIRST_NEW + 1);
    else
        add(text, "%s%" PRId64, mark, number);
}

static int add_due(char *text, const struct due *due, int i)
{
    const struct due_node *node = &due->at[i++];
    if (node->n == 0) {
        add_leaf(text, node->number, node->kind);
        return i;
    }
    for (int m = 0; m < node->n; m++) {
        add(text, m == 0 ? "(" : " ");
        i = add_due(text, due, i);
    }
    add(text, ")");
    return i;
}

static const char *due_text_from(const struct due *due, int i)
{
    char *text = next_text();
    if (due->n == 0)
        add_leaf(text, NOTHING, OF_NO_KIND);
    else
        add_due(text, due, i);
    return text;
}

const char *due_text(const struct due *due)
{
    return due_text_from(due, 0);
}

const char *tree_text(const struct tree *tree)
{
    struct due whole = {0};
    if (tree->n > 0)
        due_below(&whole, tree, 0);
    return due_text(&whole);
}

// ---- what was told ---------------------------------------------------------

static long find_tree_in(const struct play *p, long from, long to, int64_t name,
                         int64_t round)
{
    for (long i = from; i < to; i++) {
        const struct wire_frame *frame = told(p, (size_t)i);
        if (frame->what == TREE && frame->a == name && frame->b == round)
            return i;
    }
    return -1;
}

// Trees are mostly looked for in the order in which they were told.
long find_tree(const struct play *p, int64_t name, int64_t round)
{
    static long last;
    long from = last < end_of(p) ? last : 0;
    long at = find_tree_in(p, from, end_of(p), name, round);
    if (at < 0)
        at = find_tree_in(p, 0, from, name, round);
    last = at >= 0 ? at : 0;
    return at;
}

// The node at place i, -1 if there is none: someone has told less than a tree.
static const struct wire_frame *node_at(const struct play *p, long i)
{
    if (i < 0 || i >= end_of(p) || told(p, (size_t)i)->what != NODE)
        return NULL;
    return told(p, (size_t)i);
}

static int members_of(const struct wire_frame *node)
{
    return low_of(node->b);
}

// The place after a node and all below it.
static long add_told(char *text, const struct play *p, long i)
{
    const struct wire_frame *node = node_at(p, i);
    if (node == NULL) {
        add(text, "...");
        return i;
    }
    int n = members_of(node);
    if (n == 0) {
        add_leaf(text, node->a, high_of(node->b));
        return i + 1;
    }
    i += 3;
    for (int m = 0; m < n && node_at(p, i) != NULL; m++) {
        add(text, m == 0 ? "(" : " ");
        i = add_told(text, p, i);
    }
    add(text, ")");
    return i;
}

const char *told_text(const struct play *p, long at)
{
    char *text = next_text();
    if (at >= 0)
        add_told(text, p, at + 1);
    return text;
}

int64_t told_number(const struct play *p, long at)
{
    const struct wire_frame *node = node_at(p, at + 1);
    return node != NULL ? node->a : UNKNOWN;
}

int told_kind(const struct play *p, long at)
{
    const struct wire_frame *node = node_at(p, at + 1);
    return node != NULL ? high_of(node->b) : OF_NO_KIND;
}

// ---- comparing -------------------------------------------------------------

// A comparison that goes on.
struct look {
    struct play *p;
    const char *what;
    const char *code; // of all that is wrong, or NULL
    struct due *due;
};

#define look_check(l, condition, its_code, ...)                                \
    check((l)->p, (condition), (l)->code != NULL ? (l)->code : (its_code),     \
          __VA_ARGS__)

static int leaves_due(const struct due *due, int64_t *numbers)
{
    int n = 0;
    for (int i = 0; i < due->n; i++)
        if (due->at[i].n == 0)
            numbers[n++] = due->at[i].number;
    return n;
}

// Of the tree told from place i on; gives the place after it.
static long leaves_told(const struct play *p, long i, int64_t *numbers, int *n)
{
    const struct wire_frame *node = node_at(p, i);
    if (node == NULL)
        return i;
    if (members_of(node) == 0) {
        if (*n < MOST_DUE && node->a != NOTHING)
            numbers[(*n)++] = node->a;
        return i + 1;
    }
    i += 3;
    for (int m = members_of(node); m > 0 && node_at(p, i) != NULL; m--)
        i = leaves_told(p, i, numbers, n);
    return i;
}

static int count_number(const int64_t *numbers, int n, int64_t number)
{
    int found = 0;
    for (int i = 0; i < n; i++)
        found += numbers[i] == number;
    return found;
}

// Is there one that `others` have less often?
static bool has_more(const int64_t *numbers, int n, const int64_t *others,
                     int n_others)
{
    for (int i = 0; i < n; i++)
        if (count_number(numbers, n, numbers[i]) >
            count_number(others, n_others, numbers[i]))
            return true;
    return false;
}

// Are there as many members in each place?
static bool has_shape(const struct play *p, long at, const struct due *due)
{
    for (int i = 0; i < due->n; i++) {
        const struct wire_frame *node = node_at(p, at + 1);
        if (node == NULL || members_of(node) != due->at[i].n)
            return false;
        at += due->at[i].n > 0 ? 3 : 1;
    }
    return true;
}

static const char *code_of_difference(const struct look *l, long at)
{
    int64_t due[MOST_DUE], got[MOST_DUE];
    int n_due = leaves_due(l->due, due), n_got = 0;
    leaves_told(l->p, at + 1, got, &n_got);
    if (has_more(due, n_due, got, n_got))
        return "LOST-ERROR";
    if (has_more(got, n_got, due, n_due))
        return "EXTRA-ERROR";
    return has_shape(l->p, at, l->due) ? "WRONG-ORDER" : "WRONG-SHAPE";
}

static void check_links(const struct look *l, const struct due_node *due,
                        const struct wire_frame *story, const char *group)
{
    int32_t cause = due->plan.cause ? CAUSE_OF + (int32_t)due->like : NOTHING;
    int32_t context =
        due->plan.context ? CONTEXT_OF + (int32_t)due->like : NOTHING;
    bool original = due->like > 0;
    look_check(l, !original || low_of(story->a) == cause, "LOST-STORY",
               "%s: the group %s %s", l->what, group,
               cause == NOTHING ? "had a cause, where it had none"
                                : "did not have its cause");
    look_check(l, !original || high_of(story->a) == context, "LOST-STORY",
               "%s: the group %s %s", l->what, group,
               context == NOTHING ? "had a context, where it had none"
                                  : "did not have its context");
}

static void check_texts(const struct look *l, const struct due_node *due,
                        const struct wire_frame *story, const char *group)
{
    char text[64] = "";
    uint32_t notes = HASH;
    if (due->like > 0)
        plan_message(text, sizeof(text), due->plan, due->like);
    look_check(l, (uint32_t)low_of(story->b) == hash_text(HASH, text),
               "LOST-STORY", "%s: the message of the group %s was not \"%s\"",
               l->what, group, text);
    for (int i = 0; i < due->plan.notes; i++) {
        plan_note(text, sizeof(text), due->plan, due->like, i);
        notes = hash_text(notes, text);
    }
    look_check(l, (uint32_t)high_of(story->b) == notes, "LOST-STORY",
               "%s: the notes of the group %s were not the %d that it has",
               l->what, group, due->plan.notes);
}

static void check_origin(const struct look *l, const struct due_node *due,
                         const struct wire_frame *from, const char *group)
{
    bool planted = due->like > 0 && due->like != UNKNOWN &&
                   (due->number != UNKNOWN || due->plan.kind != 0);
    if (due->like > 0)
        look_check(l, low_of(from->a) == plan_line(due->like), "LOST-STORY",
                   "%s: the place of the group %s was line %d, where line %d "
                   "was due",
                   l->what, group, low_of(from->a), plan_line(due->like));
    if (planted)
        look_check(l, (uint32_t)high_of(from->a) == hash_text(HASH, PLANTER),
                   "LOST-STORY",
                   "%s: the group %s had lost the name of the task that made "
                   "it",
                   l->what, group);
    if (has_hook(due->kind))
        look_check(l, from->b == plan_payload(due->like), "WRONG-KIND",
                   "%s: the payload of the group %s was %" PRId64
                   ", where %d was due",
                   l->what, group, from->b, plan_payload(due->like));
}

static void check_group(const struct look *l, int i, long at)
{
    const struct due_node *due = &l->due->at[i];
    const struct wire_frame *node = node_at(l->p, at);
    const char *group = due_text_from(l->due, i);
    int kind = high_of(node->b);
    if (due->number != UNKNOWN && !l->due->no_identity)
        look_check(l, node->a == due->number, "NOT-SAME",
                   "%s: the group %s was another one than the group that was "
                   "there",
                   l->what, group);
    if (due->number >= FIRST_NEW && due->like == 0)
        return; // made by the scenario
    look_check(l, kind == due->kind, "WRONG-KIND",
               "%s: the kind of the group %s was %s, where %s was due", l->what,
               group, kind_name(kind), kind_name(due->kind));
    if (l->due->no_story)
        return;
    check_texts(l, due, told(l->p, (size_t)at + 1), group);
    check_links(l, due, told(l->p, (size_t)at + 1), group);
    check_origin(l, due, told(l->p, (size_t)at + 2), group);
}

void check_tree(struct play *p, const char *what, int64_t name, int64_t round,
                struct due *due, const char *code)
{
    struct look l = {p, what, code, due};
    long at = find_tree(p, name, round);
    due_kinds(due);
    check(p, at >= 0, "HANG", "%s was never told of", what);
    const char *got = told_text(p, at), *text = due_text(due);
    look_check(&l, strcmp(got, text) == 0, code_of_difference(&l, at),
               "%s was %s, where %s was due", what, got, text);
    for (int i = 0; i < due->n; i++) {
        at++;
        if (due->at[i].n == 0)
            continue;
        check_group(&l, i, at);
        at += 2;
    }
}

void check_original(struct play *p, const struct tree *tree, int64_t round)
{
    struct due due = {0};
    if (tree->n == 0)
        return;
    due_below(&due, tree, 0);
    check_tree(p, words("%s, the original,", tree_text(tree)), ORIGINAL, round,
               &due, "CHANGED");
}

const char *told_words(const struct play *p, int64_t round)
{
    static char text[1 << 16];
    long at = -1;
    text[0] = 0;
    do
        at = find_next(p, TEXT, at);
    while (at >= 0 && told(p, (size_t)at)->b != round);
    if (at < 0)
        return text;
    int64_t n = told(p, (size_t)at)->a;
    for (int64_t i = 0; i < n && i + 17 < (int64_t)sizeof(text); i += 16) {
        at++;
        if (at >= end_of(p) || told(p, (size_t)at)->what != CHUNK)
            break;
        memcpy(text + i, &told(p, (size_t)at)->a, 8);
        memcpy(text + i + 8, &told(p, (size_t)at)->b, 8);
        text[i + 16] = 0;
    }
    return text;
}

int64_t give_rounds(struct play *p, int64_t most)
{
    return give_this(p, at_full_size(p) ? most : draw_number(p, 1, most));
}

int64_t size_of(const struct play *p, int64_t most, int64_t few)
{
    if (!at_full_size(p) || !in_order(p))
        return few;
    return is_watched(p) ? most / 20 : most;
}
// private: linnet-0f5d3f897d262c7d

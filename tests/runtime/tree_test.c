// The tree of tasks as text.
#include "tools.h"

static struct error *log_tree(char *text, size_t n_bytes)
{
    FILE *out = fmemopen(text, n_bytes, "w");
    task_print_tree(out);
    fclose(out);
    return NULL;
}

static void drop_error(struct task *self, struct error *err)
{
    (void)self;
    error_free(err);
}

static struct task *child_of(struct task *parent, const char *name, task_fn *fn)
{
    static const struct task_site site = {"x", {"dir/tree.c", "f", 7}};
    return task_new(
        fn, NULL,
        &(struct task_options){
            .site = &site, .name = name, .done = drop_error, .parent = parent});
}

static struct error *wait_for_bread(void *arg)
{
    (void)arg;
    task_waits_for("bread");
    return park();
}

IN_ORDER_TEST(a_tree_shows_who_waits_for_what)
{
    struct task *a = child_of(task_self(), "a", wait_for_bread);
    struct task *aa = child_of(a, "aa", wait_for_bread);
    struct task *b = child_of(task_self(), "b", wait_for_bread);
    struct task *bb = child_of(b, "bb", park_task);
    task_yield();
    struct task *c = child_of(b, "c", do_nothing);
    char text[2000] = "";
    log_tree(text, sizeof(text));
    // The line of main is that of loop_run.
    ck_assert_ptr_eq(strstr(text, "main                      running\n"), text);
    ck_assert_str_eq(
        strchr(text, '\n') + 1,
        "|-- a                     waits for bread (1 alive)    tree.c:7\n"
        "|   `-- aa                waits for bread              tree.c:7\n"
        "`-- b                     waits for bread (2 alive)    tree.c:7\n"
        "    |-- bb                waits for something          tree.c:7\n"
        "    `-- c                 not started yet              tree.c:7\n");
    task_unpark(aa, NULL), task_unpark(a, NULL);
    task_unpark(bb, NULL), task_unpark(b, NULL);
    (void)c;
    return task_wait_all_parked();
}

IN_ORDER_TEST(a_task_that_was_woken_is_ready)
{
    struct task *a = child_of(NULL, "a", park_task);
    expect_ok(task_wait_all_parked());
    task_unpark(a, NULL);
    char text[1000] = "";
    log_tree(text, sizeof(text));
    ck_assert(strstr(text, "\na                         ready ") != NULL);
    return task_wait_all_parked();
}

static struct task *orphan;

static struct error *leave_an_orphan(void *arg)
{
    (void)arg;
    orphan = child_of(task_self(), "orphan", park_task);
    return NULL;
}

// As with a nursery that does not wait; the parent's record is in new use.
IN_ORDER_TEST(a_task_whose_parent_has_ended_is_shown_as_a_root)
{
    expect_ok(join(task_go(leave_an_orphan, NULL)));
    struct task *others[5];
    for (int i = 0; i < 5; i++)
        others[i] = child_of(orphan, "other", park_task);
    expect_ok(task_wait_all_parked());
    char text[2000] = "";
    log_tree(text, sizeof(text));
    ck_assert_msg(strstr(text, "\norphan ") != NULL, "%s", text);
    ck_assert_msg(strstr(text, "\n`-- other ") != NULL, "%s", text);
    ck_assert_ptr_null(strstr(text, "more"));
    for (int i = 0; i < 5; i++)
        task_unpark(others[i], NULL);
    task_unpark(orphan, NULL);
    return task_wait_all_parked();
}

static struct task *deepest;
static int depth;

static struct error *dig(void *arg)
{
    (void)arg;
    if (++depth < 100)
        child_of(task_self(), "digger", dig);
    else
        deepest = task_self();
    return park();
}

IN_ORDER_TEST(a_large_tree_is_cut_short_and_says_so)
{
    static struct task *all[300];
    for (int i = 0; i < 300; i++)
        all[i] = child_of(task_self(), "leaf", park_task);
    char *text;
    size_t n, n_lines = 0;
    FILE *out = open_memstream(&text, &n);
    expect_ok(task_wait_all_parked());
    task_print_tree(out);
    fclose(out);
    for (const char *c = text; *c != 0; c++)
        n_lines += *c == '\n';
    ck_assert_uint_eq(n_lines, 201);
    ck_assert(strstr(text, "\n... and 101 more\n") != NULL);
    free(text);
    for (int i = 0; i < 300; i++)
        task_unpark(all[i], NULL);
    return task_wait_all_parked();
}

IN_ORDER_TEST(a_deep_tree_is_printed_without_harm)
{
    depth = 0;
    child_of(task_self(), "digger", dig);
    expect_ok(task_wait_all_parked());
    char *text;
    size_t n;
    FILE *out = open_memstream(&text, &n);
    task_print_tree(out);
    fclose(out);
    ck_assert(strstr(text, "more\n") != NULL);
    free(text);
    for (struct task *t = deepest, *up; t != task_self(); t = up) {
        up = t->parent;
        task_unpark(t, NULL);
    }
    return task_wait_all_parked();
}
// private: linnet-0f5d3f897d262c7d

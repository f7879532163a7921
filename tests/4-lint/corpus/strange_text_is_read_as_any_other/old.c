/* Definitions as of old, and what gnu11 allows beside them. */
struct task;
extern struct task *start_x() __attribute__((annotate("gives-task")));
keep_x();

struct task *old_x(fn_x, n_x)
    struct task *(*fn_x)();
    int n_x;
{
    auto int unused_x;
    keep_x(start_x());
    if (n_x > 3)
        return fn_x();
    /*!start_x*/start_x(n_x, unused_x);
    return start_x("any", 4, n_x);
}

main(argc_x, argv_x)
    char **argv_x;
{
    /*!start_x*/start_x();
    return old_x(start_x, argc_x) == 0;
}

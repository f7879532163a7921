// A function of this file that has the name, and nothing else.
static int task_go(int n_x)
{
    return n_x + 1;
}

static int task_go_from(int n_x)
{
    return task_go(n_x) - 2;
}

int count_x(int n_x)
{
    task_go(n_x);
    (void)task_go_from(n_x);
    int unread_x = task_go(3);
    if (task_go_from(4))
        return 5;
    return n_x;
}

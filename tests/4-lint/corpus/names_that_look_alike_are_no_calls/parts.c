// The name is a part of a name, or put together from parts for something else.
#define NAME(a, b) a##b
#define WORD(a) #a

struct task;
struct task *my_task_go(int n_x);
struct task *task_go_2(int n_x);
struct task *Task_Go(int n_x);
struct task *_task_go_from(int n_x);
const char *NAME(task_, gone)(const char *word_x);

const char *parts_x(int n_x)
{
    my_task_go(n_x);
    task_go_2(n_x);
    Task_Go(n_x);
    (void)_task_go_from(n_x);
    struct task *unread_x = my_task_go(n_x);
    NAME(task_, gone)("task_go");
    return task_gone(WORD(task_go(n_x)));
}

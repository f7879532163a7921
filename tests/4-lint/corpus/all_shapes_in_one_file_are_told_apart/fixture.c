// As the fixture of RUF006: eight handles that nobody holds.
#include "task.h"

struct list_x;
struct list_x *list_new_x(void);
void list_add_x(struct list_x *list_x, struct task *task_x);
void list_add_all_x(struct list_x *list_x, struct task *const *tasks_x);
struct list_x *get_list_x(void);
struct task *list_go_x(struct list_x *list_x, task_fn *fn_x) MARK_GIVES_TASK;
struct task *future_x(task_fn *fn_x) MARK_GIVES_TASK;
void on_end_x(struct task *task_x, void (*call_x)(struct task *));
struct error *work_x(void *arg);
static struct task *kept_x;
struct me_x { struct task *task; struct task *many[9]; };

void bare_x(void) { /*!task_go*/task_go(work_x, NULL); }
void bare_future_x(void) { /*!future_x*/future_x(work_x); }
void added_x(struct list_x *set_x)
{
    for (int i_x = 0; i_x < 10; i_x++) {
        struct task *t_x = task_go(work_x, NULL);
        list_add_x(set_x, t_x);
        on_end_x(t_x, task_forget);
        struct task *u_x = future_x(work_x);
        list_add_x(set_x, u_x);
    }
}
void field_x(struct me_x *me_x) { me_x->task = task_go(work_x, NULL); }
void append_x(struct list_x *l_x) { list_add_x(l_x, task_go(work_x, NULL)); }
void gather_x(struct list_x *l_x)
{
    list_add_all_x(l_x, (struct task *[]){task_go(work_x, NULL), future_x(work_x)});
}
void unread_x(void) { struct task *t_x = /*!task_go*/task_go(work_x, NULL); }
void unread_future_x(void) { struct task *t_x = /*!future_x*/future_x(work_x); }
struct error *awaited_x(bool *done_x)
{
    struct task *t_x = task_go(work_x, NULL);
    return task_join(t_x, done_x);
}
void unknown_x(void) { on_end_x(task_go(work_x, NULL), NULL); }
void own_x(void)
{
    struct list_x *l_x = list_new_x();
    /*!list_go_x*/list_go_x(l_x, work_x);
}
void element_x(struct me_x *me_x, int i_x) { me_x->many[i_x] = future_x(work_x); }
void global_x(int n_x)
{
    if (n_x)
        kept_x = list_go_x(get_list_x(), work_x);
}
void cleared_x(void) { struct task *t_x = NULL; t_x = /*!task_go*/task_go(work_x, NULL); }
void new_x(void) { /*!list_go_x*/list_go_x(list_new_x(), work_x); }
void got_x(void) { /*!list_go_x*/list_go_x(get_list_x(), work_x); }
struct task *lambda_x(void) { return future_x(work_x); }

// The outer loop has both, the inner one only the store.
#include "task.h"

struct error *work_x(void *arg);

void grid_x(int n_x, int m_x)
{
    struct task *t_x = NULL;
    for (int i_x = 0; i_x < n_x; i_x++) {
        if (t_x != NULL)
            task_forget(t_x);
        for (int j_x = 0; j_x < m_x; j_x++) {
            if (i_x == j_x)
                t_x = task_go(work_x, NULL);
        }
    }
}

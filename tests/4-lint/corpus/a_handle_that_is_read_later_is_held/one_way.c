// One of many ways reads it, however deep it stands.
#include "task.h"

struct error *work_x(void *arg);

void ways_x(int n_x, int m_x)
{
    struct task *t_x = task_go(work_x, NULL);
    struct task *u_x = task_go(work_x, NULL);
    switch (n_x) {
    case 0:
        return;
    case 1: {
        for (int i_x = 0; i_x < m_x; i_x++)
            while (m_x-- > i_x)
                if (m_x == 3) {
                    task_forget(t_x);
                    return;
                }
        break;
    }
    default:
        m_x = ({ int k_x = 1; if (m_x > 6) task_forget((u_x)); k_x; });
    }
}

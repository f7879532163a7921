// Blocks in blocks, conditions below conditions, a long row of else.
#include "task.h"

struct error *work_x(void *arg);
void keep_x(struct task *task_x);

void blocks_x(int n)
{
    {{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{
        /*!task_go*/task_go(work_x, NULL);
    }}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
    if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) if (n) 
        /*!task_go*/task_go(work_x, NULL);
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n) n--; else if (n) n--; else if (n) n--; else if (n) n--; else
    if (n)
        keep_x(task_go(work_x, NULL));
    else
        /*!task_go*/task_go(work_x, NULL);
}

// What a line is called does not move it.
#include "task.h"

struct error *work_x(void *arg);

#line 500 "elsewhere.c"
void first_x(void)
{
    /*!task_go*/task_go(work_x, NULL);
}

#line 7
void second_x(void)
{
	/*!task_go*/task_go(work_x, NULL); // behind a tab, which is one column
}

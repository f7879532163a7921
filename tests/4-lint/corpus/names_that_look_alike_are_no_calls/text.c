// task_go(work_x, NULL); stands in comments and strings only.
#include "task.h"

/* task_go(work_x, NULL);
   MARK_GIVES_TASK
   // task_go(work_x, NULL); */
#define SAY(text) #text

static const char *const help_x = "task_go(work_x, NULL);"
                                  "\"task_go(work_x, NULL);\\";

int letters_x(void)
{
    const char *raw_x = SAY(task_go(work_x, NULL));
    int quote_x = '"'; // task_go(work_x, "");
    int slash_x = '\''; /* " */ int star_x = '*';
#if 0
    task_go(work_x, NULL);
#elif defined(NEVER_DEFINED_HERE)
    (void)task_go(work_x, NULL);
#endif
    return *help_x + *raw_x + quote_x + slash_x + star_x;
}

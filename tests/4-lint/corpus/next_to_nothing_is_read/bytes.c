// Bytes that are no letters: ÿþ Ã( €  , and a page: 
#include "task.h"

struct error *work_x(void *arg);
void say_x(const char *text_x);

void bytes_x(void)
{
    say_x("äöü "); /*!task_go*/task_go(work_x, "ÿ"); /* ð( */
    say_x("Ã"); task_forget(task_go(work_x, "€€"));
/*!task_go*/task_go(work_x, NULL);
}

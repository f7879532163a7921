// Größe, 日本語, Ελληνικά, 🚀: a column is a byte.
#include "task.h"

struct error *work_x(void *arg);
void say_x(const char *text_x);

void letters_x(void)
{
    say_x("größer"); /*!task_go*/task_go(work_x, "é");
    say_x(u8"日本語"); task_forget(task_go(work_x, "🚀"));
    /* ← → */ /*!task_go*/task_go(work_x, "\u00fc");
    int größe = 3; // an identifier
    say_x(größe > 2 ? "ja" : "nein");
}

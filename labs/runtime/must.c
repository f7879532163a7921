// What a broken must says before it ends the program.
#include "task.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void must_fail(const char *condition, const char *file, int line)
{
    struct place place = {.file = file, .line = line};
    const struct task *self = task_self();
    char text[1024];
    int n =
        snprintf(text, sizeof(text), "%s:%d: %s%s%smust(%s) does not hold\n",
                 place_file(place), line, self != NULL ? "task \"" : "",
                 self != NULL ? task_name(self) : "",
                 self != NULL ? "\": " : "", condition);
    if ((size_t)n >= sizeof(text))
        n = sizeof(text) - 1;
    // One write, so that the line stays whole beside those of other processes.
    ssize_t written = write(STDERR_FILENO, text, (size_t)n);
    (void)written; // nothing can be done if it failed
    abort();
}

// Leaves N children behind, each of which has an orphan in a session of its
// own, if it can, and ends. All of them hold standard output open.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int ready[2]; // a byte from each orphan

static void stay(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (;;)
        pause();
}

static void leave_one(void)
{
    if (fork() != 0)
        stay();
    const char *session = setsid() >= 0 ? "session\n" : "nothing\n";
    if (fork() != 0)
        _exit(0); // an orphan, two generations below its adoptive parent
    if (write(STDOUT_FILENO, session, 8) != 8 || write(ready[1], "x", 1) != 1)
        _exit(1);
    stay();
}

int main(int argc, char **argv)
{
    char byte;
    int n_children = argc > 1 ? atoi(argv[1]) : 1;
    if (pipe(ready) != 0)
        return 1;
    for (int i = 0; i < n_children; i++)
        if (fork() == 0)
            leave_one();
    for (int i = 0; i < n_children; i++)
        if (read(ready[0], &byte, 1) != 1)
            return 1;
    puts("left");
    return 0;
}

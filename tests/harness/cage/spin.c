// Blocks every signal, says so, and runs for ever.
#include <signal.h>
#include <unistd.h>

int main(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    if (write(STDOUT_FILENO, "spinning\n", 9) != 9)
        return 1;
    for (volatile int i = 0;; i++)
        ;
}

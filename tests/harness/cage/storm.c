// Forks without end; every process spins.
#include <unistd.h>

int main(void)
{
    for (;;)
        fork();
}

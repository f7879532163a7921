// Empties FILE, which it may only read, by opening it for reading.
#include "attack.h"
#include <fcntl.h>

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    attack_report("read", open(argv[1], O_RDONLY) < 0);
    attack_report("empty", open(argv[1], O_RDONLY | O_TRUNC) >= 0);
    return attack_status;
}

// Writes two gigabytes into FILE.
#include <fcntl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    static char block[1 << 20];
    if (argc != 2)
        return 2;
    int fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (int i = 0; fd >= 0 && i < 2048; i++)
        if (write(fd, block, sizeof(block)) <= 0)
            return 3;
    return 1;
}

// Opens the files named, for reading, for writing and to empty them, also
// through the links of /proc. Then tries what needs no open.
#include "attack.h"
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static void try_one(const char *path, int flags)
{
    int fd = open(path, flags, 0600);
    attack_report(path, fd >= 0);
    if (fd >= 0)
        close(fd);
}

static void try_all(const char *path)
{
    char through[PATH_MAX];
    try_one(path, O_RDONLY);
    try_one(path, O_WRONLY | O_APPEND);
    snprintf(through, sizeof(through), "/proc/self/root%s", path);
    try_one(through, O_RDONLY);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        try_all(argv[i]);
    try_one("/", O_RDONLY | O_DIRECTORY);
    try_one("/tmp/cage-was-here", O_WRONLY | O_CREAT);
    try_one("/dev/shm/cage-was-here", O_WRONLY | O_CREAT);
    attack_report("chmod", chmod("/tmp", 0777) == 0);
    attack_report("symlink", symlink("/etc", "/tmp/cage-link") == 0);
    attack_report("chroot", chroot("/tmp") == 0);
    return attack_status;
}

// Plays with /proc: its own program for writing, the files of a process
// outside, PID, and standard output as a door to where it came from.
#include "attack.h"
#include <fcntl.h>
#include <unistd.h>

static void try_one(const char *pid, const char *name, int flags)
{
    char path[256];
    snprintf(path, sizeof(path), "/proc/%s/%s", pid, name);
    attack_report(path, open(path, flags) >= 0);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    try_one(argv[1], "mem", O_RDWR);
    try_one(argv[1], "environ", O_RDONLY);
    try_one(argv[1], "maps", O_RDONLY);
    try_one(argv[1], "cwd/README.md", O_RDONLY);
    try_one(argv[1], "root/etc/passwd", O_RDONLY);
    try_one(argv[1], "fd/3", O_RDONLY);
    try_one("self", "exe", O_RDWR);
    try_one("self", "mem", O_RDWR);
    try_one("self", "cwd/tests/suite.h", O_RDONLY);
    try_one("self", "oom_score_adj", O_WRONLY);
    return attack_status;
}

// Starts other programs: the shell, one that it makes in memory, one that it
// writes into FOLDER, itself through the loader.
#include "attack.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static char *const arguments[] = {"sh", "-c", "echo GOT THROUGH; exit 1", NULL};

static void from_memory(void)
{
    char byte[] = "#!/bin/sh\nexit 1\n";
    int fd = memfd_create("program", 0);
    if (fd >= 0 && write(fd, byte, sizeof(byte) - 1) > 0)
        fexecve(fd, arguments, environ);
    attack_report("memfd", fd >= 0);
}

static void from_folder(const char *folder)
{
    char path[256];
    char byte[] = "#!/bin/sh\necho GOT THROUGH; exit 1\n";
    snprintf(path, sizeof(path), "%s/program", folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0700);
    if (fd < 0 || write(fd, byte, sizeof(byte) - 1) < 0)
        return;
    close(fd);
    execv(path, arguments);
    attack_report(path, false);
}

int main(int argc, char **argv)
{
    execv("/bin/sh", arguments);
    attack_report("/bin/sh", false);
    execv("/lib64/ld-linux-x86-64.so.2", arguments);
    attack_report("loader", false);
    from_memory();
    if (argc > 1)
        from_folder(argv[1]);
    return attack_status;
}

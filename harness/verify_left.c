// What must not be there when all is over: processes and files.
#include "verify.h"
#include <dirent.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void verify_remove(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

// A process whose program lies below, and where; 0 if there is none.
static pid_t find_process(const char *below, char exe[PATH_MAX])
{
    DIR *proc = opendir("/proc");
    char path[PATH_MAX];
    pid_t found = 0;
    for (struct dirent *e;
         proc != NULL && found == 0 && (e = readdir(proc)) != NULL;) {
        snprintf(path, sizeof(path), "/proc/%s/exe", e->d_name);
        ssize_t n = readlink(path, exe, PATH_MAX - 1);
        if (n <= 0)
            continue;
        exe[n] = 0;
        if (strncmp(exe, below, strlen(below)) == 0)
            found = (pid_t)atoi(e->d_name);
    }
    if (proc != NULL)
        closedir(proc);
    return found;
}

bool verify_kill_below(const char *folder)
{
    char exe[PATH_MAX];
    char *below = check_format("%s/", folder);
    pid_t pid = find_process(below, exe);
    bool any = pid != 0;
    for (; pid != 0 && kill(pid, SIGKILL) == 0; pid = find_process(below, exe))
        ;
    free(below);
    return any;
}

static char folder[64] = "build/verify";

const char *verify_folder(void)
{
    return folder;
}

void verify_keep_apart(void)
{
    snprintf(folder, sizeof(folder), "build/verify-%d", (int)getpid());
}

char *verify_leftovers(void)
{
    static const char *const folders[] = {".",        "labs", "labs/1-nursery",
                                          "build",    "/tmp", "/dev/shm",
                                          "/var/tmp", "/root"};
    for (size_t i = 0; i < array_length(folders); i++) {
        char *path = check_format("%s/attack-was-here", folders[i]);
        bool there = access(path, F_OK) == 0;
        char *found = check_format("there is a file %s", path);
        free(path);
        if (there)
            return found;
        free(found);
    }
    char root[PATH_MAX];
    must(getcwd(root, sizeof(root)) != NULL);
    char *below = check_format("%s/%s/", root, verify_folder());
    char exe[PATH_MAX];
    pid_t pid = find_process(below, exe);
    free(below);
    return pid != 0 ? check_format("process %d is still there: %s", (int)pid,
                                   exe)
                    : NULL;
}

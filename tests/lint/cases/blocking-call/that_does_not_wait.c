// Calls whose arguments say that they do not wait, or may say so.
#include "task.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

static bool anything(int fd, int flags, struct timeval *time)
{
    int status;
    struct pollfd one = {.fd = fd, .events = POLLIN};
    struct epoll_event event;
    char byte;
    return waitpid(-1, &status, WNOHANG) > 0 ||
           waitpid(-1, &status, (WUNTRACED | WNOHANG)) > 0 ||
           waitpid(-1, &status, flags) > 0 || poll(&one, 1, 0) > 0 ||
           epoll_wait(fd, &event, 1, 0) > 0 ||
           select(0, NULL, NULL, NULL, time) > 0 ||
           flock(fd, LOCK_EX | LOCK_NB) == 0 || read(fd, &byte, 1) > 0 ||
           fcntl(fd, F_GETFL) > 0 || sizeof(sleep(1)) > 8;
}

static bool read_file(FILE *in)
{
    char line[80];
    return fgets(line, sizeof(line), in) != NULL && getc(in) != EOF;
}

static struct error *work(void *arg)
{
    if (anything(1, 0, arg) || read_file(arg))
        return error_new(&INVALID, "something");
    return NULL;
}

struct task *start(void *arg)
{
    return task_go(work, arg);
}

// The same calls with arguments that say that they wait.
#include "task.h"
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

static bool anything(int fd, int ms)
{
    int status;
    struct pollfd one = {.fd = fd, .events = POLLIN};
    struct epoll_event event;
    char byte;
    return wait(&status) > 0 ||                             // <- blocking-call
           waitpid(-1, &status, 0) > 0 ||                   // <- blocking-call
           waitpid(-1, &status, WUNTRACED) > 0 ||           // <- blocking-call
           poll(&one, 1, -1) > 0 ||                         // <- blocking-call
           poll(&one, 1, ms) > 0 ||                         // <- blocking-call
           epoll_wait(fd, &event, 1, 100) > 0 ||            // <- blocking-call
           select(0, NULL, NULL, NULL, NULL) > 0 ||         // <- blocking-call
           flock(fd, LOCK_EX) == 0 ||                       // <- blocking-call
           lockf(fd, F_LOCK, 0) == 0 ||                     // <- blocking-call
           (read)(STDIN_FILENO, &byte, 1) > 0;              // <- blocking-call
}

static bool read_terminal(void)
{
    char *line = NULL;
    size_t room = 0;
    int n;
    bool read = getline(&line, &room, stdin) > 0 && // <- blocking-call
                scanf("%d", &n) == 1 &&             // <- blocking-call
                getchar() != EOF;                   // <- blocking-call
    free(line);
    return read;
}

static struct error *work(void *arg)
{
    (void)arg;
    if (anything(1, 0) || read_terminal())
        return error_new(&INVALID, "something");
    return NULL;
}

struct task *start(void *arg)
{
    return task_go(work, arg);
}

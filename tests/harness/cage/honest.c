// What a lab may need, all of it allowed: threads, memory, timers, pipes,
// epoll, a pair of sockets, its own signals.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void need(int holds, const char *what)
{
    if (holds)
        return;
    perror(what);
    exit(1);
}

static void *thread(void *unused)
{
    return unused;
}

static void catch (int number)
{
    (void)number;
}

static void use_memory(void)
{
    size_t much = (size_t)1 << 30;
    void *region = mmap(NULL, much, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    need(region != MAP_FAILED, "reserve");
    need(mprotect(region, 4096, PROT_NONE) == 0, "guard");
    need(madvise((char *)region + 4096, 4096, MADV_DONTNEED) == 0, "madvise");
    need(munmap(region, much) == 0, "unmap");
}

static void use_descriptors(void)
{
    int pair[2];
    char byte = 'x';
    int poll = epoll_create1(EPOLL_CLOEXEC);
    int event = eventfd(1, EFD_NONBLOCK);
    struct epoll_event ready = {.events = EPOLLIN};
    need(epoll_ctl(poll, EPOLL_CTL_ADD, event, &ready) == 0, "epoll_ctl");
    need(epoll_wait(poll, &ready, 1, -1) == 1, "epoll_wait");
    need(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "pair");
    need(send(pair[0], &byte, 1, 0) == 1, "send");
    need(recv(pair[1], &byte, 1, 0) == 1, "recv");
}

int main(void)
{
    pthread_t other;
    need(pthread_create(&other, NULL, thread, NULL) == 0, "thread");
    need(pthread_setname_np(other, "other") == 0 || 1, "name");
    need(pthread_join(other, NULL) == 0, "join");
    use_memory();
    use_descriptors();
    signal(SIGUSR1, catch);
    need(raise(SIGUSR1) == 0, "raise");
    need(nanosleep(&(struct timespec){0, 1000}, NULL) == 0, "sleep");
    puts("fine");
    return 0;
}

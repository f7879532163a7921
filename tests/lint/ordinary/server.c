// A server of lines: sockets and poll, a pool of threads, a signal, a child.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { N_THREADS = 4, BACKLOG = 128, N_SLOTS = 1 << 10 };

struct request {
    int fd;
    struct sockaddr_storage peer;
    socklen_t length;
    struct request *next;
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t some, room;
    struct request *first, **last;
    size_t n;
    bool closed;
} queue = {
    .lock = PTHREAD_MUTEX_INITIALIZER,
    .some = PTHREAD_COND_INITIALIZER,
    .room = PTHREAD_COND_INITIALIZER,
    .last = &queue.first,
};

static volatile sig_atomic_t stop;
static atomic_ulong n_served, n_failed;
static _Thread_local char scratch[4096];

static void on_signal(int number)
{
    int saved = errno;
    (void)number;
    stop = 1;
    if (write(STDERR_FILENO, "stopping\n", 9) < 0) {
        /* nothing to be done here */
    }
    errno = saved;
}

static int listen_on(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *all, *one;
    int fd = -1, on = 1;
    int failed = getaddrinfo(host, port, &hints, &all);
    if (failed != 0) {
        fprintf(stderr, "%s:%s: %s\n", host, port, gai_strerror(failed));
        return -1;
    }
    for (one = all; one != NULL; one = one->ai_next) {
        fd = socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC,
                    one->ai_protocol);
        if (fd < 0)
            continue;
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        if (bind(fd, one->ai_addr, one->ai_addrlen) == 0 &&
            listen(fd, BACKLOG) == 0)
            break;
        close(fd);
        fd = -1;
    }
    freeaddrinfo(all);
    return fd;
}

static int listen_here(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
    unlink(path);
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(fd, BACKLOG) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

// ---- the queue -------------------------------------------------------------

static void put(struct request *request)
{
    pthread_mutex_lock(&queue.lock);
    while (queue.n >= N_SLOTS)
        pthread_cond_wait(&queue.room, &queue.lock);
    *queue.last = request;
    queue.last = &request->next;
    queue.n++;
    pthread_cond_signal(&queue.some);
    pthread_mutex_unlock(&queue.lock);
}

static struct request *take(void)
{
    struct request *request = NULL;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 60;
    pthread_mutex_lock(&queue.lock);
    while (queue.n == 0 && !queue.closed)
        if (pthread_cond_timedwait(&queue.some, &queue.lock, &until) ==
            ETIMEDOUT)
            break;
    if (queue.n > 0) {
        request = queue.first;
        queue.first = request->next;
        if (queue.first == NULL)
            queue.last = &queue.first;
        queue.n--;
        pthread_cond_signal(&queue.room);
    }
    pthread_mutex_unlock(&queue.lock);
    return request;
}

// ---- answers ---------------------------------------------------------------

static bool send_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        bytes += sent;
        n -= (size_t)sent;
    }
    return true;
}

static ssize_t receive_line(int fd, char *line, size_t room)
{
    size_t n = 0;
    while (n + 1 < room) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        switch (poll(&wait, 1, 5000)) {
        case -1:
            if (errno == EINTR && !stop)
                continue;
            return -1;
        case 0:
            errno = ETIMEDOUT;
            return -1;
        }
        ssize_t got = recv(fd, line + n, 1, 0);
        if (got <= 0)
            return got;
        if (line[n++] == '\n')
            break;
    }
    line[n] = '\0';
    return (ssize_t)n;
}

static int run_program(const char *program, int to)
{
    int status;
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        dup2(to, STDOUT_FILENO);
        execlp(program, program, "-a", (char *)NULL);
        _exit(127);
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

extern char **environ;

static pid_t run_beside(char *const *words)
{
    posix_spawn_file_actions_t actions;
    pid_t child = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (posix_spawnp(&child, words[0], &actions, NULL, words, environ) != 0)
        child = -1;
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

static bool send_file(int fd, const char *path)
{
    struct stat found;
    int in = open(path, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return false;
    bool ok = false;
    if (fstat(in, &found) != 0 || !S_ISREG(found.st_mode))
        goto out;
    void *bytes = mmap(NULL, (size_t)found.st_size, PROT_READ, MAP_PRIVATE, in,
                       0);
    if (bytes == MAP_FAILED)
        goto out;
    ok = send_all(fd, bytes, (size_t)found.st_size);
    munmap(bytes, (size_t)found.st_size);
out:
    close(in);
    return ok;
}

static bool answer(int fd, char *line)
{
    static const struct {
        const char *word;
        enum { TIME, FILE_OF, RUN, QUIT } what;
    } words[] = {{"time", TIME}, {"file", FILE_OF}, {"run", RUN},
                 {"quit", QUIT}};
    char *rest = line, *word = strsep(&rest, " \r\n");
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(words[i].word, word) != 0)
            continue;
        switch (words[i].what) {
        case TIME: {
            time_t now = time(NULL);
            struct tm parts;
            localtime_r(&now, &parts);
            size_t n = strftime(scratch, sizeof(scratch), "%F %T\n", &parts);
            return send_all(fd, scratch, n);
        }
        case FILE_OF:
            return rest != NULL && send_file(fd, rest);
        case RUN:
            return run_program(rest, fd) == 0 ||
                   run_beside((char *[]){"true", NULL}) > 0;
        case QUIT:
            return false;
        }
    }
    return send_all(fd, "?\n", 2);
}

static void *serve(void *arg)
{
    long number = (long)(intptr_t)arg;
    struct request *request;
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    while ((request = take()) != NULL) {
        char line[1024];
        while (!stop && receive_line(request->fd, line, sizeof(line)) > 0)
            if (!answer(request->fd, line)) {
                atomic_fetch_add(&n_failed, 1);
                break;
            }
        close(request->fd);
        free(request);
        atomic_fetch_add_explicit(&n_served, 1, memory_order_relaxed);
        usleep(10);
    }
    return (void *)number;
}

static int accept_all(int fd)
{
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        return -1;
    while (!stop) {
        int n = epoll_wait(epoll, &event, 1, 1000);
        if (n <= 0)
            continue;
        struct request *request = calloc(1, sizeof(*request));
        if (request == NULL)
            break;
        request->length = sizeof(request->peer);
        request->fd = accept(fd, (struct sockaddr *)&request->peer,
                             &request->length);
        if (request->fd < 0)
            free(request);
        else
            put(request);
    }
    return close(epoll);
}

int server_main(int argc, char **argv)
{
    pthread_t threads[N_THREADS];
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    int fd = argc > 2 ? listen_on(argv[1], argv[2])
                      : listen_here(argc > 1 ? argv[1] : "/tmp/lines");
    if (fd < 0)
        return perror("listen"), 1;
    for (long i = 0; i < N_THREADS; i++)
        if (pthread_create(&threads[i], NULL, serve, (void *)(intptr_t)i) != 0)
            return 1;
    accept_all(fd);
    pthread_mutex_lock(&queue.lock);
    queue.closed = true;
    pthread_cond_broadcast(&queue.some);
    pthread_mutex_unlock(&queue.lock);
    for (int i = 0; i < N_THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("%lu served, %lu failed\n", atomic_load(&n_served),
           atomic_load(&n_failed));
    sleep(1);
    return system("true");
}

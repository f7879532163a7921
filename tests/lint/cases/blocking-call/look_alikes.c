// Functions of the program that have the names of the system's.
#include "task.h"

static int sleep(int seconds)
{
    return seconds;
}

int poll(int times);
int poll(int times)
{
    return times;
}

struct device {
    int (*read)(int fd, void *bytes, int n);
    int pause;
};

struct error *work(void *arg);
static struct error *run(struct device *device)
{
    int system = device->pause, (*wait)(int) = poll;
    sleep(1);
    poll(system);
    wait(1);
    return device->read(0, NULL, 0) == 0 ? NULL : error_new(&INVALID, "no");
}

struct error *work(void *arg)
{
    return run(arg);
}

struct task_options options_of(void *arg);
static struct error *task(void *arg)
{
    return work(arg);
}

struct task *start(void *arg)
{
    return task_go(task, arg);
}

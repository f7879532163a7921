// What an attack leaves out: a nursery that counts its children and does little
// more. Appended to each attack that says `// Rest: rest.c`, so that its own
// lines are all that is special about it. The attack may define
//
//     AT_OPEN, AT_CLOSE   what happens first there
//     AT_DONE             what happens when a child has ended
//     NO_SPAWN            not to have nursery_spawn_from defined here
#include "loop.h"
#include "nursery.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef AT_OPEN
#define AT_OPEN (void)0
#endif
#ifndef AT_CLOSE
#define AT_CLOSE (void)0
#endif
#ifndef AT_DONE
#define AT_DONE (void)0
#endif

struct nursery {
    struct task *owner;
    struct nursery *outer; // which the owner had open before
    struct scope *scope;
    struct error *err;     // the first child's that failed
    size_t n_children;
    bool waiting; // the owner is parked in nursery_close
};

struct nursery *nursery_open_at(struct place place,
                                struct nursery_options options)
{
    (void)place;
    AT_OPEN;
    struct nursery *n = calloc(1, sizeof(*n));
    n->owner = task_self();
    n->outer = n->owner->nursery;
    n->scope = scope_enter((struct scope_options){.shield = options.shield});
    return n->owner->nursery = n;
}

__attribute__((unused)) static void child_done(struct task *task,
                                               struct error *err)
{
    struct nursery *n = task->owner;
    AT_DONE;
    scope_release(n->scope, task);
    n->n_children--;
    if (n->err == NULL)
        n->err = err;
    else
        error_free(err);
    if (n->waiting && n->n_children == 0) {
        n->waiting = false;
        task_unpark(n->owner, NULL);
    }
}

#ifndef NO_SPAWN
void nursery_spawn_from(struct nursery *n, const struct task_site *site,
                        task_fn *fn, void *arg, struct spawn_options options)
{
    (void)options;
    struct task *task = task_new(fn, arg,
                                 &(struct task_options){.site = site,
                                                        .done = child_done,
                                                        .owner = n,
                                                        .parent = n->owner});
    n->n_children++;
    scope_adopt(n->scope, task);
}
#endif

static enum abort go_on_waiting(struct task *task, void *arg)
{
    (void)task;
    (void)arg;
    return ABORT_FAILED;
}

struct error *nursery_close(struct nursery *n, struct error *body)
{
    AT_CLOSE;
    n->waiting = n->n_children > 0;
    if (n->waiting)
        error_free(task_park(go_on_waiting, n));
    n->owner->nursery = n->outer;
    struct error *err = body != NULL ? body : n->err;
    if (err != n->err)
        error_free(n->err);
    err = scope_leave(n->scope, err);
    free(n);
    return err;
}

struct error *nursery_start_from(struct nursery *n,
                                 const struct task_site *site, task_fn *fn,
                                 void *arg, void **value)
{
    (void)value;
    nursery_spawn_from(n, site, fn, arg, (struct spawn_options){0});
    return NULL;
}

struct error *nursery_started(void *value)
{
    (void)value;
    return NULL;
}

void nursery_cancel(struct nursery *n)
{
    scope_cancel(n->scope, NULL);
}

struct scope *nursery_scope(struct nursery *n)
{
    return n->scope;
}

size_t nursery_n_children(const struct nursery *n)
{
    return n->n_children;
}

struct nursery *nursery_of_task(const struct task *task, size_t i)
{
    return i == 0 ? task->nursery : NULL;
}

struct task *nursery_owner(const struct nursery *n)
{
    return n->owner;
}

// A system call that the audit does not see: the instructions are the bytes of
// a number, `mov $NUMBER, %eax; syscall; ret`, in the middle of an instruction
// that loads it. For attacks on what is behind the audit (x86-64). Those that
// need more calls than these say so with MORE(CALL): CALL(41) CALL(42).
#ifdef HIDDEN
#ifndef MORE
#define MORE(CALL)
#endif
#define CALLS(CALL)                                                            \
    CALL(1)   /* write */                                                      \
    CALL(2)   /* open */                                                       \
    CALL(3)   /* close */                                                      \
    CALL(7)   /* poll */                                                       \
    CALL(14)  /* rt_sigprocmask */                                             \
    CALL(34)  /* pause */                                                      \
    CALL(57)  /* fork */                                                       \
    CALL(62)  /* kill */                                                       \
    CALL(110) /* getppid */                                                    \
    CALL(231) /* exit_group */                                                 \
    MORE(CALL)
#define BYTES(number)                                                          \
    (UINT64_C(0xc3050f00000000b8) | (uint64_t)(number) << 8)
#define SPRING(number)                                                         \
    __attribute__((noinline)) static uint64_t spring_##number(void)            \
    {                                                                          \
        return BYTES(number);                                                  \
    }
CALLS(SPRING)

// The fourth argument of a call is where a function has its outer one's frame.
__attribute__((unused)) static long hidden4(int number, long a, long b, long c,
                                            long d)
{
#define ENTRY(number) {number, spring_##number},
    static const struct {
        int number;
        uint64_t (*code)(void);
    } springs[] = {CALLS(ENTRY)};
    uint64_t bytes = BYTES(number);
    for (size_t i = 0; i < sizeof(springs) / sizeof(springs[0]); i++)
        for (size_t at = 0; springs[i].number == number && at < 64; at++)
            if (memcmp((char *)springs[i].code + at, &bytes, 8) == 0)
                return __builtin_call_with_static_chain(
                    ((long (*)(long, long, long, long))(
                        (char *)springs[i].code + at))(a, b, c, 0),
                    (void *)d);
    return -1;
}

__attribute__((unused)) static long hidden(int number, long a, long b, long c)
{
    return hidden4(number, a, b, c, 0);
}
#endif

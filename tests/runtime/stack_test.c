// Stacks: the pool by itself, its limit, its guards, and little memory.
#include "tools.h"
#include "stack.h"
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#endif

static struct stack_pool *pool_of(size_t bytes, size_t most)
{
    struct error *err = NULL;
    struct stack_pool *pool =
        stack_pool_new((struct stack_limits){bytes, most}, &err);
    expect_ok(err);
    return pool;
}

// ---- the pool -------------------------------------------------------------

TEST(a_stack_put_back_is_the_next_one_handed_out)
{
    struct stack_pool *pool = pool_of(0, 0);
    struct stack *one = stack_get(pool), *two = stack_get(pool);
    ck_assert_ptr_ne(one, two);
    stack_put(pool, one);
    ck_assert_ptr_eq(stack_get(pool), one);
    stack_put(pool, one);
    stack_put(pool, two);
    ck_assert_ptr_eq(stack_get(pool), two);
    ck_assert_uint_eq(stack_live(pool), 1);
    stack_pool_free(pool);
}

TEST(there_are_as_many_stacks_as_asked_for_and_no_more)
{
    for (size_t most = 1; most < 40; most += 19) {
        struct stack_pool *pool = pool_of(0, most);
        ck_assert_uint_eq(stack_most(pool), most);
        for (size_t i = 0; i < most; i++)
            ck_assert_ptr_nonnull(stack_get(pool));
        ck_assert_ptr_null(stack_get(pool));
        ck_assert_int_ne(errno, 0);
        stack_pool_free(pool);
    }
}

TEST(the_whole_of_a_stack_can_be_written)
{
    struct stack_pool *pool = pool_of(20000, 16);
    ck_assert_uint_ge(stack_bytes(pool), 20480 - 4096);
    for (int i = 0; i < 16; i++)
        memset(stack_bottom(stack_get(pool)), 0xff, stack_bytes(pool));
    stack_pool_free(pool);
}

TEST(guards_are_known)
{
    struct stack_pool *pool = pool_of(0, 16);
    char *bottom = stack_bottom(stack_get(pool));
    ck_assert(stack_is_guard(pool, bottom - 1));
    ck_assert(!stack_is_guard(pool, bottom));
    ck_assert(!stack_is_guard(pool, bottom + stack_bytes(pool) - 1));
    ck_assert(stack_is_guard(pool, bottom + stack_bytes(pool)));
    ck_assert(!stack_is_guard(pool, &bottom));
    stack_pool_free(pool);
}

static size_t mapped_kib(void)
{
    size_t pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    ck_assert_int_eq(fscanf(file, "%zu", &pages), 1);
    fclose(file);
    return pages * 4;
}

TEST(freeing_a_pool_gives_all_its_address_space_back)
{
    stack_pool_free(pool_of(0, 3));
    size_t before = mapped_kib();
    for (int i = 0; i < 10; i++)
        stack_pool_free(pool_of(0, 3));
    ck_assert_uint_le(mapped_kib(), before + 64);
}

TEST(memory_of_stacks_not_needed_for_long_is_given_back)
{
    enum { N_STACKS = 6000 };
    static struct stack *all[N_STACKS];
    struct stack_pool *pool = pool_of(0, N_STACKS);
    for (int i = 0; i < N_STACKS; i++) {
        all[i] = stack_get(pool);
        memset(stack_bottom(all[i]), 1, 1);
    }
    for (int i = 0; i < N_STACKS; i++)
        stack_put(pool, all[i]);
    for (int i = 0; i < N_STACKS; i++)
        stack_trim(pool);
    // The coldest is the first put back; the warmest keeps its memory.
    ck_assert_int_eq(*(char *)stack_bottom(all[0]), 0);
    ck_assert_int_eq(*(char *)stack_bottom(all[N_STACKS - 1]), 1);
    stack_pool_free(pool);
}

// ---- in a run -------------------------------------------------------------

static struct error *need_more_than_there_are(void *arg)
{
    (void)arg;
    struct task *all[20];
    for (int i = 0; i < 20; i++)
        all[i] = task_go(park_task, NULL);
    expect_ok(task_wait_all_parked());
    ck_assert_uint_eq(loop_alive().stacks, 10);
    for (int i = 9; i < 20; i++)
        expect_error(join(all[i]), &EXHAUSTED);
    for (int i = 0; i < 9; i++) {
        task_unpark(all[i], NULL);
        expect_ok(join(all[i]));
    }
    return join(task_go(do_nothing, NULL));
}

TEST(a_task_without_a_stack_ends_with_exhausted)
{
    struct loop_left left;
    struct loop_options options = {
        .virtual_clock = true, .stacks.most = 10, .left = &left};
    expect_ok(loop_run(need_more_than_there_are, NULL, &options));
    ck_assert_uint_eq(left.stacks + left.errors + left.tasks, 0);
}

static struct error *yield_beside_a_failing_start(void *arg)
{
    (void)arg;
    struct task *all[20];
    for (int i = 0; i < 20; i++)
        all[i] = task_go(park_task, NULL);
    errno = 77;
    task_yield();
    ck_assert_int_eq(errno, 77);
    for (int i = 0; i < 20; i++)
        task_forget(all[i]);
    return NULL;
}

TEST(a_start_that_fails_leaves_errno_of_others_alone)
{
    struct loop_options options = {.virtual_clock = true, .stacks.most = 1};
    tool_body = yield_beside_a_failing_start;
    int saved = dup(2);
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 2); // where lost errors are printed
    struct error *err = loop_run(tool_body, NULL, &options);
    dup2(saved, 2);
    close(saved);
    close(nowhere);
    expect_ok(err);
}

// Each frame lives until those below it have returned.
static volatile int deep_enough = 1 << 30;

static int __attribute__((noinline)) go_deeper(int depth)
{
    volatile char frame[256] = {1};
    return depth < deep_enough ? go_deeper(depth + 1) + frame[0] : 0;
}

static struct error *overflow(void *arg)
{
    (void)arg;
    go_deeper(0);
    return NULL;
}

static struct error *overflow_in_a_child(void *arg)
{
    (void)arg;
    return join(task_go(overflow, NULL));
}

static void expect_overflow_found(int status)
{
    if (SANITIZED)
        ck_assert(!WIFEXITED(status) || WEXITSTATUS(status) != 0);
    else
        ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

TEST(an_overflow_hits_the_guard)
{
    tool_body = overflow_in_a_child;
    expect_overflow_found(status_of(run_tool_body));
}

// ---- older and smaller systems --------------------------------------------

// An emulator cannot make itself an older kernel.
static bool can_forbid(void)
{
    return !RUNNING_ON_VALGRIND && prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

// madvise fails with EINVAL for everything, as older kernels do for guards.
static void forbid_madvise(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_madvise, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {array_length(filter), filter};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    bool done = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
    must(done);
}

static void overflow_without_madvise(void)
{
    forbid_madvise();
    run_tool_body();
}

TEST(guards_work_without_the_newest_kernel)
{
    if (!can_forbid())
        return;
    tool_body = overflow_in_a_child;
    expect_overflow_found(status_of(overflow_without_madvise));
}

static struct error *start_more_than_the_kernel_maps(void *arg)
{
    (void)arg;
    enum { N_TASKS = 40000 };
    static struct task *all[N_TASKS];
    for (int i = 0; i < N_TASKS; i++)
        all[i] = task_go(park_task, NULL);
    expect_ok(task_wait_all_parked());
    size_t n = loop_alive().stacks;
    if (n < 20000 || n >= N_TASKS)
        _exit(11);
    bool joined;
    struct error *err = task_join(all[N_TASKS - 1], &joined);
    _exit(error_is(err, &EXHAUSTED) ? 10 : 12);
}

static void start_many_without_madvise(void)
{
    forbid_madvise();
    error_free(loop_run(start_more_than_the_kernel_maps, NULL,
                        &(struct loop_options){.virtual_clock = true}));
}

// Each guard takes two of 65,530 mappings then.
TEST(without_the_newest_kernel_the_number_of_stacks_ends_with_an_error)
{
    if (SANITIZED || !can_forbid())
        return;
    int status = status_of(start_many_without_madvise);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 10);
}
// private: linnet-0f5d3f897d262c7d

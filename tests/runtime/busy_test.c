// The report of a task that computes for long. The clock is the thread's own
// processor time, so these tests spin until they have used enough of it.
#include "tools.h"
#include <time.h>

static int64_t cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct error *compute(void *arg)
{
    (void)arg;
    for (int64_t end = cpu_ms() + 100; cpu_ms() < end;)
        ;
    return NULL;
}

static struct error *compute_politely(void *arg)
{
    (void)arg;
    for (int64_t end = cpu_ms() + 100; cpu_ms() < end;)
        task_yield();
    return NULL;
}

static struct error *compute_in_child(void *arg)
{
    (void)arg;
    return join(task_go(compute, NULL));
}

static struct error *compute_politely_in_child(void *arg)
{
    (void)arg;
    return join(task_go(compute_politely, NULL));
}

// What a run of body prints to stderr.
static const char *report_of(task_fn *body, struct loop_options options)
{
    static char text[10000];
    FILE *file = tmpfile();
    int saved = dup(2);
    dup2(fileno(file), 2);
    struct error *err = loop_run(body, NULL, &options);
    dup2(saved, 2);
    close(saved);
    expect_ok(err);
    rewind(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    return text;
}

static int count(const char *text, const char *word)
{
    int n = 0;
    for (; (text = strstr(text, word)) != NULL; text++)
        n++;
    return n;
}

TEST(a_task_that_computes_for_long_is_reported_once_a_turn)
{
    const char *text =
        report_of(compute_in_child, (struct loop_options){.busy_ms = 10});
    ck_assert_int_eq(count(text, "busy: task \"compute\""), 1);
    ck_assert_int_gt(count(text, "\n"), 2);
    text =
        report_of(compute_in_child,
                  (struct loop_options){.busy_ms = 10, .virtual_clock = true});
    ck_assert_int_eq(count(text, "busy: task \"compute\""), 1);
}

// A turn is short, but on a loaded machine a timer tick may fall into one turn
// twice: with 100 ms of work and ticks of 40 ms it cannot.
TEST(a_task_that_waits_now_and_then_is_not_reported)
{
    const char *text = report_of(compute_politely_in_child,
                                 (struct loop_options){.busy_ms = 40});
    ck_assert_str_eq(text, "");
}

TEST(nobody_is_reported_unless_asked)
{
    ck_assert_str_eq(report_of(compute, (struct loop_options){0}), "");
}

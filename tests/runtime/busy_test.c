// The report of a task that computes for long. Nothing here depends on time:
// the tests send the timer's signal themselves, or wait until it has come.
#include "tools.h"

#if defined(SWITCH_TSAN)
enum { WITH_TSAN = 1 };
#else
enum { WITH_TSAN = 0 };
#endif

enum { NEVER_MS = 1000 * 1000 };

static struct error *compute_for_three_ticks(void *arg)
{
    (void)arg;
    for (int i = 0; i < 3; i++)
        raise(SIGVTALRM);
    return NULL;
}

static struct error *compute_for_two_turns(void *arg)
{
    TRY(compute_for_three_ticks(arg));
    task_yield();
    return compute_for_three_ticks(arg);
}

static struct error *compute_politely(void *arg)
{
    (void)arg;
    for (int i = 0; i < 10; i++) {
        raise(SIGVTALRM);
        task_yield();
    }
    return NULL;
}

// stderr is a file here.
static struct error *compute_until_reported(void *arg)
{
    (void)arg;
    while (lseek(2, 0, SEEK_END) == 0)
        ;
    return NULL;
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

static void expect_reports(task_fn *body, int n)
{
    const char *text =
        report_of(body, (struct loop_options){.busy_ms = NEVER_MS});
    ck_assert_int_eq(count(text, "busy: task \"main\""), n);
    text = report_of(body, (struct loop_options){.busy_ms = NEVER_MS,
                                                 .virtual_clock = true});
    ck_assert_int_eq(count(text, "busy: task \"main\""), n);
}

TEST(a_task_that_computes_for_long_is_reported_once_a_turn)
{
    expect_reports(compute_for_three_ticks, 1);
    expect_reports(compute_for_two_turns, 2);
}

TEST(a_task_that_waits_now_and_then_is_not_reported)
{
    expect_reports(compute_politely, 0);
}

// ThreadSanitizer keeps signals back from a task that only computes.
TEST(the_report_comes_by_itself_and_has_a_backtrace)
{
    if (WITH_TSAN)
        return;
    const char *text =
        report_of(compute_until_reported, (struct loop_options){.busy_ms = 5});
    ck_assert_int_eq(count(text, "busy: task \"main\""), 1);
    ck_assert_int_gt(count(text, "\n"), 2);
}

static struct error *find_default_handler(void *arg)
{
    struct sigaction now;
    sigaction(SIGVTALRM, NULL, &now);
    ck_assert(now.sa_handler == SIG_DFL);
    (void)arg;
    return NULL;
}

TEST(nobody_is_watched_unless_asked_and_only_during_the_run)
{
    expect_reports(do_nothing, 0);
    find_default_handler(NULL);
    ck_assert_str_eq(report_of(find_default_handler, (struct loop_options){0}),
                     "");
}
// private: linnet-0f5d3f897d262c7d

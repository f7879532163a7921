// The trace: golden lines.
#include "tools.h"
#include "trace.h"

static char *trace_of(task_fn *body, uint64_t seed)
{
    char *text = NULL;
    size_t n;
    struct loop_options options = {.virtual_clock = true,
                                   .seed = seed,
                                   .trace = open_memstream(&text, &n)};
    error_free(loop_run(body, NULL, &options));
    fclose(options.trace);
    return text;
}

static struct error *one_child(void *arg)
{
    (void)arg;
    static const struct task_site site = {"do_nothing", {"x.c", "f", 100}};
    struct task *task = task_go_from(&site, do_nothing, NULL);
    TRY(nap_ms(2));
    expect_ok(join(task));
    return error_new(&BUSY, "full");
}

TEST(the_trace_of_a_small_run_is_known_to_the_letter)
{
    char *text = trace_of(one_child, 0);
    ck_assert_str_eq(
        text, "{\"seq\":0,\"t\":0,\"ev\":\"spawn\",\"task\":0,\"line\":0,"
              "\"child\":1,\"name\":\"main\"}\n"
              "{\"seq\":1,\"t\":0,\"ev\":\"run\",\"task\":1,\"line\":0}\n"
              "{\"seq\":2,\"t\":0,\"ev\":\"spawn\",\"task\":1,\"line\":100,"
              "\"child\":2,\"name\":\"do_nothing\"}\n"
              "{\"seq\":3,\"t\":0,\"ev\":\"wait\",\"task\":1,\"line\":0,"
              "\"on\":\"sleep\"}\n"
              "{\"seq\":4,\"t\":0,\"ev\":\"run\",\"task\":2,\"line\":0}\n"
              "{\"seq\":5,\"t\":0,\"ev\":\"done\",\"task\":2,\"line\":0}\n"
              "{\"seq\":6,\"t\":2000000,\"ev\":\"wake\",\"task\":1,\"line\":0,"
              "\"why\":\"unpark\"}\n"
              "{\"seq\":7,\"t\":2000000,\"ev\":\"run\",\"task\":1,\"line\":0}\n"
              "{\"seq\":8,\"t\":2000000,\"ev\":\"fail\",\"task\":1,\"line\":0,"
              "\"kind\":\"BUSY\",\"message\":\"full\"}\n");
    free(text);
}

static struct error *be_cancelled(void *arg)
{
    (void)arg;
    struct task *task = task_go(park_task, NULL);
    task_yield();
    fake_cancel(task);
    return join(task);
}

TEST(a_cancelled_wait_is_traced)
{
    char *text = trace_of(be_cancelled, 0);
    ck_assert(strstr(text, "\"ev\":\"wake\",\"task\":2,\"line\":0,"
                           "\"why\":\"cancel\"}\n") != NULL);
    ck_assert(strstr(text, "\"ev\":\"cancelled\",\"task\":2,\"line\":0}\n") !=
              NULL);
    ck_assert(strstr(text, "\"kind\":\"CANCELLED\"") != NULL);
    free(text);
}

static struct error *say_strange_things(void *arg)
{
    (void)arg;
    trace_event("say", 7, trace_s("text", "\" \\ \n \t \x01 \x7f \xc3\xa9"),
                trace_n("n", INT64_MIN), trace_end);
    return NULL;
}

TEST(strings_are_escaped_as_json_wants)
{
    char *text = trace_of(say_strange_things, 0);
    ck_assert(strstr(text, "\"text\":\"\\\" \\\\ \\n \\u0009 \\u0001 \\u007f "
                           "\xc3\xa9\",\"n\":-9223372036854775808}\n") != NULL);
    free(text);
}

static struct error *say_bad_bytes(void *arg)
{
    (void)arg;
    trace_event("say", 7,
                trace_s("text", "a\xff\xc3"
                                "b\xed\xa0\x80"
                                "c"),
                trace_s("none", NULL), trace_end);
    return NULL;
}

// JSON is UTF-8: what is not becomes the replacement character.
TEST(bytes_that_are_no_text_do_not_break_the_line)
{
    char *text = trace_of(say_bad_bytes, 0);
    ck_assert_ptr_nonnull(strstr(text, "\"text\":\"a\\ufffd\\ufffdb\\ufffd"
                                       "\\ufffd\\ufffdc\",\"none\":null}\n"));
    free(text);
}

static struct error *say_it(void *arg)
{
    (void)arg;
    trace_say("%d words", 2);
    return NULL;
}

TEST(what_is_said_goes_to_the_trace_too)
{
    fflush(stdout);
    int saved = dup(1);
    FILE *file = tmpfile();
    dup2(fileno(file), 1);
    char *text = trace_of(say_it, 0);
    fflush(stdout);
    dup2(saved, 1);
    close(saved);
    rewind(file);
    char line[100] = "";
    ck_assert_ptr_nonnull(fgets(line, sizeof(line), file));
    ck_assert_str_eq(line, "2 words\n");
    ck_assert(strstr(text, "\"ev\":\"say\",\"task\":1,\"line\":0,"
                           "\"text\":\"2 words\"}\n") != NULL);
    fclose(file);
    free(text);
}

static struct error *many_children(void *arg)
{
    (void)arg;
    struct task *all[10];
    for (int i = 0; i < 10; i++)
        all[i] = task_go(one_child, NULL);
    for (int i = 0; i < 10; i++)
        error_free(join(all[i]));
    return NULL;
}

TEST(the_same_seed_gives_the_same_trace_to_the_letter)
{
    for (uint64_t seed = 0; seed < 20; seed++) {
        char *one = trace_of(many_children, seed);
        char *two = trace_of(many_children, seed);
        ck_assert_str_eq(one, two);
        free(one);
        free(two);
    }
}

static struct error *be_stuck(void *arg)
{
    (void)arg;
    return park();
}

TEST(a_stuck_run_says_so_in_the_trace)
{
    char *text = NULL;
    size_t n;
    FILE *nowhere = fopen("/dev/null", "w");
    struct loop_options options = {.virtual_clock = true,
                                   .report = nowhere,
                                   .trace = open_memstream(&text, &n)};
    expect_error(loop_run(be_stuck, NULL, &options), &STUCK);
    fclose(options.trace);
    fclose(nowhere);
    ck_assert(strstr(text, "\"ev\":\"stuck\",\"task\":0,\"line\":0,"
                           "\"tasks\":1}\n") != NULL);
    free(text);
}
// private: linnet-0f5d3f897d262c7d

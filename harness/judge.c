// The main of every judge: plays each test under many schedules and says, in
// one line of JSON a test, what came of it.
//
//     judge --runner PATH --cage PATH [--profile run|sanitize] [--seeds N]
//           [--draw SEED] [--only ID] [--sweep N] [--traces DIR]
//           [--shared]  (one runner for all tests, not one a test)
//           [--read DIR] [--header FILE]  (the runner may read them)
//           [--watched]  (built with sanitizers)  [--cpu-ms N]
//           [--write FILE]...  (the runner may: for coverage)
//           [--processor N] [--wall-ms N]
//           [--without LAYER]... [--smallest] [--uncounted]  (for tests of what
//           each layer stops)
//     judge --list   says the ids of its tests, one a line
//
// It is an ordinary Check suite; the student's code is in another process. It
// exits with 0 if every test that was asked for was played to an end, whether
// it passed or not.
#include "must.h"
#include "play.h"
#include <check.h>
#include <errno.h>
#include <jansson.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

extern const struct judge_test *const __start_judges[];
extern const struct judge_test *const __stop_judges[];

enum {
    MOST_SILENCES = 2, // tests that loop or block, before the rest is left out
    MOST_REPORTS = 5,  // tests that fail a watched runner: a sanitizer takes
                       // its time to say why, and a handful is enough
    MOST_TEST_MS = 5000,    // of one test; usual are 5 to 50
    MOST_MS = 20000,        // of all tests, before the rest is left out
    MOST_SMALLER_MS = 1000, // for smaller cases of one failure
    MOST_SMALLER = 40,      // tries to find a smaller case
    MOST_TESTS = 1024,
};

static struct {
    struct runner runner;
    struct limits limits;
    const char *only;      // or NULL
    const char *traces;    // folder, or NULL
    const char *draw_text; // in hexadecimal digits
    uint64_t draw;         // what all numbers are drawn from
    int seeds;             // orders tried with each test
    int sweep;             // waits at which a test is cancelled, at the most
    int cpu_ms;            // without a word from the runner: it loops
    int wall_ms;           // and it is blocked
    bool smallest;         // numbers are the smallest there are
    int processor;         // to stay on, counted from 0; -1: any
    bool shared;           // one runner for all tests
    bool list;             // only say which tests there are
    int silences;          // tests so far that looped or blocked
    int reports;           // tests so far that failed a watched runner
    double until_ms;       // no test is begun later
    const struct judge_test *tests[MOST_TESTS]; // in the order of the source
} judge = {
    .runner = {.profile = "run"},
    .cpu_ms = 300,
    .wall_ms = 4000,
    .seeds = 20,
    .sweep = 60,
    .processor = -1,
};

// What came of one test.
struct verdict {
    const struct judge_test *test;
    struct play play;   // the last one
    struct schedule at; // of the play that failed
    unsigned n_plays;
    int64_t cpu_ms;
    double start_ms; // when its first play began
    double wall_ms;  // of all its plays
    bool smallest;   // no smaller case was found to fail
};

// ---- one test --------------------------------------------------------------

static double wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

// A watched runner is slow, and what it is slow at fails nobody: it gets time.
static int patience(void)
{
    return judge.runner.watched ? 4 : 1;
}

// A program may stay below every limit of a single play, and be slow in all.
static bool takes_too_long(const struct verdict *v)
{
    return wall_ms() - v->start_ms > MOST_TEST_MS * patience();
}

static bool try_schedule(struct verdict *v, struct schedule schedule)
{
    if (takes_too_long(v)) {
        v->play.code = "LIMIT";
        snprintf(v->play.happened, sizeof(v->play.happened),
                 "%u runs took longer than %d s; they usually take "
                 "milliseconds",
                 v->n_plays, MOST_TEST_MS / 1000);
        return false;
    }
    v->play.schedule = schedule;
    if (judge.smallest) {
        v->play.schedule.size = 0;
        v->play.schedule.draw = 0;
    }
    v->play.schedule.edge = v->test->options.edge;
    v->n_plays++;
    if (play(&v->play, v->test->script))
        return true;
    v->at = v->play.schedule;
    return false;
}

static uint64_t draw_for(const struct verdict *v, int n)
{
    return judge.draw ^ (uint64_t)wire_hash(v->test->id) << 20 ^ (uint64_t)n;
}

// With small numbers and then larger ones, first in first out.
static bool try_sizes(struct verdict *v)
{
    static const int sizes[] = {0, 1, 2, 4, FULL_SIZE};
    for (size_t i = 0; i < array_length(sizes); i++)
        if (!try_schedule(v, (struct schedule){.size = sizes[i],
                                               .draw = draw_for(v, (int)i),
                                               .turn = judge.draw}))
            return false;
    return true;
}

static bool try_orders(struct verdict *v)
{
    int n = v->test->options.once && judge.seeds > 1 ? 1 : judge.seeds;
    for (int i = 1; i <= n; i++)
        if (!try_schedule(v,
                          (struct schedule){.size = FULL_SIZE,
                                            .seed = (uint64_t)i,
                                            .draw = draw_for(v, 100 + i),
                                            .turn = judge.draw + (uint64_t)i}))
            return false;
    return true;
}

// Cancelled at the first wait, at the second, until there is none left.
static bool try_cancels(struct verdict *v)
{
    if (v->test->options.no_sweep)
        return true;
    for (int at = 1; at <= judge.sweep; at++) {
        struct schedule s = {
            .size = 2, .draw = draw_for(v, 7), .cancel_at = at};
        if (!try_schedule(v, s))
            return false;
        if (v->play.n_waits < at)
            return true;
    }
    return true;
}

// What takes long to see and is the same with any numbers: no smaller case is
// looked for, and after the second such test the rest is left out.
static bool is_silence(const struct verdict *v)
{
    if (strcmp(v->play.code, "HANG") == 0)
        return strstr(v->play.happened, "it loops") != NULL ||
               strstr(v->play.happened, "it is blocked") != NULL;
    return strcmp(v->play.code, "LIMIT") == 0 ||
           strcmp(v->play.code, "FORGED") == 0;
}

// Looks for a smaller case that fails in the same way.
static void find_smallest(struct verdict *v)
{
    char code[32], happened[sizeof(v->play.happened)];
    struct schedule found = v->at;
    snprintf(code, sizeof(code), "%s", v->play.code);
    snprintf(happened, sizeof(happened), "%s", v->play.happened);
    double until = wall_ms() + MOST_SMALLER_MS;
    for (int i = 0; i < MOST_SMALLER && wall_ms() < until; i++) {
        struct schedule s = {.size = i / 8,
                             .seed = (uint64_t)(i % 8),
                             .cancel_at = found.cancel_at,
                             .draw = draw_for(v, 1000 + i)};
        if (s.size >= found.size)
            break;
        if (try_schedule(v, s) || strcmp(v->play.code, code) != 0)
            continue;
        v->smallest = true;
        return;
    }
    v->smallest = true;
    v->at = found;
    snprintf(v->play.happened, sizeof(v->play.happened), "%s", happened);
}

static FILE *open_in(const char *id, const char *end)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s.%s", judge.traces, id, end);
    return fopen(path, "w");
}

static void save_shown(const struct verdict *v)
{
    FILE *file = open_in(v->test->id, "shown");
    if (file == NULL)
        return;
    fputs(v->play.shown, file);
    fclose(file);
}

static void save_answers(const struct verdict *v)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s.answers", judge.traces, v->test->id);
    if (!play_save_answers(&v->play, path))
        fprintf(stderr, "judge: %s: %s\n", path, strerror(errno));
}

// Was all told that there is to tell? To see it again would show no more.
static bool is_told(const struct verdict *v)
{
    return v->play.lasting && v->play.ended;
}

static void play_traced(struct verdict *v, FILE *trace)
{
    play_trace_to(trace);
    v->play.traced = true;
    // A block is known to be one: no need to wait for it as long again.
    v->play.limits.wall_ms /= 4;
    v->play.schedule = v->at;
    play(&v->play, v->test->script);
    v->play.traced = false;
    v->play.limits = judge.limits;
    play_trace_to(NULL);
}

// Plays the case that failed once more and writes its trace down, with the
// numbers it was given and what it printed.
static void tell_story(struct verdict *v)
{
    if (judge.traces == NULL)
        return;
    FILE *trace = open_in(v->test->id, "trace");
    if (!is_told(v))
        play_traced(v, trace);
    if (trace != NULL)
        fclose(trace);
    save_answers(v);
    save_shown(v);
    FILE *printed = open_in(v->test->id, "printed");
    if (printed == NULL)
        return;
    const struct play_text *text = &v->play.runner->printed;
    if (text->dropped > 0)
        fprintf(printed, "[%zu bytes before this were dropped]\n",
                text->dropped);
    fwrite(text->bytes, 1, text->n, printed);
    fclose(printed);
}

static bool passes(struct verdict *v)
{
    if (v->test->options.single)
        return try_schedule(v, (struct schedule){.size = FULL_SIZE,
                                                 .draw = draw_for(v, 0),
                                                 .turn = judge.draw});
    return try_sizes(v) && try_orders(v) && try_cancels(v);
}

// A runner that does all it is asked and then does not end well fails its test.
static bool ends_well(struct verdict *v)
{
    v->cpu_ms = runner_cpu_ms(&judge.runner);
    if (runner_stop(&judge.runner))
        return true;
    v->play.code = "EXIT";
    snprintf(v->play.happened, sizeof(v->play.happened),
             "the program did not end well after the test was over");
    return false;
}

// True if all plays went right. With a runner that others have used first; if
// that goes wrong, in a runner of its own, and only that counts.
static bool plays_well(struct verdict *v)
{
    if (judge.shared) {
        if (passes(v))
            return true;
        // What loops does so alone as well.
        if (is_told(v) || (strcmp(v->play.code, "HANG") == 0 && is_silence(v)))
            return false;
        v->smallest = false;
    }
    return passes(v) && ends_well(v);
}

// Of what a sanitizer has seen only the line is told, and each case takes long:
// no smaller one is looked for.
static void explain(struct verdict *v)
{
    const char *code = v->play.code;
    char happened[sizeof(v->play.happened)];
    bool silence = is_silence(v);
    if (silence) {
        judge.silences++;
    } else if (!is_watched(&v->play) && !v->test->options.single) {
        find_smallest(v);
        v->play.code = code;
    }
    snprintf(happened, sizeof(happened), "%s", v->play.happened);
    if (judge.silences < MOST_SILENCES)
        tell_story(v);
    // A race that does not show again is still what was seen first.
    if (v->play.code == NULL || silence)
        snprintf(v->play.happened, sizeof(v->play.happened), "%s", happened);
    v->play.code = code;
}

// ---- saying it -------------------------------------------------------------

static void print_line(json_t *line)
{
    char *text = json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII);
    must(text != NULL);
    puts(text);
    fflush(stdout);
    free(text);
    json_decref(line);
}

// What happened may quote what the program printed, which may be anything.
static json_t *text_json(const char *text)
{
    json_t *value = json_string(text);
    if (value != NULL)
        return value;
    char plain[sizeof(((struct play *)0)->happened)];
    snprintf(plain, sizeof(plain), "%s", text);
    for (char *c = plain; *c != 0; c++)
        if ((unsigned char)*c >= 0x80)
            *c = '?';
    return json_string(plain);
}

static void print_verdict(const struct verdict *v, bool passed)
{
    json_t *line =
        json_pack("{s:s, s:s, s:i, s:f, s:I}", "id", v->test->id, "status",
                  passed ? "pass" : "fail", "plays", (int)v->n_plays, "wall_ms",
                  v->wall_ms, "cpu_ms", (json_int_t)v->cpu_ms);
    must(line != NULL);
    if (!passed) {
        json_object_set_new(line, "code", json_string(v->play.code));
        json_object_set_new(line, "happened", text_json(v->play.happened));
        json_object_set_new(line, "seed", json_integer((json_int_t)v->at.seed));
        json_object_set_new(line, "cancel_at", json_integer(v->at.cancel_at));
        json_object_set_new(line, "size", json_integer(v->at.size));
    }
    print_line(line);
}

static void print_left_out(const struct judge_test *test)
{
    print_line(json_pack("{s:s, s:s}", "id", test->id, "status", "not_run"));
}

// ---- the suite -------------------------------------------------------------

static void judge_one(int i)
{
    static struct verdict v;
    const struct judge_test *test = judge.tests[i];
    if (judge.silences >= MOST_SILENCES || judge.reports >= MOST_REPORTS ||
        wall_ms() > judge.until_ms) {
        print_left_out(test);
        return;
    }
    free(v.play.told);
    v = (struct verdict){.test = test};
    v.play.runner = &judge.runner;
    v.play.limits = judge.limits;
    if (test->options.cpu_ms > v.play.limits.cpu_ms)
        v.play.limits.cpu_ms = test->options.cpu_ms;
    v.play.scenario = test->id;
    v.play.lasting = test->options.single;
    v.start_ms = wall_ms();
    bool passed = plays_well(&v);
    judge.reports += !passed && judge.runner.watched;
    if (!passed)
        explain(&v);
    v.wall_ms = wall_ms() - v.start_ms;
    print_verdict(&v, passed);
    if (!passed)
        ck_abort_msg("%s: %s", v.play.code, v.play.happened);
}

// In the order of the sources, which the linker's section need not have.
static int by_line(const void *a, const void *b)
{
    const struct judge_test *const *x = a, *const *y = b;
    int files = strcmp((*x)->file, (*y)->file);
    return files != 0 ? files : (*x)->line - (*y)->line;
}

// Gives their number.
static int sort_tests(void)
{
    size_t n = (size_t)(__stop_judges - __start_judges);
    must(n <= array_length(judge.tests));
    memcpy(judge.tests, __start_judges, n * sizeof(judge.tests[0]));
    qsort(judge.tests, n, sizeof(judge.tests[0]), by_line);
    return (int)n;
}

static void list_tests(void)
{
    int n = sort_tests();
    for (int i = 0; i < n; i++)
        puts(judge.tests[i]->id);
}

// What a word of the command line sets: one of these is not NULL.
static const struct word {
    const char *name;
    const char **text;
    int *number;
    bool *flag;
} words[] = {
    {"--runner", &judge.runner.path, NULL, NULL},
    {"--cage", &judge.runner.cage, NULL, NULL},
    {"--profile", &judge.runner.profile, NULL, NULL},
    {"--read", &judge.runner.read, NULL, NULL},
    {"--header", &judge.runner.header, NULL, NULL},
    {"--only", &judge.only, NULL, NULL},
    {"--traces", &judge.traces, NULL, NULL},
    {"--draw", &judge.draw_text, NULL, NULL},
    {"--seeds", NULL, &judge.seeds, NULL},
    {"--sweep", NULL, &judge.sweep, NULL},
    {"--cpu-ms", NULL, &judge.cpu_ms, NULL},
    {"--processor", NULL, &judge.processor, NULL},
    {"--wall-ms", NULL, &judge.wall_ms, NULL},
    {"--smallest", NULL, NULL, &judge.smallest},
    {"--uncounted", NULL, NULL, &judge.runner.uncounted},
    {"--shared", NULL, NULL, &judge.shared},
    {"--watched", NULL, NULL, &judge.runner.watched},
    {"--weak-ok", NULL, NULL, &judge.runner.weak_ok},
    {"--list", NULL, NULL, &judge.list},
};

_Noreturn static void wrong_words(const char *text)
{
    fprintf(stderr, "judge: %s\n", text);
    exit(2);
}

static const struct word *word_named(const char *name)
{
    for (size_t i = 0; i < array_length(words); i++)
        if (strcmp(words[i].name, name) == 0)
            return &words[i];
    wrong_words(name);
}

// A word that may be said several times.
static bool is_repeated(const char *name, const char *value)
{
    struct runner *runner = &judge.runner;
    if (value == NULL)
        return false;
    if (strcmp(name, "--write") == 0) {
        must(runner->n_write < array_length(runner->write));
        runner->write[runner->n_write++] = value;
        return true;
    }
    if (strcmp(name, "--without") != 0)
        return false;
    must(runner->n_without < array_length(runner->without));
    runner->without[runner->n_without++] = value;
    return true;
}

static void read_options(char **argv)
{
    while (*++argv != NULL) {
        if (is_repeated(argv[0], argv[1])) {
            argv++;
            continue;
        }
        const struct word *word = word_named(*argv);
        if (word->flag != NULL)
            *word->flag = true;
        else if (*++argv == NULL)
            wrong_words("the last option wants a value");
        else if (word->text != NULL)
            *word->text = *argv;
        else
            *word->number = atoi(*argv);
    }
    if (judge.draw_text != NULL)
        judge.draw = strtoull(judge.draw_text, NULL, 16);
    judge.limits.cpu_ms = judge.cpu_ms;
    judge.limits.wall_ms = judge.wall_ms;
    if (!judge.list && (judge.runner.path == NULL || judge.runner.cage == NULL))
        wrong_words("--runner and --cage are needed");
}

// Stays on one processor, and so does the runner: the two take turns, and to wake
// somebody on another processor takes five times as long.
static void stay_on_processor(int n)
{
    cpu_set_t allowed, one;
    if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
        return;
    n %= CPU_COUNT(&allowed);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET(cpu, &allowed) || n-- > 0)
            continue;
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        sched_setaffinity(0, sizeof(one), &one);
        return;
    }
}

static int add_tests(TCase *tests)
{
    // Check keeps the pointers, so these have to last.
    static TTest check_tests[MOST_TESTS];
    int n = sort_tests(), added = 0;
    for (int i = 0; i < n; i++) {
        const struct judge_test *t = judge.tests[i];
        if (judge.only != NULL && strcmp(judge.only, t->id) != 0)
            continue;
        check_tests[i] = (TTest){t->id, judge_one, t->file, t->line};
        tcase_add_loop_test(tests, &check_tests[i], i, i + 1);
        added++;
    }
    return added;
}

// Plays all tests; gives the number of those that were.
static int run_suite(int *added)
{
    Suite *suite = suite_create("judge");
    TCase *tests = tcase_create("judge");
    suite_add_tcase(suite, tests);
    *added = add_tests(tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_SILENT);
    int ran = srunner_ntests_run(runner);
    srunner_free(runner);
    return ran;
}

int main(int unused, char **argv)
{
    int added;
    (void)unused;
    signal(SIGPIPE, SIG_IGN);
    // Who is not listened to any more need not go on.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    read_options(argv);
    if (judge.list) {
        list_tests();
        return 0;
    }
    if (judge.processor >= 0)
        stay_on_processor(judge.processor);
    judge.until_ms = wall_ms() + MOST_MS * patience();
    int ran = run_suite(&added);
    // To whom a bad end is due shows when each has a runner of its own.
    if (!runner_stop(&judge.runner) && judge.shared) {
        judge.shared = false;
        ran = run_suite(&added);
    }
    if (added == 0)
        fprintf(stderr, "judge: there is no test %s\n",
                judge.only != NULL ? judge.only : "at all");
    return added > 0 && ran == added ? 0 : 2;
}

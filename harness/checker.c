// The checker: `make lab1` and its kin. From a student's file to a verdict.
//
//     build/harness/check --lab N [--src FILE] [--out FOLDER] [--test ID]
//           [--seed HEX] [--verbose | --quiet] [--brief] [--plain] [--tests FILE]
//           [--hint | --coverage | --own | --debug] [--without LAYER]...
//     build/harness/check --mine [--src FOLDER] [--out FOLDER] [--seed HEX]
//
// --brief leaves out what is no part of a verdict and takes its time: the advice
// of the lint. --plain leaves out the watched flavour, for a caller that looks
// for a failure which only the plain one decides; it is not for grading.
//
// Exit status: 0 full marks, 1 not, 2 the command line is wrong, 3 the checker
// itself has failed: then nothing is said about the student's work.
//
// It is written on the runtime that it teaches: each flavour of the build is a
// task in one nursery, and the first that cannot be built stops the others.
#include "checker.h"
#include "checker_more.h"
#include "errgroup.h"
#include "loop.h"
#include "nursery.h"
#include "process.h"
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

// ---- a verdict -------------------------------------------------------------

// One flavour's way through the steps.
struct way {
    struct check *check;
    enum check_flavour flavour;
    struct nursery *nursery; // of all ways
};

// The audit looks at the object while the tests are played with it.
static struct error *audit_way(void *arg)
{
    struct way *way = arg;
    bool ok;
    TRY(check_audit(way->check, &ok));
    if (!ok)
        nursery_cancel(way->nursery);
    return NULL;
}

static struct error *judge_and_audit(struct way *way)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, audit_way, way);
    return nursery_close(n, check_judge(way->check, FLAVOUR_PLAIN));
}

// A program that loops or crawls does so in each flavour; one is enough to see
// it.
static bool is_hung(const struct check_lab *lab)
{
    for (size_t i = 0; i < lab->n_tests; i++)
        if (lab->tests[i].status == CHECK_FAIL &&
            (strcmp(lab->tests[i].failed, "HANG") == 0 ||
             strcmp(lab->tests[i].failed, "LIMIT") == 0))
            return true;
    return false;
}

// Of several labs that are one program, each has been compiled and audited
// before the first is linked.
static struct error *build(struct check *check, enum check_flavour flavour,
                           bool *ok)
{
    *ok = true;
    if (check->together == NULL)
        TRY(check_compile(check, flavour, ok));
    return *ok ? check_link(check, flavour, ok) : NULL;
}

static struct error *flavour_way(void *arg)
{
    struct way *way = arg;
    bool ok;
    double start = check_now_ms();
    TRY(build(way->check, way->flavour, &ok));
    if (!ok) {
        nursery_cancel(way->nursery);
        return NULL;
    }
    if (way->flavour == FLAVOUR_PLAIN) {
        way->check->build_ms = check_now_ms() - start;
        if (way->check->together != NULL)
            TRY(check_judge(way->check, FLAVOUR_PLAIN));
        else
            TRY(judge_and_audit(way));
        if (is_hung(way->check->lab))
            nursery_cancel(way->nursery);
        return NULL;
    }
    if (way->check->together == NULL)
        TRY(check_audit_watched(way->check, &ok));
    if (!ok) {
        nursery_cancel(way->nursery);
        return NULL;
    }
    TRY(check_judge(way->check, FLAVOUR_WATCHED));
    return way->check->counted ? check_cover(way->check) : NULL;
}

static struct error *advice_way(void *arg)
{
    return check_advise(arg);
}

// The watched build may have been through before it was to be stopped, or not:
// a verdict must not depend on that.
static void forget_watched(struct check *check)
{
    for (size_t i = 0; i < check->lab->n_files; i++)
        check->lab->files[i].cover.known = false;
}

struct error *check_all_ways(struct check *check)
{
    struct way ways[N_FLAVOURS];
    struct nursery *n = nursery_open();
    bool plain = check->options->plain || check_without(check, "watched");
    int n_flavours = plain ? FLAVOUR_PLAIN + 1 : N_FLAVOURS;
    if (!check->options->brief)
        nursery_spawn(n, advice_way, check);
    for (int f = 0; f < n_flavours; f++) {
        ways[f] = (struct way){check, (enum check_flavour)f, n};
        nursery_spawn(n, flavour_way, &ways[f]);
    }
    TRY(nursery_close(n, NULL));
    if (!is_hung(check->lab))
        return check_note_watched(check);
    forget_watched(check);
    return NULL;
}

// What this kernel offers for the cage; a weak one is said, not hidden.
static struct error *probe_cage(struct check *check)
{
    struct check_argv argv = {0};
    struct process_result result;
    check_words(&argv,
                (const char *const[]){
                    check_text(check, "%s/build/harness/cage", check->root),
                    "--probe", NULL});
    TRY(check_run(&argv, NULL, 5000, &result));
    result.out.bytes[strcspn(result.out.bytes, "\n")] = 0;
    check->weak = result.end.code != 0;
    check->cage = check_text(check, "%s", result.out.bytes);
    process_result_free(&result);
    for (size_t i = 0; i < check->options->n_without; i++)
        check->cage = check_text(check, "%s without-%s", check->cage,
                                 check->options->without[i]);
    return NULL;
}

struct error *check_begin(struct check *check)
{
    TRY(check_make_folder(check_text(check, "%s/source", check->out)));
    TRY(check_make_folder(check_text(check, "%s/traces", check->out)));
    return check_take(check);
}

struct error *check_verdict(struct check *check)
{
    double start = check_now_ms();
    TRY(check_begin(check));
    if (check->build == BUILD_OK)
        TRY(check_all_ways(check));
    // Nothing that a rejected file did counts.
    for (size_t i = 0; check->build != BUILD_OK && i < check->lab->n_tests; i++)
        check->lab->tests[i].status = CHECK_NOT_RUN;
    check->total_ms = check_now_ms() - start;
    return check_write_result(check);
}

// ---- the command -----------------------------------------------------------

static struct error *run_command(struct check *check)
{
    switch (check->options->command) {
    case CHECK_HINT:
        return check_hint(check);
    case CHECK_COVERAGE:
        return check_coverage_page(check);
    case CHECK_OWN:
        return check_own(check);
    case CHECK_DEBUG:
        return check_debug(check);
    default:
        break;
    }
    TRY(check_verdict(check));
    check_print(check);
    return NULL;
}

static const char *absolute(struct check *check, const char *path)
{
    return path[0] == '/' ? path
                          : check_text(check, "%s/%s", check->root, path);
}

static struct error *checker(void *arg)
{
    struct check *check = arg;
    const struct check_options *options = check->options;
    char root[PATH_MAX];
    must(getcwd(root, sizeof(root)) != NULL);
    check->root = check_text(check, "%s", root);
    if (options->command == CHECK_MINE) {
        check->out = absolute(check,
                              options->out != NULL ? options->out
                                                   : "build/mine");
        TRY(probe_cage(check));
        return check_mine(check);
    }
    TRY(check_lab_read(options->lab, &check->lab));
    if (options->test != NULL &&
        check_lab_test(check->lab, options->test) == NULL)
        return error_new(&INVALID,
                         "lab %s has no test \"%s\"; %s/rubric.tsv "
                         "lists them",
                         options->lab, options->test, check->lab->folder);
    check->out =
        options->out != NULL
            ? absolute(check, options->out)
            : check_text(check, "%s/build/lab%s", root, options->lab);
    check->counted = options->command != CHECK_OWN;
    check_find_sources(check);
    TRY(probe_cage(check));
    return run_command(check);
}

static const struct option words[] = {
    {"lab", required_argument, NULL, 'l'},
    {"src", required_argument, NULL, 's'},
    {"out", required_argument, NULL, 'o'},
    {"test", required_argument, NULL, 't'},
    {"seed", required_argument, NULL, 'x'},
    {"verbose", no_argument, NULL, 'v'},
    {"quiet", no_argument, NULL, 'q'},
    {"brief", no_argument, NULL, 'b'},
    {"plain", no_argument, NULL, 'p'},
    {"hint", no_argument, NULL, CHECK_HINT},
    {"coverage", no_argument, NULL, CHECK_COVERAGE},
    {"tests", required_argument, NULL, 'w'},
    {"mine", no_argument, NULL, CHECK_MINE},
    {"own", no_argument, NULL, CHECK_OWN},
    {"debug", no_argument, NULL, CHECK_DEBUG},
    {"without", required_argument, NULL, 'y'},
    {NULL, 0, NULL, 0},
};

static void switch_off(struct check_options *options, const char *layer)
{
    if (!check_is_layer(layer) || options->n_without == MOST_WITHOUT) {
        fprintf(stderr, "There is no layer \"%s\"; checker.h lists them.\n",
                layer);
        exit(2);
    }
    options->without[options->n_without++] = layer;
}

static void read_words(struct check_options *options, int argc, char **argv)
{
    char *end = "";
    for (int o; (o = getopt_long(argc, argv, "", words, NULL)) != -1;) {
        switch (o) {
        case 'l':
            options->lab = optarg;
            break;
        case 's':
            options->src = optarg;
            break;
        case 'o':
            options->out = optarg;
            break;
        case 't':
            options->test = optarg;
            break;
        case 'x':
            options->seed = strtoull(optarg, &end, 16);
            break;
        case 'w':
            options->tests = optarg;
            break;
        case 'y':
            switch_off(options, optarg);
            break;
        case 'v':
            options->verbose = true;
            break;
        case 'q':
            options->quiet = true;
            break;
        case 'b':
            options->brief = true;
            break;
        case 'p':
            options->plain = true;
            break;
        case '?':
            exit(2);
        default:
            options->command = (enum check_command)o;
        }
    }
    if (*end != 0) {
        fprintf(stderr, "SEED is a number in hexadecimal digits, as printed "
                        "in the last line of a check.\n");
        exit(2);
    }
    if (options->command == CHECK_MINE)
        return;
    if (options->lab == NULL || options->lab[0] == 0) {
        fprintf(stderr, "Which lab? Say LAB=1, for example.\n");
        exit(2);
    }
}

int main(int argc, char **argv)
{
    struct check_options options = {0};
    struct check check = {.options = &options, .cage = "", .exit_status = 1};
    uint32_t seed;
    must(getrandom(&seed, sizeof(seed), 0) == sizeof(seed));
    options.seed = seed;
    read_words(&options, argc, argv);
    struct error *err = loop_run(checker, &check, NULL);
    int status;
    if (err != NULL) {
        bool wrong_words = error_is(err, &INVALID);
        if (wrong_words)
            fprintf(stderr, "%s\n", error_message(err));
        else
            errgroup_print(err, stderr, (struct errgroup_limits){0});
        status = wrong_words ? 2 : 3;
        error_free(err);
    } else {
        status = check.exit_status;
    }
    if (check.then != NULL) {
        execvp(check.then[0], (char *const *)check.then);
        fprintf(stderr, "%s: %s\n", check.then[0], strerror(errno));
    }
    check_free(&check);
    return status;
}

// `make grade` and `make regrade`: from a folder of submissions to verdicts.
//
//     build/harness/grade --lab N --in PATH --out FOLDER [--roster FILE]
//           [--canvas FILE] [--moodle FILE] [--due TIME] [--jobs N]
//           [--seed HEX] [--force] [--weak]
//     build/harness/grade --regrade --lab N --out FOLDER
//           --student KEY | --test ID | --changed   [--dry]
//           both with [--executor slurm [--slurm-options WORDS]]
//     build/harness/grade --slurm-task FOLDER      as Slurm starts it
//
// Exit status: 0 all that was handed in has a result; 1 a gate is red; 2 the
// command line, or what it names, makes no sense: a sentence says how; 3 the
// grader itself has failed, for a submission (it is listed) or as a whole; 128
// and the signal's number if one stopped it, 130 for Ctrl-C. Whatever stops it,
// finished results are on the disk, and the same command goes on from there.
#include "class.h"
#include "errgroup.h"
#include "loop.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct grade {
    struct grade_options options;
    struct check_lab *lab;
    struct class class;
    char *red; // gates
};

// ---- what is said at the beginning -----------------------------------------

static void print_lab(const struct class *class)
{
    const struct check_lab *lab = class->lab;
    const char *digest = strchr(class->tests, ':');
    summary_head("lab");
    printf("%s\n         %zu tests (%.8s)", lab->title, lab->n_tests,
           digest != NULL ? digest + 1 : class->tests);
    printf(", SEED=%llx", (unsigned long long)class->seed);
    if (class->options->due != NULL)
        printf(", due %s", class->options->due);
    printf("\n");
}

static void print_cage(const struct class *class)
{
    summary_head("cage");
    printf("%s%s\n", class->cage,
           class->weak ? " (weak: WEAK=1 goes on, and is recorded)" : "");
}

static void print_intake(const struct class *class)
{
    const struct intake *intake = class->intake;
    size_t n_in = 0;
    for (size_t i = 0; i < intake->n; i++)
        n_in += intake->list[i].n_files > 0 || intake->list[i].refused != NULL;
    summary_head("intake");
    if (class->roster != NULL)
        printf("%zu on the roster, ", class->roster->n_people);
    printf("%zu handed in, %zu missing", n_in, intake->n - n_in);
    if (intake->n_strays > 0)
        printf(", %zu unknown (see below)", intake->n_strays);
    printf("\n         %s\n", intake->form);
}

static void print_plan(const struct class *class)
{
    if (class->n_kept > 0)
        printf("resuming %zu kept (same files, same tests, same seed), %zu to "
               "run\n",
               class->n_kept, class->n_open);
}

// ---- in which order --------------------------------------------------------

static struct error *pass_gates(struct grade *grade)
{
    struct class *class = &grade->class;
    TRY(gates_pass(class, &grade->red));
    // Where nothing was red, nothing was forced.
    class->forced = class->options->force && grade->red != NULL;
    grade->options.force = class->forced;
    if (grade->red == NULL)
        return NULL;
    printf("gates    red: this lab is not as it should be\n%s", grade->red);
    if (class->forced)
        return NULL;
    return error_new(&INVALID,
                     "nothing was graded: what grades must itself be right. "
                     "`make verify` tells more; FORCE=1 grades all the same, "
                     "and that is recorded");
}

// With a dry run copies go where nobody keeps them.
static struct error *take_in(struct class *class)
{
    char *copies = check_format("%s/submissions", class->options->dry
                                                      ? class->work
                                                      : class->folder);
    struct error *err = NULL;
    if (class->options->dry)
        err = check_make_folder(copies);
    if (err == NULL)
        err = intake_read(class->options, class->lab, class->roster, copies,
                          &class->intake);
    free(copies);
    if (err != NULL)
        return err;
    class->outcomes =
        calloc(class->intake->n + 1, sizeof(class->outcomes[0]));
    must(class->outcomes != NULL);
    return NULL;
}

// What was said wrong is told first, and not after the gates.
static struct error *prepare(struct grade *grade)
{
    struct class *class = &grade->class;
    const struct grade_options *options = &grade->options;
    if (options->in == NULL)
        return error_new(&INVALID, "Which submissions? Say IN=folder.");
    if (options->roster != NULL)
        TRY(roster_read(options->roster, &class->roster));
    if (!options->dry)
        TRY(report_check(&(struct report){.options = options,
                                          .lab = class->lab}));
    print_lab(class);
    print_cage(class);
    fflush(stdout);
    TRY(take_in(class));
    print_intake(class);
    TRY(pass_gates(grade));
    if (!options->dry)
        TRY(class_write(class));
    return options->regrade ? regrade_plan(class) : run_plan(class);
}

// Writes the outputs, unless they are there and would be the same.
static struct error *report_new(struct class *class, const struct report *of,
                                struct summary *summary)
{
    char *digest = report_digest(class);
    if (strcmp(digest, class->reported) == 0 && report_is_whole(class, of)) {
        free(digest);
        return report_tell(of, summary);
    }
    char *said = NULL;
    struct error *err = report_make(of, summary, &said);
    free(class->said);
    free(class->reported);
    class->said = said;
    class->reported = digest;
    return err == NULL ? class_write(class) : err;
}

static struct error *report(struct class *class)
{
    struct report of = {.options = class->options,
                        .lab = class->lab,
                        .roster = class->roster,
                        .intake = class->intake,
                        .folder = class->folder};
    struct summary *summary = summary_new(class);
    struct error *err = report_new(class, &of, summary);
    if (err == NULL)
        summary_print(summary, class->said);
    summary_free(summary);
    return err;
}

static struct error *grade_class(void *arg)
{
    struct grade *grade = arg;
    struct class *class = &grade->class;
    TRY(prepare(grade));
    print_plan(class);
    fflush(stdout);
    TRY(run_all(class));
    if (grade->options.regrade)
        regrade_print(class);
    return grade->options.dry ? NULL : report(class);
}

// Slurm says SIGTERM to a task that has to end.
static struct error *work_on_portion(void *arg)
{
    struct grade *grade = arg;
    struct error *err = slurm_task(&grade->class, &grade->options,
                                   grade->options.slurm_task);
    grade->lab = grade->class.lab;
    return err;
}

static struct error *grade(void *arg)
{
    struct grade *grade = arg;
    if (grade->options.slurm_task != NULL)
        return class_until_signal(&grade->class, work_on_portion, grade);
    const struct grade_options *options = &grade->options;
    TRY(check_lab_read(options->lab, &grade->lab));
    if (options->test != NULL &&
        check_lab_test(grade->lab, options->test) == NULL)
        return error_new(&INVALID,
                         "lab %s has no test \"%s\"; %s/rubric.tsv lists them",
                         options->lab, options->test, grade->lab->folder);
    TRY(class_open(&grade->class, &grade->options, grade->lab));
    return class_until_signal(&grade->class, grade_class, grade);
}

// ---- the command -----------------------------------------------------------

// What is on the disk, whoever put it there.
static size_t count_results(const struct class *class)
{
    size_t n = class->n_kept + class->n_done - class->n_errors;
    return n;
}

static int status_of(const struct grade *grade, const struct error *err)
{
    const struct class *class = &grade->class;
    if (class->stopped)
        return 128 + class->signum;
    if (err == NULL)
        return class->n_errors > 0 ? 3 : 0;
    if (grade->red != NULL && !grade->options.force)
        return 1;
    return error_is(err, &INVALID) ? 2 : 3;
}

static void say_end(const struct grade *grade, const struct error *err)
{
    const struct class *class = &grade->class;
    fflush(stdout);
    if (class->stopped) {
        printf("stopped. %zu results are saved; the same command continues "
               "from here.\n",
               count_results(class));
    } else if (error_is(err, &INVALID)) {
        fprintf(stderr, "%s\n", error_message(err));
    } else if (err != NULL) {
        fprintf(stderr, "grade: this could not go on:\n");
        errgroup_print(err, stderr, (struct errgroup_limits){0});
        fprintf(stderr, "%zu results are saved; the same command continues "
                        "from here.\n",
                count_results(class));
    }
}

int main(int argc, char **argv)
{
    struct grade all = {.class = {.lock = -1}};
    options_read(&all.options, argc, argv);
    // One thing goes wrong at a time, in however many nurseries.
    struct error *err = errgroup_unwrap(loop_run(grade, &all, NULL));
    while (errgroup_is(err) && errgroup_size(err) == 1)
        err = errgroup_unwrap(err);
    say_end(&all, err);
    int status = status_of(&all, err);
    error_free(err);
    class_close(&all.class);
    check_lab_free(all.lab);
    options_free(&all.options);
    free(all.red);
    return status;
}

// What the submitter of a class and its tasks in Slurm tell each other, and
// what Slurm's own commands say.
#include "slurm.h"
#include "suite.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// A class of three in a folder of its own.
struct three {
    char folder[40];
    struct class class;
    struct grade_options options;
    struct check_lab lab;
    struct intake intake;
    struct submission list[3];
    struct outcome outcomes[3];
};

static char *ignored[] = {"-rf", "a \"b\"\\x0a.c"};

static void make_three(struct three *three)
{
    *three = (struct three){
        .folder = "build/test/slurm-XXXXXX",
        .options = {.due = "2026-10-02T22:00Z", .weak = true, .jobs = 2},
        .lab = {.number = "1"},
        .intake = {.list = three->list, .n = 3},
        .class = {.tests = "sha256:22",
                  .seed = 0xabc,
                  .lab = &three->lab,
                  .options = &three->options,
                  .intake = &three->intake,
                  .outcomes = three->outcomes},
    };
    static char *const students[] = {"ada", "bo", "cy@example.edu"};
    for (size_t i = 0; i < 3; i++)
        three->list[i] = (struct submission){.student = students[i],
                                             .from = "lab (2)",
                                             .folder = "/of/them",
                                             .n_files = 1,
                                             .digest = "sha256:11",
                                             .received = "2026-10-02T21:58:03Z",
                                             .attempt = 4,
                                             .ignored = ignored,
                                             .n_ignored = 2};
    ck_assert_ptr_nonnull(mkdtemp(three->folder));
    three->class.folder = three->folder;
    static const char *const names[] = {"portions", "outcomes", "logs"};
    for (size_t i = 0; i < array_length(names); i++) {
        char *path = check_format("%s/%s", three->folder, names[i]);
        ck_assert_int_eq(mkdir(path, 0777), 0);
        free(path);
    }
}

static void write_text(const struct three *three, const char *name,
                       const char *text)
{
    char *path = check_format("%s/%s", three->folder, name);
    expect_ok(check_write_file(path, text, strlen(text)));
    free(path);
}

// ---- a portion -------------------------------------------------------------

static struct error *read_portion(const struct three *three, size_t k,
                                  struct class *class,
                                  struct grade_options *options,
                                  size_t **indexes)
{
    char *path = check_format("%s/portions/%zu.json", three->folder, k);
    struct error *err = slurm_read_portion(path, class, options, indexes);
    free(path);
    return err;
}

// What has come out at the other end.
struct sent {
    struct class class;
    struct grade_options options;
    size_t *indexes;
};

static void send_two(struct sent *sent)
{
    struct three three;
    *sent = (struct sent){.class.lock = -1};
    make_three(&three);
    expect_ok(slurm_write_portion(&three.class, three.folder, 7,
                                  (size_t[]){0, 2}, 2));
    expect_ok(
        read_portion(&three, 7, &sent->class, &sent->options, &sent->indexes));
    folder_remove(three.folder);
}

static void drop(struct sent *sent)
{
    free((char *)sent->options.lab);
    free((char *)sent->options.due);
    free(sent->indexes);
    class_close(&sent->class);
}

TEST(a_portion_has_its_submissions_and_whose_they_are)
{
    struct sent sent;
    send_two(&sent);
    ck_assert_uint_eq(sent.class.intake->n, 2);
    ck_assert_uint_eq(sent.class.n_open, 2);
    ck_assert_uint_eq(sent.indexes[0], 0);
    ck_assert_uint_eq(sent.indexes[1], 2);
    ck_assert_str_eq(sent.class.intake->list[1].student, "cy@example.edu");
    ck_assert_int_eq(sent.class.outcomes[1].state, OUTCOME_OPEN);
    drop(&sent);
}

TEST(a_submission_comes_with_all_that_its_result_is_made_of)
{
    struct sent sent;
    send_two(&sent);
    const struct submission *s = &sent.class.intake->list[0];
    ck_assert_str_eq(s->folder, "/of/them");
    ck_assert_str_eq(s->digest, "sha256:11");
    ck_assert_str_eq(s->received, "2026-10-02T21:58:03Z");
    ck_assert_int_eq(s->attempt, 4);
    ck_assert_uint_eq(s->n_files, 1);
    ck_assert_uint_eq(s->n_ignored, 2);
    ck_assert_str_eq(s->ignored[0], ignored[0]);
    ck_assert_str_eq(s->ignored[1], ignored[1]);
    drop(&sent);
}

TEST(a_portion_says_how_it_is_to_be_checked)
{
    struct sent sent;
    send_two(&sent);
    ck_assert_str_eq(sent.options.lab, "1");
    ck_assert_str_eq(sent.options.due, "2026-10-02T22:00Z");
    ck_assert(sent.options.weak && !sent.options.dry && !sent.options.regrade);
    ck_assert_ptr_null(sent.options.test);
    ck_assert_uint_eq(sent.class.seed, 0xabc);
    ck_assert_str_eq(sent.class.tests, "sha256:22");
    drop(&sent);
}

TEST(what_is_no_portion_is_refused)
{
    struct three three;
    struct class class = {0};
    struct grade_options options;
    size_t *indexes;
    make_three(&three);
    write_text(&three, "portions/1.json", "{\"schema\": \"result/v1\"}");
    write_text(&three, "portions/2.json", "{\"schema\": ");
    for (size_t k = 1; k <= 3; k++)
        expect_error(read_portion(&three, k, &class, &options, &indexes),
                     &INVALID);
    folder_remove(three.folder);
}

// ---- an outcome ------------------------------------------------------------

TEST(an_outcome_arrives_once)
{
    struct three here, there;
    struct slurm_counts before = {0};
    make_three(&here);
    make_three(&there);
    there.outcomes[1] = (struct outcome){
        .state = OUTCOME_SAME, .retried = true, .change = "  bo  1 -> 2\n"};
    expect_ok(slurm_write_outcome(&there.class, 1, here.folder, 2, &before));
    ck_assert(slurm_take_outcome(&here.class, here.folder, 2));
    ck_assert_int_eq(here.outcomes[2].state, OUTCOME_SAME);
    ck_assert(here.outcomes[2].retried);
    ck_assert_str_eq(here.outcomes[2].change, "  bo  1 -> 2\n");
    ck_assert_ptr_null(here.outcomes[2].error);
    ck_assert(!slurm_take_outcome(&here.class, here.folder, 2));
    free(here.outcomes[2].change);
    folder_remove(here.folder);
    folder_remove(there.folder);
}

TEST(counts_are_added_up_whoever_made_them)
{
    struct three here, there;
    struct slurm_counts before = {.n_hung = 3};
    make_three(&here);
    make_three(&there);
    here.class.n_hung = 5;
    there.class.n_hung = 4;
    there.class.n_unbuilt = 1;
    there.outcomes[0].state = OUTCOME_ERROR;
    there.outcomes[0].error = "disk full";
    expect_ok(slurm_write_outcome(&there.class, 0, here.folder, 0, &before));
    ck_assert(slurm_take_outcome(&here.class, here.folder, 0));
    ck_assert_uint_eq(before.n_hung, 4);
    ck_assert_uint_eq(here.class.n_hung, 6);
    ck_assert_uint_eq(here.class.n_unbuilt, 1);
    ck_assert_uint_eq(here.class.n_errors, 1);
    ck_assert_str_eq(here.outcomes[0].error, "disk full");
    free(here.outcomes[0].error);
    folder_remove(here.folder);
    folder_remove(there.folder);
}

TEST(half_an_outcome_is_none_yet)
{
    struct three three;
    make_three(&three);
    write_text(&three, "outcomes/0.json", "{\"state\": ");
    ck_assert(!slurm_take_outcome(&three.class, three.folder, 0));
    ck_assert_int_eq(three.outcomes[0].state, OUTCOME_OPEN);
    folder_remove(three.folder);
}

TEST(the_last_that_a_task_said_is_cleaned)
{
    struct three three;
    make_three(&three);
    write_text(&three, "logs/0.txt", "first\n\x1b[2Jlast\n\n");
    char *line = slurm_last_line(three.folder, 0);
    char *none = slurm_last_line(three.folder, 1);
    ck_assert_str_eq(line, "\\x1b[2Jlast");
    ck_assert_str_eq(none, "");
    free(line);
    free(none);
    folder_remove(three.folder);
}

// ---- a round ---------------------------------------------------------------

TEST(portions_hold_everybody_once)
{
    size_t list[] = {0, 3, 4, 7, 8}, task_of[9] = {0};
    struct round round = {.list = list, .n = 5, .task_of = task_of};
    round_cut(&round, 2);
    ck_assert_uint_eq(round.n_tasks, 3);
    ck_assert_uint_eq(round.tasks[0].n + round.tasks[1].n, 4);
    ck_assert_uint_eq(round.tasks[2].first, 4);
    ck_assert_uint_eq(round.tasks[2].n, 1);
    ck_assert_uint_eq(task_of[4], 1);
    ck_assert_uint_eq(task_of[8], 2);
    round_forget(&round);
}

// ---- Slurm's commands ------------------------------------------------------

static char programs[] = "build/test/slurm-bin-XXXXXX";

static void remove_programs(void)
{
    folder_remove(programs);
}

// Puts a program of that name in the place of Slurm's.
static void pretend(const char *name, const char *script)
{
    ck_assert_ptr_nonnull(mkdtemp(programs));
    atexit(remove_programs);
    char *path = check_format("%s/%s", programs, name);
    char *text = check_format("#!/bin/sh\n%s\n", script);
    expect_ok(check_write_file(path, text, strlen(text)));
    ck_assert_int_eq(chmod(path, 0755), 0);
    free(path);
    free(text);
    text = check_format("%s:/usr/bin:/bin", programs);
    setenv("PATH", text, 1);
    free(text);
}

static struct error *ask_queue(const char *script, bool is_there[4],
                               bool *answered, size_t *n_waiting)
{
    struct slurm_job job = {.name = "grade", .number = "4711"};
    pretend("squeue", script);
    return slurm_ask_queue(&job, is_there, 4, answered, n_waiting);
}

REAL_TEST(tasks_that_wait_or_run_are_there_and_those_put_away_are_not)
{
    bool is_there[4], answered;
    size_t n_waiting;
    TRY(ask_queue("printf '0 CG\\n1 R\\n3 PD\\n17 R\\n'", is_there, &answered,
                  &n_waiting));
    ck_assert(answered);
    ck_assert(!is_there[0] && is_there[1] && !is_there[2] && is_there[3]);
    ck_assert_uint_eq(n_waiting, 1);
    return NULL;
}

REAL_TEST(a_job_that_slurm_has_forgotten_has_no_tasks)
{
    bool is_there[4] = {true, true}, answered;
    size_t n_waiting;
    TRY(ask_queue("echo 'slurm_load_jobs error: Invalid job id specified' >&2; "
                  "exit 1",
                  is_there, &answered, &n_waiting));
    ck_assert(answered);
    ck_assert(!is_there[0] && !is_there[1]);
    return NULL;
}

REAL_TEST(a_controller_that_does_not_answer_says_nothing_of_the_tasks)
{
    bool is_there[4], answered;
    size_t n_waiting;
    TRY(ask_queue("echo 'slurm_load_jobs error: Unable to contact slurm "
                  "controller' >&2; exit 1",
                  is_there, &answered, &n_waiting));
    ck_assert(!answered);
    return NULL;
}

REAL_TEST(an_array_has_as_many_tasks_as_slurm_allows)
{
    size_t n = 0;
    pretend("scontrol",
            "printf 'MaxAge = 5\\nMaxArraySize            = 1001\\n'");
    TRY(slurm_ask_most_tasks(&n));
    ck_assert_uint_eq(n, 1001);
    return NULL;
}

REAL_TEST(a_slurm_without_arrays_is_told)
{
    size_t n;
    pretend("scontrol", "echo 'MaxArraySize = 0'");
    expect_error(slurm_ask_most_tasks(&n), &INVALID);
    return NULL;
}

// The options are words, and nobody looks for patterns or commands in them.
REAL_TEST(the_job_is_submitted_with_the_words_of_the_instructor)
{
    struct three three;
    struct slurm_job job = {.name = "grade-lab1-0"};
    char *text;
    size_t n;
    make_three(&three);
    three.options.slurm_options = " --account=x  --comment=$(id) ";
    three.class.root = "/course";
    char *said = check_format("%s/said", three.folder);
    setenv("SAID", said, 1);
    pretend("sbatch", "printf '[%s]' \"$@\" >\"$SAID\"; echo '17;west'");
    TRY(slurm_submit(&three.class, "/shared/100%", 3, &job));
    TRY(check_read_file(said, 1 << 12, &text, &n));
    ck_assert_ptr_nonnull(strstr(text, "[--array=0-2%2]"));
    ck_assert_ptr_nonnull(strstr(text, "[--output=/shared/100%%/logs/%a.txt]"));
    ck_assert_ptr_nonnull(
        strstr(text, "[--account=x][--comment=$(id)][/shared/100%/job]"));
    ck_assert_str_eq(job.number, "17");
    ck_assert_str_eq(job.cluster, "west");
    free(job.number);
    free(job.cluster);
    free(text);
    free(said);
    folder_remove(three.folder);
    return NULL;
}

REAL_TEST(what_slurm_refuses_is_told_in_its_words)
{
    struct three three;
    struct slurm_job job = {.name = "grade-lab1-0"};
    make_three(&three);
    three.class.root = "/course";
    pretend("sbatch",
            "echo 'sbatch: error: Batch job submission failed: No \033"
            "[1mway' >&2; exit 1");
    struct error *err = slurm_submit(&three.class, "/shared", 3, &job);
    ck_assert_ptr_nonnull(
        strstr(error_message(err), ": Batch job submission failed: No \\x1b"));
    expect_error(err, &INVALID);
    folder_remove(three.folder);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d

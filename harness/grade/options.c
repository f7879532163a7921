// The command line of the grader.
#include "class.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// How a word is read, and where what it says goes.
static const struct word {
    const char *name;
    enum { TEXT, PATH, DUE, SWITCH, SEED, JOBS, EXECUTOR } kind;
    size_t offset; // in the options: up to DUE of a text, of SWITCH a bool
} words[] = {
    {"lab", TEXT, offsetof(struct grade_options, lab)},
    {"in", PATH, offsetof(struct grade_options, in)},
    {"out", PATH, offsetof(struct grade_options, out)},
    {"roster", PATH, offsetof(struct grade_options, roster)},
    {"canvas", PATH, offsetof(struct grade_options, canvas)},
    {"moodle", PATH, offsetof(struct grade_options, moodle)},
    {"due", DUE, offsetof(struct grade_options, due)},
    {"jobs", JOBS, 0},
    {"seed", SEED, 0},
    {"executor", EXECUTOR, 0},
    {"slurm-options", TEXT, offsetof(struct grade_options, slurm_options)},
    {"slurm-task", TEXT, offsetof(struct grade_options, slurm_task)},
    {"force", SWITCH, offsetof(struct grade_options, force)},
    {"weak", SWITCH, offsetof(struct grade_options, weak)},
    {"regrade", SWITCH, offsetof(struct grade_options, regrade)},
    {"student", TEXT, offsetof(struct grade_options, student)},
    {"test", TEXT, offsetof(struct grade_options, test)},
    {"changed", SWITCH, offsetof(struct grade_options, changed)},
    {"dry", SWITCH, offsetof(struct grade_options, dry)},
};

static _Noreturn void wrong(const char *sentence)
{
    fprintf(stderr, "%s\n", sentence);
    exit(2);
}

static void read_seed(struct grade_options *options, const char *text)
{
    char *end;
    options->seed = strtoull(text, &end, 16);
    options->seed_given = true;
    if (*end != 0 || *text == 0)
        wrong("SEED is a number in hexadecimal digits.");
}

static void read_jobs(struct grade_options *options, const char *text)
{
    char *end;
    long n = strtol(text, &end, 10);
    if (*end != 0 || n < 1 || n > 1000)
        wrong("JOBS is how many checks run at a time: 1 to 1000.");
    options->jobs = (int)n;
}

static void expect_time(const char *text)
{
    if (result_seconds(text) < 0)
        wrong("DUE is a time in UTC, in this form: DUE=2026-10-02T22:00Z.");
}

static void read_executor(struct grade_options *options, const char *text)
{
    if (strcmp(text, "slurm") == 0)
        options->executor = EXECUTOR_SLURM;
    else if (strcmp(text, "here") != 0)
        wrong("EXECUTOR is slurm, or left out.");
}

// All paths are absolute from here on: class.json keeps them.
static char *absolute(const char *path)
{
    char *here = getcwd(NULL, 0);
    must(here != NULL);
    char *all = path[0] == '/' ? check_format("%s", path)
                               : check_format("%s/%s", here, path);
    free(here);
    return all;
}

// Takes text; what was said last counts.
static void put(char **place, char *text)
{
    free(*place);
    *place = text;
}

static void read_word(struct grade_options *options, const struct word *word)
{
    void *place = (char *)options + word->offset;
    switch (word->kind) {
    case TEXT:
        put(place, check_format("%s", optarg));
        break;
    case PATH:
        put(place, absolute(optarg));
        break;
    case SWITCH:
        *(bool *)place = true;
        break;
    case DUE:
        expect_time(optarg);
        put(place, check_format("%s", optarg));
        break;
    case SEED:
        read_seed(options, optarg);
        break;
    case JOBS:
        read_jobs(options, optarg);
        break;
    case EXECUTOR:
        read_executor(options, optarg);
        break;
    }
}

// Each word is found again by its place in the table.
static void read_words(struct grade_options *options, int argc, char **argv)
{
    struct option known[array_length(words) + 1] = {{0}};
    for (int i = 0; i < (int)array_length(words); i++)
        known[i] = (struct option){
            .name = words[i].name,
            .has_arg = words[i].kind == SWITCH ? no_argument
                                               : required_argument,
            .val = i,
        };
    for (int i; (i = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (i == '?')
            exit(2);
        read_word(options, &words[i]);
    }
}

void options_read(struct grade_options *options, int argc, char **argv)
{
    read_words(options, argc, argv);
    if (options->slurm_task != NULL)
        return;
    if (options->lab == NULL)
        wrong("Which lab? Say LAB=1, for example.");
    if (options->out == NULL)
        options->out = absolute("build/grade");
    int n = (options->student != NULL) + (options->test != NULL) +
            options->changed;
    if (options->regrade && n != 1)
        wrong("Whom again? Say one of STUDENT=s058, TEST=id, CHANGED=1.");
    if (!options->regrade && (n > 0 || options->dry))
        wrong("STUDENT, TEST, CHANGED and DRY are for `make regrade`.");
}

void options_free(struct grade_options *options)
{
    for (size_t i = 0; i < array_length(words); i++)
        if (words[i].kind <= DUE)
            free(*(char **)((char *)options + words[i].offset));
}

// The command line of the grader.
#include "class.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option words[] = {
    {"lab", required_argument, NULL, 'l'},
    {"in", required_argument, NULL, 'i'},
    {"out", required_argument, NULL, 'o'},
    {"roster", required_argument, NULL, 'r'},
    {"canvas", required_argument, NULL, 'c'},
    {"moodle", required_argument, NULL, 'm'},
    {"due", required_argument, NULL, 'd'},
    {"jobs", required_argument, NULL, 'j'},
    {"seed", required_argument, NULL, 'x'},
    {"executor", required_argument, NULL, 'e'},
    {"slurm-options", required_argument, NULL, 'O'},
    {"slurm-task", required_argument, NULL, 'T'},
    {"force", no_argument, NULL, 'f'},
    {"weak", no_argument, NULL, 'w'},
    {"regrade", no_argument, NULL, 'R'},
    {"student", required_argument, NULL, 's'},
    {"test", required_argument, NULL, 't'},
    {"changed", no_argument, NULL, 'C'},
    {"dry", no_argument, NULL, 'D'},
    {NULL, 0, NULL, 0},
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

static void read_due(struct grade_options *options, const char *text)
{
    options->due = text;
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
static const char *absolute(const char *path)
{
    char *here = getcwd(NULL, 0);
    must(here != NULL);
    char *all = path[0] == '/' ? check_format("%s", path)
                               : check_format("%s/%s", here, path);
    free(here);
    return all;
}

static void read_word(struct grade_options *options, int o)
{
    switch (o) {
    case 'l':
        options->lab = optarg;
        break;
    case 'i':
        options->in = absolute(optarg);
        break;
    case 'o':
        options->out = absolute(optarg);
        break;
    case 'r':
        options->roster = absolute(optarg);
        break;
    case 'c':
        options->canvas = absolute(optarg);
        break;
    case 'm':
        options->moodle = absolute(optarg);
        break;
    case 'd':
        read_due(options, optarg);
        break;
    case 'j':
        read_jobs(options, optarg);
        break;
    case 'x':
        read_seed(options, optarg);
        break;
    case 'e':
        read_executor(options, optarg);
        break;
    case 'O':
        options->slurm_options = optarg;
        break;
    case 'T':
        options->slurm_task = optarg;
        break;
    case 's':
        options->student = optarg;
        break;
    case 't':
        options->test = optarg;
        break;
    default:
        options->force |= o == 'f';
        options->weak |= o == 'w';
        options->regrade |= o == 'R';
        options->changed |= o == 'C';
        options->dry |= o == 'D';
    }
}

void options_read(struct grade_options *options, int argc, char **argv)
{
    for (int o; (o = getopt_long(argc, argv, "", words, NULL)) != -1;) {
        if (o == '?')
            exit(2);
        read_word(options, o);
    }
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

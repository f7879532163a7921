// The command line that submits a job.
#include "process.h"
#include "slurm.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The words of SLURM_OPTIONS=. They are cut in place: text stays as long as
// argv is used.
static struct error *add_options(struct check_argv *argv, char *text)
{
    for (char *at = strtok(text, " \t"); at != NULL; at = strtok(NULL, " \t")) {
        if (argv->n + 8 > array_length(argv->words))
            return error_new(&INVALID, "SLURM_OPTIONS= has too many words");
        check_word(argv, at);
    }
    return NULL;
}

// In a file name Slurm puts something else for each %.
static char *without_patterns(const char *path)
{
    char *out = malloc(2 * strlen(path) + 1), *to = out;
    must(out != NULL);
    for (; *path != 0; path++) {
        if (*path == '%')
            *to++ = '%';
        *to++ = *path;
    }
    *to = 0;
    return out;
}

// "4711", or "4711;cluster".
static struct error *read_number(struct slurm_job *job, const char *text)
{
    size_t n = strspn(text, "0123456789");
    size_t end = strcspn(text, "\n");
    if (n == 0)
        return error_new(&INVALID, "sbatch said no number of a job");
    job->number = check_format("%.*s", (int)n, text);
    if (text[n] == ';')
        job->cluster = check_format("%.*s", (int)(end - n - 1), text + n + 1);
    return NULL;
}

// What the job is made of, in the order of the command line.
struct submitting {
    char *name, *array, *output, *folder;
    char *script, *program;
    char *options; // of the instructor, cut into words
};

static struct submitting texts_for(const struct class *class,
                                   const char *folder, size_t n,
                                   const struct slurm_job *job)
{
    int jobs = class->options->jobs;
    const char *options = class->options->slurm_options;
    char *plain = without_patterns(folder);
    struct submitting texts = {
        .name = check_format("--job-name=%s", job->name),
        .array = jobs > 0 ? check_format("--array=0-%zu%%%d", n - 1, jobs)
                          : check_format("--array=0-%zu", n - 1),
        .output = check_format("--output=%s/logs/%%a.txt", plain),
        .folder = check_format("--chdir=%s", class->root),
        .script = check_format("%s/job", folder),
        .program = check_format("%s/build/harness/grade", class->root),
        .options = check_format("%s", options != NULL ? options : ""),
    };
    free(plain);
    return texts;
}

static void free_submitting(struct submitting *texts)
{
    free(texts->name);
    free(texts->array);
    free(texts->output);
    free(texts->folder);
    free(texts->script);
    free(texts->program);
    free(texts->options);
}

// Nothing is said of time, memory and processors: what a site has set holds, or
// what the instructor says. A task that is lost is no affair of Slurm's, we see
// to it ourselves; and the limits of the shell we are called from are none of
// the nodes'.
static struct error *submit(const struct submitting *texts, const char *folder,
                            struct process_result *result)
{
    struct check_argv argv = {0};
    check_words(&argv, (const char *const[]){
                           "sbatch", "--parsable", "--no-requeue", "--nodes=1",
                           "--ntasks=1", "--propagate=NONE", texts->name,
                           texts->array, texts->output, texts->folder, NULL});
    TRY(add_options(&argv, texts->options));
    check_words(&argv, (const char *const[]){texts->script, texts->program,
                                             "--slurm-task", folder, NULL});
    return slurm_call(&argv, result);
}

static struct error *not_taken(const struct class *class,
                               const struct process_result *result)
{
    const char *options = class->options->slurm_options;
    char *said = slurm_complaint(result);
    struct error *err =
        error_new(&INVALID,
                  "Slurm did not take the job: %s. SLURM_OPTIONS= says what is "
                  "asked for; it is \"%s\"",
                  said, options != NULL ? options : "");
    free(said);
    return err;
}

struct error *slurm_submit(const struct class *class, const char *folder,
                           size_t n, struct slurm_job *job)
{
    struct process_result result = {0};
    struct submitting texts = texts_for(class, folder, n, job);
    struct error *err = submit(&texts, folder, &result);
    if (err == NULL)
        err = result.end.code == 0 ? read_number(job, result.out.bytes)
                                   : not_taken(class, &result);
    process_result_free(&result);
    free_submitting(&texts);
    return err;
}

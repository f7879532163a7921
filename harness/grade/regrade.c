// Again: one student, one test of everyone, or whoever has changed.
#include "class.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- who -------------------------------------------------------------------

static bool is_asked(const struct class *class, const struct submission *s,
                     const json_t *old)
{
    const struct grade_options *options = class->options;
    if (options->student != NULL)
        return strcmp(s->student, options->student) == 0;
    if (options->changed)
        return !job_is_done(class, s, old);
    // One test goes into a result of the same files that has been played. Where
    // too much had hung before it came to this test, it would not be played
    // today either: a score must not depend on how it was asked for.
    const char *digest =
        result_string(json_object_get(old, "digests"), "submission");
    return s->n_files > 0 && s->refused == NULL &&
           strcmp(result_string(old, "status"), "graded") == 0 &&
           strcmp(digest, s->digest) == 0 &&
           strcmp(result_string(result_test(old, options->test), "status"),
                  "not_run") != 0;
}

static struct error *nobody(const struct class *class)
{
    const struct grade_options *options = class->options;
    if (options->student != NULL)
        return error_new(&INVALID,
                         "nobody in this class is called \"%s\": "
                         "%s/results lists who is",
                         options->student, class->folder);
    return NULL;
}

struct error *regrade_plan(struct class *class)
{
    for (size_t i = 0; i < class->intake->n; i++) {
        const struct submission *s = &class->intake->list[i];
        json_t *old = result_read(class, s->student);
        bool asked = is_asked(class, s, old);
        if (!asked)
            class->outcomes[i].state = OUTCOME_SKIPPED;
        class->n_open += asked;
        class->n_mixed += asked && class->options->test != NULL &&
                          !result_is_of_now(class, old);
        json_decref(old);
    }
    return class->n_open == 0 ? nobody(class) : NULL;
}

// ---- what is another now ---------------------------------------------------

void regrade_print(const struct class *class)
{
    size_t n_changed = 0;
    for (size_t i = 0; i < class->intake->n; i++)
        n_changed += class->outcomes[i].change != NULL;
    printf("\nagain    %zu graded again: %zu %s other than before\n",
           class->n_done, n_changed, n_changed == 1 ? "is" : "are");
    for (size_t i = 0; i < class->intake->n; i++)
        if (class->outcomes[i].change != NULL)
            printf("%s", class->outcomes[i].change);
    for (size_t i = 0; i < class->intake->n; i++)
        if (class->outcomes[i].state == OUTCOME_ERROR)
            printf("  %-20s the grader failed: %s\n",
                   class->intake->list[i].student, class->outcomes[i].error);
    if (class->n_mixed > 0)
        printf("notice   %zu %s made with other tests or numbers before, of "
               "which only this one\n         is new now: `make grade` with "
               "the same words plays all of them again\n",
               class->n_mixed, class->n_mixed == 1 ? "was" : "were");
    if (class->options->dry)
        printf("dry run: nothing was written\n");
}

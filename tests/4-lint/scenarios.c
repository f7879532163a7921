// Files are read: the judge gives their texts, and is told what was found.
#include "facts.h"
#include "lint.h"
#include "runner.h"
#include <stdlib.h>
#include <unistd.h>

enum { STACK_BYTES = 8 << 20 };

#define PRECOMPILED "build/headers/task.pch"

static const char *const flags[] = {
    "-std=gnu11",      "-D_GNU_SOURCE",     "-Ilabs/runtime",
    "-Ilabs/0-event",  "-Ilabs/1-nursery",  "-Ilabs/2-errgroup",
    "-Ilabs/3-scope",  "-Ilabs/5-stream",   "-include-pch",
    PRECOMPILED,
};
enum { N_PRECOMPILED = 2 }; // the last of them

// ---- what is compiled before -----------------------------------------------

// Behind blanks and comments.
static const char *first_word(const char *at)
{
    for (;;) {
        at += strspn(at, " \t\n");
        if (strncmp(at, "//", 2) != 0)
            return at;
        at += strcspn(at, "\n");
    }
}

// Is the header that has been read already the first thing in the file? Then it
// need not be read once more.
static bool begins_with_header(const char *text)
{
    static const char first[] = "#include \"task.h\"";
    return strncmp(first_word(text), first, strlen(first)) == 0 &&
           access(PRECOMPILED, R_OK) == 0;
}

// ---- what was found --------------------------------------------------------

// A text in pieces of 16 bytes; the last one has a 0 in it.
static void tell_text(const char *text)
{
    size_t n = strnlen(text, MOST_MESSAGE) + 1;
    for (size_t i = 0; i < n; i += 16) {
        int64_t piece[2] = {0, 0};
        size_t left = n - 1 - i;
        memcpy(piece, text + i, left < 16 ? left : 16);
        tell(TOLD_TEXT, piece[0], piece[1]);
    }
}

static void tell_finding(const struct lint_finding *finding, void *arg)
{
    int *n = arg;
    if ((*n)++ >= MOST_FINDINGS)
        return;
    tell(TOLD_FINDING, finding->line, finding->column);
    tell_text(finding->code != NULL ? finding->code : "");
    tell_text(finding->message != NULL ? finding->message : "");
}

static void lint_text(const char *text, size_t n_bytes)
{
    struct ast_source source = {
        .path = "file.c",
        .text = text,
        .n_bytes = n_bytes,
        .flags = flags,
        .n_flags = (int)array_length(flags) -
                   (begins_with_header(text) ? 0 : N_PRECOMPILED),
    };
    int n = 0;
    struct error *err = lint_source(&source, tell_finding, &n);
    tell(TOLD_READ,
         err == NULL                ? READ_WELL
         : error_is(err, &INVALID) ? READ_REFUSED
                                   : READ_FAILED,
         n);
    if (err != NULL)
        tell_text(error_message(err));
    error_free(err);
}

// ---- files that the judge has ----------------------------------------------

static void read_file(void)
{
    size_t n_bytes = (size_t)ask(), n = n_bytes / 8 + 1;
    int64_t *words = calloc(n, sizeof(words[0]));
    must(words != NULL);
    ask_all(words, n);
    lint_text((const char *)words, n_bytes);
    free(words);
}

#define FILES(test)                                                            \
    SCENARIO(test, .stack_bytes = STACK_BYTES)                                 \
    {                                                                          \
        for (int64_t n = ask(); n > 0; n--)                                    \
            read_file();                                                       \
        return NULL;                                                           \
    }
#include "lint_files.inc"

// ---- a file that is made here ----------------------------------------------

// FUNCTION_LINES lines. The handle is dropped or kept, in a way that looks much
// the same.
static void write_function(FILE *file, int i, bool bad)
{
    fprintf(file, "struct job_%d { struct task *task; int n; long sum; };\n"
                  "static struct error *work_%d(void *arg)\n"
                  "{\n"
                  "    struct job_%d *job = arg;\n"
                  "    for (int k = 0; k < 10 + %d; k++) {\n"
                  "        job->sum += k * job->n - (k & 3);\n"
                  "        if (job->sum > 1000)\n"
                  "            job->sum /= 2;\n"
                  "    }\n"
                  "    return NULL;\n"
                  "}\n"
                  "void start_%d(struct job_%d *job);\n"
                  "void start_%d(struct job_%d *job)\n"
                  "{\n",
            i, i, i, i, i, i, i, i);
    fprintf(file, "    %stask_go(work_%d, job);\n"
                  "    job->n++;\n"
                  "    if (job->task != NULL)\n"
                  "        task_forget(job->task);\n"
                  "}\n\n",
            bad ? "(void)" : "job->task = ", i);
}

SCENARIO(a_file_of_twenty_thousand_lines_is_read, .stack_bytes = STACK_BYTES)
{
    char *text;
    size_t n_bytes;
    int64_t n = ask();
    int64_t first_bad = ask();
    int64_t step = ask();
    FILE *file = open_memstream(&text, &n_bytes);
    must(file != NULL);
    fprintf(file, "#include \"task.h\"\n\n");
    for (int64_t i = 0; i < n; i++)
        write_function(file, (int)i,
                       i >= first_bad && (i - first_bad) % step == 0);
    fclose(file);
    lint_text(text, n_bytes);
    free(text);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d

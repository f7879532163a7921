// What the lint costs, beside what it costs to read the file at all.
#include "bench.h"
#include "rule.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINES = 20 * 1000, ROUNDS = 7 };

static const char *const flags[] = {
    "-std=gnu11",     "-D_GNU_SOURCE",    "-Ilabs/runtime", "-Ilabs/0-event",
    "-Ilabs/1-nursery", "-Ilabs/2-errgroup", "-Ilabs/3-scope", "-w",
};

// ---- the file --------------------------------------------------------------

// Twenty lines that have something for every rule to look at, and nothing to
// find; %1$d is a number of their own.
static const char part[] =
    "static struct error *child_%1$d(void *arg)\n"
    "{\n"
    "    struct item *item = arg;\n"
    "    for (size_t i = 0; i < item->n; i++)\n"
    "        item->total += item->values[i] * (i %% 2 == 0 ? 1 : -1);\n"
    "    TRY(sleep_ms(item->total > 100 ? 10 : 20));\n"
    "    return item->total < 0 ? error_new(&INVALID, \"%1$d\") : NULL;\n"
    "}\n"
    "\n"
    "static struct error *work_%1$d(struct item *items, size_t n_items)\n"
    "{\n"
    "    struct nursery *n = nursery_open();\n"
    "    for (size_t i = 0; i < n_items; i++)\n"
    "        nursery_spawn(n, child_%1$d, &items[i]);\n"
    "    struct error *err = nursery_close(n, NULL);\n"
    "    if (error_is(err, &INVALID) && items[0].total == %1$d)\n"
    "        error_note(err, \"in %%d\", %1$d);\n"
    "    return err;\n"
    "}\n"
    "\n";

static char *make_text(size_t *n_bytes)
{
    char *text;
    FILE *out = open_memstream(&text, n_bytes);
    must(out != NULL);
    fputs("#include \"event.h\"\n#include \"nursery.h\"\n#include \"scope.h\"\n"
          "struct item { size_t n; int total, values[8]; };\n",
          out);
    for (int line = 0; line < LINES; line += 20)
        fprintf(out, part, line / 20);
    fclose(out);
    return text;
}

// ---- two ways through it ---------------------------------------------------

// Of the processor: both are nothing but work, and libclang does some of it in a
// thread of its own.
static double used(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// As ast_open begins, and nothing else.
static double parse(const struct ast_source *source)
{
    double begun = used();
    struct CXUnsavedFile text = {source->path, source->text, source->n_bytes};
    CXTranslationUnit unit;
    CXIndex index = clang_createIndex(0, 0);
    must(clang_parseTranslationUnit2(index, source->path, source->flags,
                                     source->n_flags, &text, 1,
                                     CXTranslationUnit_None,
                                     &unit) == CXError_Success);
    clang_disposeTranslationUnit(unit);
    clang_disposeIndex(index);
    return used() - begun;
}

static double lint(const struct ast_source *source)
{
    double begun = used();
    struct findings found;
    struct error *err = rules_run(source, &found);
    must(err == NULL && found.n == 0);
    findings_free(&found);
    return used() - begun;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof(values[0]), compare);
    return values[ROUNDS / 2];
}

double bench_lint(size_t n)
{
    double of_parse[ROUNDS], of_lint[ROUNDS];
    struct ast_source source = {.path = "bench.c",
                                .flags = flags,
                                .n_flags = array_length(flags)};
    char *text = make_text(&source.n_bytes);
    (void)n;
    source.text = text;
    parse(&source); // the headers are in memory from now on
    for (int i = 0; i < ROUNDS; i++) {
        of_parse[i] = parse(&source);
        of_lint[i] = lint(&source);
    }
    free(text);
    double parsed = median(of_parse), linted = median(of_lint);
    return linted / parsed;
}
// private: linnet-0f5d3f897d262c7d

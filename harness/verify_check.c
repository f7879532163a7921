// One run of the checker.
#include "process.h"
#include "scope.h"
#include "verify.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_S = 60 };

void verify_blame(struct verify_case *c, const char *format, ...)
{
    va_list args;
    if (c->why != NULL)
        return;
    va_start(args, format);
    must(vasprintf(&c->why, format, args) >= 0);
    va_end(args);
}

// ---- other programs --------------------------------------------------------

// In a group of its own, so that nothing of it is left whatever happens.
struct error *verify_program(const char *const *argv, int64_t limit_ms,
                             struct process_result *result)
{
    struct process_options options = {.argv = argv, .group = true};
    struct scope *s = scope_enter((struct scope_options){
        .deadline = after_ms(limit_ms), .fail = true, .name = argv[0]});
    return scope_leave(s, process_run(&options, NULL, 0, result));
}

struct error *verify_output(struct verify_case *c, const char *const *argv,
                            char **text)
{
    struct process_result result;
    TRY(verify_program(argv, MOST_S * 1000, &result));
    *text = check_format("%s", result.out.bytes);
    if (result.end.code != 0)
        verify_blame(c, "%s ended with %d: %.300s%.300s", argv[0],
                     result.end.code, result.err.bytes, result.out.bytes);
    process_result_free(&result);
    return NULL;
}

// ---- the check -------------------------------------------------------------

static void add(const char **argv, size_t *n, const char *const *words)
{
    for (; *words != NULL; words++)
        argv[(*n)++] = *words;
    argv[*n] = NULL;
}

static struct error *read_result(struct verify_case *c, json_t **result)
{
    char *path = check_format("%s/out/result.json", c->folder), *text;
    size_t n;
    struct error *err = check_read_file(path, 1 << 22, &text, &n);
    free(path);
    if (err != NULL)
        return err;
    json_error_t where;
    *result = json_loads(text, 0, &where);
    free(text);
    return *result != NULL ? NULL
                           : error_new(&INVALID, "result.json: %s", where.text);
}

struct error *verify_check(struct verify_case *c)
{
    const char *argv[32];
    size_t n = 0;
    char *out = check_format("%s/out", c->folder);
    struct process_result printed;
    json_t *result = NULL;
    // If this program is killed, what it has started goes too.
    add(argv, &n,
        (const char *const[]){"setpriv", "--pdeathsig", "KILL", NULL});
    add(argv, &n, c->before);
    add(argv, &n,
        (const char *const[]){"build/harness/check", "--lab", c->lab->number,
                              "--out", out, NULL});
    if (!c->no_src)
        add(argv, &n, (const char *const[]){"--src", c->src, NULL});
    if (c->seed[0] != 0)
        add(argv, &n, (const char *const[]){"--seed", c->seed, NULL});
    // The lint has tests of its own; here one look at it is enough.
    if (strcmp(c->kind, "advice") != 0)
        add(argv, &n, (const char *const[]){"--brief", NULL});
    add(argv, &n, c->words);
    double start = check_now_ms();
    struct error *err = verify_program(argv, MOST_S * 1000, &printed);
    c->took_s = (check_now_ms() - start) / 1e3;
    free(out);
    if (err != NULL)
        return err;
    verify_look_at_end(c, &printed);
    process_result_free(&printed);
    if (c->gets == GETS_WRONG_WORDS)
        return NULL;
    err = read_result(c, &result);
    // With a layer off, an attack may have ended the checker.
    if (err != NULL && (c->gets == GETS_THROUGH || c->gets == GETS_ANY)) {
        error_free(err);
        snprintf(c->note, sizeof(c->note), "no verdict");
        if (c->gets == GETS_THROUGH)
            verify_look_at_through(c, NULL);
        verify_kill_below(c->folder);
        return NULL;
    }
    if (err != NULL)
        return err;
    verify_look_at_result(c, result);
    if (c->why != NULL) {
        char *why =
            check_format("%s (SEED=%s)", c->why,
                         json_string_value(json_object_get(result, "seed")));
        free(c->why);
        c->why = why;
    }
    json_decref(result);
    return NULL;
}

struct error *verify_run(struct verify_case *c)
{
    verify_remove(c->folder);
    struct error *err = check_make_folder(c->folder);
    if (err == NULL && c->make != NULL)
        err = c->make(c);
    if (err == NULL && c->why == NULL && c->gets != GETS_NOTHING)
        err = verify_check(c);
    if (error_is(err, &CANCELLED))
        return err;
    if (err != NULL)
        verify_blame(c, "%s", error_message(err));
    error_free(err);
    if (c->why == NULL)
        verify_remove(c->folder);
    return NULL;
}

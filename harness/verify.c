// Are the labs themselves in order? References get full marks, starters next to
// nothing, every broken solution is found out, every attack fails.
//
//     build/harness/verify [--lab N] [--only WORD] [--case KIND/NAME]...
//           [--any-seed] [--attacks | --layers]
//
// WORD is a kind of cases (attack), or part of a name. --attacks leaves out all
// that is none; with --layers each attack is checked without each layer of
// defence, and what comes of it is printed and not judged. With --any-seed the wrong
// solutions, too, are checked with other numbers each time. A line for each case,
// and at the end `N passed, N failed`. Exit status: 0 if none failed, 1 if one
// did or Ctrl-C ended it, 2 if the command line is wrong.
//
// Three workers, children of one nursery, take cases from one list: two
// processors are busy while a third case waits for what does not end. Ctrl-C
// cancels them: each ends its checker, and with it all that the checker has
// started.
#include "loop.h"
#include "event.h"
#include "nursery.h"
#include "signals.h"
#include "verify.h"
#include "wire.h"
#include <getopt.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORKERS = 3, WIDTH = 78, GRACE_MS = 3000 };

struct verify {
    const char *lab; // only this one; NULL: all that are open
    struct verify_list list;
    struct check_lab *labs[16];
    size_t n_labs;
    size_t next; // the next case to be taken
    int n_passed, n_failed;
    bool stopped; // by a signal
    bool any_seed;
};

// ---- saying it -------------------------------------------------------------

// Below the line of a case.
static void print_reason(const char *text)
{
    char *clean = check_clean(text, 1000);
    int column = WIDTH;
    for (const char *at = clean; *at != 0;) {
        int n = (int)strcspn(at, " \n");
        if (column + 1 + n > WIDTH)
            column = printf("\n        ") - 1;
        else
            column += printf(" ");
        column += printf("%.*s", n, at);
        at += n + (at[n] != 0);
    }
    printf("\n");
    free(clean);
}

static void print_case(const struct verify_case *c)
{
    printf("%-5s%-10s%-40s ", c->why == NULL ? "ok" : "FAIL", c->kind,
           c->name);
    if (c->max > 0)
        printf("%-13s%3d of %d", c->note, c->score, c->max);
    else
        printf("%s", c->note);
    if (c->why != NULL)
        print_reason(c->why);
    else
        printf("\n");
    fflush(stdout);
}

static void note(struct verify *v, const struct verify_case *c)
{
    print_case(c);
    if (c->why == NULL)
        v->n_passed++;
    else
        v->n_failed++;
}

// ---- the work --------------------------------------------------------------

static struct error *work(void *arg)
{
    struct verify *v = arg;
    while (v->next < v->list.n) {
        struct verify_case *c = v->list.cases[v->next++];
        TRY(verify_run(c));
        if (c->most_s > 0 && c->took_s > c->most_s)
            verify_blame(c, "it took %.0f s", c->took_s);
        note(v, c);
    }
    return NULL;
}

// Waits until what was told to end has ended.
static struct error *look_for_leftovers(struct verify *v)
{
    struct verify_case c = {.kind = "lab", .name = "nothing is left behind"};
    for (int ms = 0; ms < GRACE_MS; ms += 100) {
        free(c.why);
        c.why = verify_leftovers();
        if (c.why == NULL)
            break;
        TRY(sleep_ms(100));
    }
    note(v, &c);
    free(c.why);
    return NULL;
}

static struct error *work_all(struct verify *v)
{
    struct nursery *n = nursery_open();
    for (int i = 0; i < WORKERS; i++)
        nursery_spawn(n, work, v);
    TRY(nursery_close(n, NULL));
    return look_for_leftovers(v);
}

// Cancels the nursery it lives in.
static struct error *stop_on_signal(void *arg)
{
    static const int signums[] = {SIGINT, SIGTERM, SIGHUP};
    struct verify *v = arg;
    struct signals *signals;
    int signum;
    TRY(signals_open(signums, array_length(signums), &signals));
    struct error *err = signals_next(signals, &signum);
    signals_close(signals);
    if (err == NULL)
        v->stopped = true;
    return err != NULL ? err : error_new(&INTERRUPTED, "%s", strsignal(signum));
}

// ---- labs ------------------------------------------------------------------

static bool is_wanted(const struct verify *v, const struct check_lab *lab)
{
    return v->lab == NULL || strcmp(v->lab, lab->number) == 0;
}

// A lab is open when it has a rubric.
static struct error *add_labs(struct verify *v)
{
    glob_t found;
    struct error *err = NULL;
    if (glob("labs/[0-9]-*/rubric.tsv", 0, NULL, &found) != 0)
        return error_new(&INVALID, "no lab has a rubric.tsv");
    for (size_t i = 0; err == NULL && i < found.gl_pathc; i++) {
        char number[2] = {found.gl_pathv[i][strlen("labs/")], 0};
        // Cases that are named need no other lab's kit.
        if (v->list.n_named > 0 && v->lab != NULL &&
            strcmp(v->lab, number) != 0)
            continue;
        must(v->n_labs < array_length(v->labs));
        err = check_lab_read(number, &v->labs[v->n_labs]);
        if (err == NULL && is_wanted(v, v->labs[v->n_labs++]))
            verify_add_lab(&v->list, v->labs[v->n_labs - 1]);
    }
    globfree(&found);
    return err;
}

// About the checker and not a lab: one that is a single file is enough, and one
// that is several.
static void add_files(struct verify *v)
{
    bool one = false, several = false;
    for (size_t i = 0; i < v->n_labs; i++) {
        if (!is_wanted(v, v->labs[i]))
            continue;
        bool *done = v->labs[i]->n_files == 1 ? &one : &several;
        if (!*done && done == &one)
            verify_add_files(&v->list, v->labs[i]);
        else if (!*done)
            verify_add_folders(&v->list, v->labs[i]);
        *done = true;
    }
}

// A wrong solution is checked with numbers of its own, the same each time: which
// of two codes it gets may depend on them. The right ones are checked with any.
static void choose_seeds(struct verify *v)
{
    for (size_t i = 0; i < v->list.n && !v->any_seed; i++) {
        struct verify_case *c = v->list.cases[i];
        if (strcmp(c->kind, "broken") == 0)
            snprintf(c->seed, sizeof(c->seed), "%x", wire_hash(c->name));
    }
}

static struct error *verify(void *arg)
{
    struct verify *v = arg;
    TRY(add_labs(v));
    add_files(v);
    choose_seeds(v);
    verify_set_labs(v->labs, v->n_labs);
    for (size_t i = 0; i < v->n_labs; i++)
        if (is_wanted(v, v->labs[i]))
            verify_add_mine(&v->list, v->labs[i]);
    verify_long_first(&v->list);
    if (v->list.n == 0)
        return error_new(&INVALID, "there is no such case");
    struct nursery *n = nursery_open();
    nursery_spawn(n, stop_on_signal, v);
    struct error *err = work_all(v);
    if (err == NULL)
        nursery_cancel(n);
    return nursery_close(n, err);
}

static void free_all(struct verify *v)
{
    for (size_t i = 0; i < v->list.n; i++) {
        struct verify_case *c = v->list.cases[i];
        char *const texts[] = {c->name, c->from,   c->code, c->killed_by,
                               c->says, c->folder, c->src,  c->why,
                               c->layer};
        for (size_t j = 0; j < array_length(texts); j++)
            free(texts[j]);
        free(c);
    }
    free(v->list.cases);
    for (size_t i = 0; i < v->n_labs; i++)
        check_lab_free(v->labs[i]);
}

static void read_words(struct verify *v, int argc, char **argv)
{
    static const struct option words[] = {
        {"lab", required_argument, NULL, 'l'},
        {"only", required_argument, NULL, 'o'},
        {"case", required_argument, NULL, 'c'},
        {"any-seed", no_argument, NULL, 'a'},
        {"attacks", no_argument, NULL, 't'},
        {"layers", no_argument, NULL, 'y'},
        {NULL, 0, NULL, 0},
    };
    for (int o; (o = getopt_long(argc, argv, "", words, NULL)) != -1;) {
        if (o == 'l')
            v->lab = optarg;
        else if (o == 'o')
            v->list.only = optarg;
        else if (o == 'c' && v->list.n_named < MOST_NAMED)
            v->list.named[v->list.n_named++] = optarg;
        else if (o == 'a')
            v->any_seed = true;
        else if (o == 't')
            v->list.attacks = true;
        else if (o == 'y')
            v->list.attacks = v->list.layers = true;
        else
            exit(2);
    }
}

int main(int argc, char **argv)
{
    struct verify v = {0};
    read_words(&v, argc, argv);
    // The grader plays cases whenever a class is graded.
    if (v.list.n_named > 0)
        verify_keep_apart();
    struct error *err = loop_run(verify, &v, NULL);
    int status = v.n_failed == 0 ? 0 : 1;
    if (v.stopped) {
        printf("stopped\n");
        status = 1;
    } else if (error_is(err, &INVALID)) {
        fprintf(stderr, "verify: %s\n", error_message(err));
        status = 2;
    } else if (err != NULL) {
        error_print(err, stderr);
        status = 1;
    }
    error_free(err);
    if (v.list.n_named > 0)
        verify_remove(verify_folder());
    free_all(&v);
    printf("%d passed, %d failed\n", v.n_passed, v.n_failed);
    return status;
}

// A tree is split. How many groups are made, and what is the same as before?
#include "errgroup.h"
#include "loop.h"

static const char *yes_or_no(bool yes)
{
    return yes ? "yes" : "no";
}

static struct error *group(const char *message, struct error *a,
                           struct error *b)
{
    struct error *members[] = {a, b};
    struct error *err = errgroup_new(message, members, b != NULL ? 2 : 1);
    error_free(a);
    error_free(b);
    return err;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct error *page =
        group("page", error_new(&NOT_FOUND, "b"), error_new(&TIMEOUT, "c"));
    struct error *host = group("host", error_new(&CLOSED, "d"), NULL);
    struct error *crawl = group("crawl", page, host), *late, *rest;
    size_t n_before = error_live();
    TRY(errgroup_split(crawl, &TIMEOUT, &late, &rest));
    printf("made by the split: %zu\n", error_live() - n_before);
    printf("late has %zu member, rest has %zu\n", errgroup_size(late),
           errgroup_size(rest));
    printf("rest is crawl: %s\n", yes_or_no(rest == crawl));
    printf("page in rest is page: %s\n",
           yes_or_no(errgroup_member(rest, 0) == page));
    printf("host in rest is host: %s\n",
           yes_or_no(errgroup_member(rest, 1) == host));
    error_free(late);
    error_free(rest);
    TRY(errgroup_split(crawl, &ORDINARY, &late, &rest));
    printf("all that is ordinary is crawl: %s\n", yes_or_no(late == crawl));
    error_free(late);
    error_free(crawl);
    return NULL;
}

int main(void)
{
    return loop_exit_status(loop_run(program, NULL, NULL));
}

// Two errors look the same. One of them is raised again: which goes on?
#include "errgroup.h"
#include "loop.h"

static struct error *late(void)
{
    return error_new(&TIMEOUT, "no answer");
}

static bool count(struct error *leaf, void *n)
{
    (void)leaf;
    ++*(int *)n;
    return true;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct error *first = late(), *second = late();
    struct error *all[] = {first, second, first};
    struct errgroup_try *t = errgroup_try(errgroup_new("twins", all, 3));
    int n = 0;
    except (t, &TIMEOUT, caught) {
        errgroup_raise(t, error_ref(errgroup_member(caught, 0)));
    }
    struct error *err = errgroup_end(t);
    errgroup_leaves(err, count, &n);
    printf("leaves that go on: %d\n", n);
    for (size_t i = 0; i < errgroup_size(err); i++)
        puts(errgroup_member(err, i) == first ? "the first" : "the second");
    error_free(err);
    error_free(first);
    error_free(second);
    return NULL;
}

int main(void)
{
    return loop_exit_status(loop_run(program, NULL, NULL));
}

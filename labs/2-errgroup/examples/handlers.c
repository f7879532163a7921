// Three errors, two handlers, one of which fails. What goes on?
#include "errgroup.h"
#include "loop.h"
#include <stdlib.h>

static struct error *three(void)
{
    struct error *all[] = {error_new(&TIMEOUT, "no answer"),
                           error_new(&NOT_FOUND, "no such page"),
                           error_new(&CLOSED, "hung up")};
    struct error *err = errgroup_new("crawl", all, 3);
    for (size_t i = 0; i < 3; i++)
        error_free(all[i]);
    return err;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct errgroup_try *t = errgroup_try(three());
    except (t, &TIMEOUT, caught) {
        printf("late: %zu\n", errgroup_size(caught));
    }
    except (t, &SYSTEM, caught) {
        printf("missing: %s\n", error_message(errgroup_member(caught, 0)));
        errgroup_raise(t, error_new(&INVALID, "a dead link"));
    }
    except (t, &TIMEOUT, caught) {
        printf("late again: %zu\n", errgroup_size(caught));
    }
    struct error *err = errgroup_end(t);
    for (size_t i = 0; i < errgroup_size(err); i++) {
        char *text = errgroup_text(errgroup_member(err, i));
        printf("%zu: %s\n", i + 1, text);
        free(text);
    }
    error_free(err);
    return NULL;
}

int main(void)
{
    return loop_exit_status(loop_run(program, NULL, NULL));
}

// The same program, in which a task that waits lets the others run.
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include "pipe.h"
#include "process.h"
#include <stdio.h>
#include <unistd.h>

static struct error *ring(void *arg)
{
    (void)arg;
    TRY(sleep_ms(60000));
    printf("one minute\n");
    return NULL;
}

static struct error *save(void)
{
    static const char *const tar[] = {"tar", "cf", "notes.tar", "notes", NULL};
    struct process_result result;
    TRY(process_run(&(struct process_options){.argv = tar}, NULL, 0, &result));
    int code = result.end.code;
    process_result_free(&result);
    return code == 0 ? NULL : error_new(&INVALID, "nothing was saved");
}

static struct error *answer(struct pipe *in)
{
    char bytes[80];
    size_t n;
    do {
        TRY(pipe_read(in, bytes, sizeof(bytes), &n));
        if (n > 0 && bytes[0] == 'y')
            TRY(save());
    } while (n > 0);
    return NULL;
}

static struct error *ask(void *arg)
{
    struct pipe *in;
    (void)arg;
    printf("save? ");
    fflush(stdout);
    TRY(pipe_open(STDIN_FILENO, &in));
    struct error *err = answer(in);
    pipe_free(in);
    return err;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct nursery *n = nursery_open();
    nursery_spawn(n, ring, NULL);
    nursery_spawn(n, ask, NULL);
    return nursery_close(n, NULL);
}

int main(void)
{
    sleep(1); // before the run there is nobody to be stopped
    return loop_exit_status(loop_run(program, NULL, NULL));
}

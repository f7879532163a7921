// Three calls that stop every task of the run.
#include "loop.h"
#include "nursery.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct error *ring(void *arg)
{
    (void)arg;
    sleep(60); // <- blocking-call
    printf("one minute\n");
    return NULL;
}

static int save(void)
{
    return system("tar cf notes.tar notes"); // <- blocking-call
}

static struct error *ask(void *arg)
{
    char line[80];
    (void)arg;
    printf("save? ");
    fflush(stdout);
    while (fgets(line, sizeof(line), stdin) != NULL) // <- blocking-call
        if (line[0] == 'y' && save() != 0)
            return error_new(&INVALID, "nothing was saved");
    return NULL;
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
    return loop_exit_status(loop_run(program, NULL, NULL));
}

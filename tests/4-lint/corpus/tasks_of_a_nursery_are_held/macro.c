// Spawned from a macro, in conditions and loops, without a name for anything.
#include "nursery.h"

#define SPAWN_ALL(n, fn, count)                                                \
    for (int i = 0; i < (count); i++)                                          \
        nursery_spawn((n), fn, NULL)
#define BLOCK(n) for (struct nursery *n = nursery_open(); n != NULL; error_free(nursery_close(n, NULL)), n = NULL)

struct error *work_x(void *arg);

void all_x(int n_x)
{
    BLOCK(inner_x)
    {
        SPAWN_ALL(inner_x, work_x, n_x);
        if (n_x > 3)
            nursery_spawn(inner_x, work_x, NULL);
        else
            nursery_spawn_with(inner_x, work_x, NULL, .eager = true, .name = "one");
        n_x > 4 ? nursery_spawn(inner_x, work_x, NULL) : (void)0;
        nursery_cancel(inner_x);
    }
}

// Attack: runs each child to its end inside of spawn, one after the other
// Threat: F.3 #36
// Gets: below
// Rest: rest.c
#define NO_SPAWN
#include "nursery.h"
void nursery_spawn_from(struct nursery *n, const struct task_site *site,
                        task_fn *fn, void *arg, struct spawn_options options)
{
    (void)n;
    (void)site;
    (void)options;
    error_free(fn(arg));
}

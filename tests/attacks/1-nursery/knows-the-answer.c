// Attack: answers as the example in the handout wants, whatever it is asked
// Threat: F.3 #35
// Gets: below
// Rest: rest.c
#define NO_SPAWN
#include "nursery.h"
void nursery_spawn_from(struct nursery *n, const struct task_site *site,
                        task_fn *fn, void *arg, struct spawn_options options)
{
    (void)n;
    (void)site;
    (void)fn;
    (void)arg;
    (void)options;
}
#define AT_CLOSE error_free(sleep_ms(50))
struct error *sleep_ms(long ms);

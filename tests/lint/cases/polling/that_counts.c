// Loops that count, or work in their condition.
#include "event.h"

struct job {
    int left;
};

static bool step(struct job *job)
{
    return job->left-- > 0;
}

struct error *all(int n, struct job *job, bool (*next)(const struct job *job))
{
    for (int i = 0; i < n; i++)
        TRY(checkpoint());
    while (n-- > 0)
        TRY(sleep_ms(10));
    while (--n > 0)
        TRY(checkpoint());
    while ((n -= 2) > 0)
        TRY(checkpoint());
    while (step(job))
        TRY(sleep_ms(10));
    while (next(job))
        TRY(sleep_ms(10));
    do
        TRY(checkpoint());
    while ((n = job->left) > 0);
    return NULL;
}

// Local things of that name.
#include "mark.h"

MARK_GIVES_TASK void *start_x(int n_x);

struct start_x {
    int start_x;
};

int local_x(int n_x)
{
    struct start_x s_x = {.start_x = n_x};
    {
        int start_x = 3;
        start_x++;
        n_x += start_x;
    }
    enum { other_x = sizeof(struct start_x) };
    for (int (*start_x)(int) = local_x; n_x > 4; n_x--)
        start_x(n_x);
    return n_x + s_x.start_x + other_x;
}

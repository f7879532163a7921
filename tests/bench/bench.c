// Our side of the benchmarks: measures one and prints the number.
//
//     bench NAME [N]
//
// N is the number of tasks, the usual one if it is left out. Every peer program
// is called in the same way and prints the same; a name it has nothing for ends
// it with status 2.
#include "bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct row {
    const char *name;
    double (*measure)(size_t n);
    size_t n; // the usual number of tasks
} rows[] = {
    {"spawn", bench_spawn, 1000},
    {"spawn_live", bench_spawn_live, 1000},
    {"yield", bench_yield, 2},
    {"stream_0", bench_stream_0, 1},
    {"stream_64", bench_stream_64, 1},
    {"live_tasks", bench_live_tasks, 1000 * 1000},
    {"idle_bytes", bench_idle_bytes, 100 * 1000},
    {"cancel", bench_cancel, 100 * 1000},
    {"deadline", bench_deadline, 100 * 1000},
    {"deadline_again", bench_deadline_again, 100 * 1000},
    {"lateness", bench_lateness, 2},
    {"lint", bench_lint, 1},
};

double bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

unsigned bench_random(unsigned most)
{
    // Knuth's linear congruence; the high bits are the good ones.
    static unsigned long long state = 1;
    state = state * 6364136223846793005 + 1442695040888963407;
    return (unsigned)(state >> 33) % most;
}

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].name, argv[1]) != 0)
            continue;
        size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : rows[i].n;
        printf("%.2f\n", rows[i].measure(n));
        return 0;
    }
    return 2;
}
// private: linnet-0f5d3f897d262c7d

// How a hostile program reports: a line for each attempt, and exit status 1
// if one of them got through.
#pragma once
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int attack_status;

// Says how an attempt ended; errno tells why it was refused.
static inline void attack_report(const char *what, bool got_through)
{
    printf("%s: %s\n", what, got_through ? "GOT THROUGH" : strerror(errno));
    fflush(stdout);
    if (got_through)
        attack_status = 1;
}

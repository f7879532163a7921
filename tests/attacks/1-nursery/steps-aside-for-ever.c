// Attack: steps aside again and again in place of waiting
// Threat: F.3 #46
// Gets: below
// Code: HANG
// Rest: rest.c
#include "task.h"
#define AT_CLOSE                                                               \
    for (;;)                                                                   \
        task_yield()

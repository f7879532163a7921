// Attack: steps aside again and again in place of waiting
// Gets: below
// Code: HANG
// Rest: rest.c
#include "task.h"
#define AT_CLOSE                                                               \
    for (;;)                                                                   \
        task_yield()

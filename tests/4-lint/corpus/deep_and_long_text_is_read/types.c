// A type that is hard to read, a long list and a long string.
#include "task.h"

struct error *work_x(void *arg);

struct task *(*(*(*deep_x)(void (*)(struct task *(*)(void))))[3])(int (*)[4]);
static const int list_x[] = {
    0, 11, 22, 33, 44, 55, 66, 77, 88, 2, 13, 24, 35, 46, 57, 68, 79, 90,
    37, 48, 59, 70, 81, 92, 6, 17, 28, 39, 50, 61, 72, 83, 94, 8, 19, 30,
    74, 85, 96, 10, 21, 32, 43, 54, 65, 76, 87, 1, 12, 23, 34, 45, 56, 67,
    14, 25, 36, 47, 58, 69, 80, 91, 5, 16, 27, 38, 49, 60, 71, 82, 93, 7,
    51, 62, 73, 84, 95, 9, 20, 31, 42, 53, 64, 75, 86, 0, 11, 22, 33, 44,
    88, 2, 13, 24, 35, 46, 57, 68, 79, 90, 4, 15, 26, 37, 48, 59, 70, 81,
    28, 39, 50, 61, 72, 83, 94, 8, 19, 30, 41, 52, 63, 74, 85, 96, 10, 21,
    65, 76, 87, 1, 12, 23, 34, 45, 56, 67, 78, 89, 3, 14, 25, 36, 47, 58,
    5, 16, 27, 38, 49, 60, 71, 82, 93, 7, 18, 29, 40, 51, 62, 73, 84, 95,
    42, 53, 64, 75, 86, 0, 11, 22, 33, 44, 55, 66, 77, 88, 2, 13, 24, 35,
    79, 90, 4, 15, 26, 37, 48, 59, 70, 81, 92, 6, 17, 28, 39, 50, 61, 72,
    19, 30, 41, 52, 63, 74, 85, 96, 10, 21, 32, 43, 54, 65, 76, 87, 1, 12,
    56, 67, 78, 89, 3, 14, 25, 36, 47, 58, 69, 80, 91, 5, 16, 27, 38, 49,
    93, 7, 18, 29, 40, 51, 62, 73, 84, 95, 9, 20, 31, 42, 53, 64, 75, 86,
    33, 44, 55, 66, 77, 88, 2, 13, 24, 35, 46, 57, 68, 79, 90, 4, 15, 26,
    70, 81, 92, 6, 17, 28, 39, 50, 61, 72, 83, 94, 8, 19, 30, 41, 52, 63,
    10, 21, 32, 43, 54, 65, 76, 87, 1, 12, 23, 34, 45, 56, 67, 78, 89, 3,
    47, 58, 69, 80, 91, 5, 16, 27, 38, 49, 60, 71, 82, 93, 7, 18, 29, 40,
    84, 95, 9, 20, 31, 42, 53, 64, 75, 86, 0, 11, 22, 33, 44, 55, 66, 77,
    24, 35, 46, 57, 68, 79, 90, 4, 15, 26, 37, 48, 59, 70, 81, 92, 6, 17,
};
static const char *const text_x =
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); "
    "task_go(work, NULL); task_go(work, NULL); task_go(work, NULL); ";

struct task *use_x(int n_x)
{
    struct task *(*(*row_x)[3])(int (*)[4]) = deep_x(0);
    if (n_x > list_x[5] + text_x[6])
        return (*row_x)[0](0);
    struct task *****t_x = (struct task *****)row_x;
    ****t_x = task_go(work_x, NULL);
    return task_go(work_x, (void *)(*row_x)[1](0));
}

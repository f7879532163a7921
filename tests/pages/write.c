// Writes the pages of a class that nobody handed in, to be looked at.
//
//     build/test/pages-write FOLDER [STUDENTS]
#include "../grade/class.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

int main(int argc, char **argv)
{
    static const struct output *const outputs[] = {&to_pages};
    if (argc < 2 || check_make_folder(argv[1]) != NULL) {
        fprintf(stderr, "Where to? Say pages-write FOLDER\n");
        return 2;
    }
    size_t n = argc > 2 ? (size_t)atoi(argv[2]) : 200;
    struct class_made *class = class_make(argv[1], n, 7);
    for (size_t i = 0; i < array_length(outputs); i++) {
        char *said;
        double began = now_ms();
        struct error *err = class_output(class, outputs[i], &said);
        if (err != NULL) {
            error_print(err, stderr);
            return 1;
        }
        printf("%s: %.0f ms. %s\n", outputs[i]->name, now_ms() - began,
               said != NULL ? said : "");
        free(said);
    }
    class_free(class);
    return 0;
}

// Writes the pages of a class that nobody handed in, to be looked at.
//
//     build/test/pages-write FOLDER [STUDENTS]
#include "../grade/class.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv)
{
    static const struct output *const outputs[] = {&to_pages, &to_similar};
    if (argc < 2 || check_make_folder(argv[1]) != NULL) {
        fprintf(stderr, "Where to? Say pages-write FOLDER\n");
        return 2;
    }
    size_t n = argc > 2 ? (size_t)atoi(argv[2]) : 200;
    struct class_made *class = class_make(argv[1], n, 7);
    class_write_sources(class);
    for (size_t i = 0; i < array_length(outputs); i++) {
        char *said;
        clock_t began = clock();
        struct error *err = class_output(class, outputs[i], &said);
        if (err != NULL) {
            error_print(err, stderr);
            return 1;
        }
        printf("%s: %.0f ms of processor time. %s\n", outputs[i]->name,
               1e3 * (double)(clock() - began) / CLOCKS_PER_SEC,
               said != NULL ? said : "");
        free(said);
    }
    class_free(class);
    return 0;
}
// private: linnet-0f5d3f897d262c7d

// From the result.json of one check to Gradescope's results.json.
//
//     build/harness/gradescope LAB RESULT FOLDER     writes FOLDER/results.json
//
// The same function as for a class makes it: what students see is the same.
#include "grade.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct error *add_one(const struct report *report, const json_t *result)
{
    void *self;
    struct submission submission = {.student = "results"};
    json_t *times = json_pack(
        "{s:f}", "wall_ms",
        json_number_value(json_object_get(result, "total_ms")));
    struct verdict verdict = {&submission, result, times};
    struct error *err = to_gradescope.begin(report, &self);
    if (err == NULL)
        err = to_gradescope.add(self, &verdict);
    json_decref(times);
    return err;
}

// Moves FOLDER/gradescope/results.json to where it belongs, whole.
static struct error *publish(const char *folder)
{
    char *from = check_format("%s/gradescope/results.json", folder);
    char *to = check_format("%s/results.json", folder);
    struct error *err = rename(from, to) == 0
                            ? NULL
                            : error_new(&SYSTEM, "cannot write %s", to);
    free(from);
    free(to);
    return err;
}

static struct error *convert(const char *number, const char *path,
                             const char *folder)
{
    json_error_t why;
    struct grade_options options = {.lab = number};
    struct check_lab *lab;
    json_t *result = json_load_file(path, 0, &why);
    if (result == NULL)
        return error_new(&INVALID, "%s is no result: %s", path, why.text);
    struct error *err = check_lab_read(number, &lab);
    if (err == NULL) {
        struct report report = {
            .options = &options, .lab = lab, .folder = folder};
        err = add_one(&report, result);
        if (err == NULL)
            err = publish(folder);
        check_lab_free(lab);
    }
    json_decref(result);
    return err;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "gradescope LAB RESULT FOLDER\n");
        return 2;
    }
    struct error *err = convert(argv[1], argv[2], argv[3]);
    if (err == NULL)
        return 0;
    fprintf(stderr, "%s\n", error_message(err));
    error_free(err);
    return 3;
}

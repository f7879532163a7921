// A class made by hand, for tests of the outputs.
#include "few.h"
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct check_test lab_tests[] = {{.id = "one", .points = 5},
                                        {.id = "two", .points = 3}};

struct few *few_new(void)
{
    struct few *class = calloc(1, sizeof(*class));
    must(class != NULL);
    strcpy(class->folder, "/tmp/outputs-XXXXXX");
    ck_assert(mkdtemp(class->folder) != NULL);
    class->lab = (struct check_lab){.number = "1",
                                    .name = "1-nursery",
                                    .folder = "labs/1-nursery",
                                    .files = {{.name = "nursery.c"}},
                                    .n_files = 1,
                                    .title = "Nurseries",
                                    .tests = lab_tests,
                                    .n_tests = 2};
    class->options.lab = "1";
    class->roster.people = class->people;
    class->intake.list = class->submissions;
    class->report = (struct report){.options = &class->options,
                                    .lab = &class->lab,
                                    .roster = &class->roster,
                                    .intake = &class->intake,
                                    .folder = class->folder};
    return class;
}

void few_free(struct few *class)
{
    few_run((const char *[]){"rm", "-rf", class->folder, NULL});
    for (size_t i = 0; i < class->intake.n; i++) {
        json_decref(class->results[i]);
        json_decref(class->times[i]);
    }
    free(class);
}

static json_t *result_of(const char *student, const char *text)
{
    json_error_t error;
    json_t *result = json_loads(text, 0, &error);
    ck_assert_msg(result != NULL, "%s: %s", error.text, text);
    json_object_set_new(result, "student", json_string(student));
    return result;
}

struct person *few_add(struct few *class, const char *student,
                         const char *result)
{
    size_t i = class->intake.n++;
    must(i < MOST_STUDENTS);
    class->roster.n_people++;
    class->people[i] = (struct person){.student = (char *)student,
                                       .name = "",
                                       .email = "",
                                       .login = "",
                                       .sis = "",
                                       .canvas = "",
                                       .moodle = "",
                                       .section = ""};
    class->submissions[i] =
        (struct submission){.student = (char *)student,
                            .person = &class->people[i],
                            .received = "2026-10-02T21:58:03Z",
                            .attempt = 1};
    if (result != NULL)
        class->results[i] = result_of(student, result);
    class->times[i] = json_pack(
        "{s:s, s:s, s:f, s:{s:{s:f}}}", "started", "2026-10-02T22:10:00Z",
        "finished", "2026-10-02T22:10:01Z", "wall_ms", 1234.5, "tests", "two",
        "wall_ms", 12.0);
    return &class->people[i];
}

char *few_write(struct few *class, const struct output *output)
{
    void *self = NULL;
    char *said = NULL;
    expect_ok(output->begin(&class->report, &self));
    for (size_t i = 0; i < class->intake.n; i++) {
        struct verdict verdict = {.submission = &class->submissions[i],
                                  .result = class->results[i],
                                  .times = class->times[i]};
        expect_ok(output->add(self, &verdict));
    }
    expect_ok(output->end(self, &said));
    output->drop(self);
    return said;
}

struct error *few_refusal(struct few *class, const struct output *output)
{
    void *self = NULL;
    struct error *err = output->begin(&class->report, &self);
    ck_assert(err != NULL && self == NULL);
    return err;
}

char *few_read(struct few *class, const char *name)
{
    char *path = check_format("%s/%s", class->folder, name), *bytes = NULL;
    size_t n;
    struct error *err = check_read_file(path, 4 << 20, &bytes, &n);
    free(path);
    if (err != NULL && error_is(err, &NOT_FOUND)) {
        error_free(err);
        return NULL;
    }
    expect_ok(err);
    return bytes;
}

int few_run(const char *const *argv)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        unsetenv("LD_PRELOAD");
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void few_parse(struct few *class, const char *kind, const char *name)
{
    char *path = check_format("%s/%s", class->folder, name);
    const char *argv[] = {"python3", "tests/grade/parse.py", kind, path, NULL};
    int status = few_run(argv);
    free(path);
    ck_assert_msg(status == 0, "%s is no %s", name, kind);
}
// private: linnet-0f5d3f897d262c7d

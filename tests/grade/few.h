// A class made by hand, for tests of the outputs: nothing of it was run.
#pragma once
#include "suite.h"
#include "grade.h"

enum { MOST_STUDENTS = 8 };

struct few {
    char folder[64]; // of its own, below /tmp
    struct grade_options options;
    struct check_lab lab;
    struct roster roster;
    struct intake intake;
    struct report report;
    struct person people[MOST_STUDENTS];
    struct submission submissions[MOST_STUDENTS];
    json_t *results[MOST_STUDENTS];
    json_t *times[MOST_STUDENTS];
};

// Lab 1 with two tests, 5 and 3 points, and nobody.
struct few *few_new(void);
void few_free(struct few *class);

// Adds somebody of the roster with a result, JSON, or NULL.
struct person *few_add(struct few *class, const char *student,
                         const char *result);

// Of a result: points and status; what is said of the second test comes last.
#define RESULT(status, score, more)                                            \
    "{\"schema\": \"result/v1\", \"lab\": \"1-nursery\", \"attempt\": 1,"      \
    " \"status\": \"" status "\", \"score\": " #score ", \"max\": 8," more     \
    " \"digests\": {\"tests\": \"sha256:11\"}, \"seed\": \"7f\"}"
#define TESTS(status, more)                                                    \
    " \"tests\": [{\"id\": \"one\", \"title\": \"One.\", \"part\": \"core\","  \
    " \"status\": \"pass\", \"points\": 5, \"max\": 5},"                       \
    " {\"id\": \"two\", \"title\": \"Two.\", \"part\": \"core\","              \
    " \"status\": \"" status "\", \"points\": 0, \"max\": 3" more "}],"
#define PERFECT RESULT("graded", 8, "")
#define HANGING                                                                \
    RESULT("graded", 5,                                                        \
           TESTS("hang", ", \"code\": \"HANG\", \"cause\": {\"happened\": "    \
                         "\"It hung.\", \"story\": \"ms main\\n 0 stuck\"}"))
#define MISSING      RESULT("missing", 0, "")
#define NOT_BUILT                                                              \
    RESULT("build_failed", 0,                                                  \
           TESTS("not_run", "") "\"build\": \"x.c:1: a < b & c\",")
#define GRADER_ERROR "{\"status\": \"grader_error\", \"error\": \"disk full\"}"

// Makes one output of all; gives what it said, or NULL (free with free).
char *few_write(struct few *class, const struct output *output);

// The same, where begin has to refuse; gives the error.
struct error *few_refusal(struct few *class, const struct output *output);

// Reads a file of it (free with free); NULL if there is none.
char *few_read(struct few *class, const char *name);

// Fails unless a parser that is not ours takes this file: python3
// tests/grade/parse.py KIND FILE.
void few_parse(struct few *class, const char *kind, const char *name);

// Runs a program; its exit status.
int few_run(const char *const *argv);
// private: linnet-0f5d3f897d262c7d

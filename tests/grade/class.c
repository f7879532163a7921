// A class that nobody handed in.
#include "class.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_HABITS = 9 };

const char class_story[] =
    "\n     ms  main 1                works 2               works 3\n"
    "      0  opens N1\n"
    "      0  spawns 2 ->\n"
    "      0  spawns 3 ->\n"
    "      0  waits: sleep\n"
    "      0                        waits: sleep\n"
    "      0                                              waits: sleep\n"
    "      1                        ends: SYSTEM\n"
    "      1  gets CANCELLED\n"
    "      1                                              gets CANCELLED\n"
    "      1  N1 closed   <-- here it ends\n"
    "\n  Who waits for what\n     main                      waits for <b>\n";

static uint64_t draw(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

// In [0, 1).
static double draw_share(uint64_t *state)
{
    return (double)(draw(state) >> 11) / (double)(1ull << 53);
}

// ---- results ---------------------------------------------------------------

json_t *class_test(const struct check_test *rubric, const char *status,
                   const char *code, json_t *cause)
{
    bool passed = strcmp(status, "pass") == 0;
    json_t *test = json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:b}", "id",
                             rubric->id, "title", rubric->checked, "part",
                             rubric->part, "status", status, "points",
                             passed ? rubric->points : 0, "max", rubric->points,
                             "retried", false);
    must(test != NULL);
    if (code != NULL)
        json_object_set_new(test, "code", json_string(code));
    if (cause != NULL)
        json_object_set_new(test, "cause", cause);
    return test;
}

static json_t *failure(const struct check_test *rubric, bool hung)
{
    json_t *cause = json_pack(
        "{s:s, s:s, s:i, s:i, s:s, s:s}", "checked", rubric->checked,
        "happened", "a nursery was closed while 'works' & <b>co</b> ran on",
        "order", 77771, "cancel_at", 0, "hint", rubric->hint, "story",
        class_story);
    return class_test(rubric, hung ? "hang" : "fail",
                      hung ? "HANG" : rubric->code, cause);
}

// Students who have the same idea of the lab fail the same tests.
static bool fails(size_t test, size_t habit, double skill, uint64_t *state)
{
    uint64_t known = habit * 1009 + test * 31;
    if (habit > 0)
        return draw(&known) % 100 < 4 + 3 * habit;
    return draw_share(state) > skill;
}

static json_t *tests_of(const struct check_lab *lab, size_t who,
                        uint64_t *state, int *score)
{
    json_t *tests = json_array();
    double skill = who % 3 == 0 ? 1 : 0.75 + 0.25 * draw_share(state);
    size_t habit = who % 2 == 0 ? draw(state) % N_HABITS : 0;
    for (size_t i = 0; i < lab->n_tests; i++) {
        bool failed = fails(i, habit, skill, state);
        bool hung = failed && who % 11 == 0;
        *score += failed ? 0 : lab->tests[i].points;
        json_array_append_new(tests, failed ? failure(&lab->tests[i], hung)
                                            : class_test(&lab->tests[i],
                                                         "pass", NULL, NULL));
    }
    if (who % 23 == 0)
        json_object_set_new(json_array_get(tests, 4), "retried", json_true());
    return tests;
}

// One of each kind among the first, then one in twenty or so.
static const char *status_of(size_t who)
{
    static const char *const first[] = {"graded",   "build_failed", "missing",
                                        "rejected", "grader_error", "graded"};
    if (who < array_length(first))
        return first[who];
    return who % 19 == 0   ? "build_failed"
           : who % 29 == 0 ? "missing"
                           : "graded";
}

static void add_rest(json_t *result, size_t who, const char *status)
{
    if (strcmp(status, "build_failed") == 0)
        json_object_set_new(
            result, "build",
            json_string("nursery.c:31: error: expected ';' before '}' token\n"
                        "   31 |     return <script>alert(1)</script>\n"));
    if (strcmp(status, "rejected") == 0)
        json_object_set_new(
            result, "build",
            json_string("It runs code before main, which no lab has use for."));
    if (strcmp(status, "grader_error") == 0)
        json_object_set_new(result, "error", json_string("The disk is full."));
    if (who % 37 == 5)
        json_array_append_new(
            json_object_get(result, "flags"),
            json_pack("{s:s, s:s}", "code", "exit-in-test", "evidence",
                      "exit() ends 6 tests \"secret flag\""));
    if (who % 13 == 5)
        json_object_set_new(result, "late", json_pack("{s:i}", "days", 1));
}

static json_t *result_of(const struct class_made *class, size_t who,
                         const char *student, uint64_t *state)
{
    const char *status = status_of(who);
    int score = 0;
    json_t *tests = strcmp(status, "graded") == 0
                        ? tests_of(class->lab, who, state, &score)
                        : json_array();
    json_t *result = json_pack(
        "{s:s, s:s, s:s, s:i, s:s, s:{s:s, s:s}, s:s, s:s, s:i, s:o, s:[{s:s, "
        "s:f, s:f, s:s}], s:[]}",
        "schema", "result/v1", "lab", class->lab->name, "student", student,
        "attempt", 1 + (int)(who % 3), "status", status, "digests",
        "submission", "sha256:0a1b", "tests", "sha256:9c1e4b", "seed",
        "5eed5ec2e7", "cage", "seccomp landlock-7 no-new-privs rlimits", "max",
        100, "tests", tests, "coverage", "file", "nursery.c", "lines", 0.93,
        "branches", 0.81, "missed", "31, 150-158", "flags");
    must(result != NULL);
    if (strcmp(status, "grader_error") != 0)
        json_object_set_new(result, "score", json_integer(score));
    add_rest(result, who, status);
    return result;
}

// ---- who -------------------------------------------------------------------

static char *name_of(size_t who)
{
    static const char *const first[] = {
        "Ada", "Grace", "Edsger", "Barbara", "Donald", "Frances", "Niklaus",
        "Shafi", "Leslie", "Radia"};
    static const char *const last[] = {
        "Lovelace", "Hopper", "Dijkstra", "Liskov", "Knuth", "Allen", "Wirth"};
    if (who == 0)
        return check_format("</title><script>alert('name')</script>");
    if (who == 1)
        return check_format("\" onmouseover=\"alert(1) \xe2\x80\xae"
                            "x\x1b[2J & Co");
    return check_format("%s %s", first[who % array_length(first)],
                        last[who / 3 % array_length(last)]);
}

static void make_person(struct class_made *class, size_t who)
{
    struct person *person = &class->roster.people[who];
    char **const empty[] = {&person->email,  &person->login,
                            &person->sis,    &person->canvas,
                            &person->moodle, &person->section};
    person->student = check_format("s%04zu", who);
    person->name = name_of(who);
    for (size_t i = 0; i < array_length(empty); i++)
        *empty[i] = check_format("%s", "");
}

static void make_submission(struct class_made *class, size_t who)
{
    static char *ignored[] = {"Makefile", "<img src=x onerror=alert(1)>"};
    struct submission *s = &class->intake.list[who];
    bool came = strcmp(status_of(who), "missing") != 0;
    *s = (struct submission){
        .student = class->roster.people[who].student,
        .person = &class->roster.people[who],
        .from = class->roster.people[who].student,
        .folder = check_format("%s/submissions/%s", class->report.folder,
                               class->roster.people[who].student),
        .n_files = came ? 1 : 0,
        .digest = came ? "sha256:0a1b" : "",
        .received = came ? "2026-10-02T21:58:03Z" : "",
        .attempt = 1,
        .ignored = who % 7 == 0 ? ignored : NULL,
        .n_ignored = who % 7 == 0 ? array_length(ignored) : 0,
    };
}

static void make_verdict(struct class_made *class, size_t who, uint64_t *state)
{
    const struct submission *submission = &class->intake.list[who];
    json_t *result = result_of(class, who, submission->student, state);
    double wall_ms = 300 + 500 * draw_share(state) * draw_share(state) +
                     (who % 11 == 0 ? 2500 : 0);
    json_t *times = json_pack("{s:s, s:f}", "finished", "2026-10-03T08:01:22Z",
                              "wall_ms", wall_ms);
    must(times != NULL);
    json_array_append_new(class->results, result);
    json_array_append_new(class->results, times);
    class->verdicts[who] = (struct verdict){submission, result, times};
}

struct class_made *class_make(const char *folder, size_t n, uint64_t seed)
{
    static struct stray strays[] = {
        {"lab1-final(2) <i>", "It matches nobody on the roster."}};
    struct class_made *class = calloc(1, sizeof(*class));
    must(class != NULL);
    struct error *err = check_lab_read("1", &class->lab);
    must(err == NULL);
    class->options = (struct grade_options){
        .lab = "1", .due = "2026-10-02T22:00Z", .seed = seed};
    class->report = (struct report){&class->options, class->lab, &class->roster,
                                    &class->intake, folder};
    class->roster.people = calloc(n, sizeof(class->roster.people[0]));
    class->intake.list = calloc(n, sizeof(class->intake.list[0]));
    class->verdicts = calloc(n, sizeof(class->verdicts[0]));
    class->results = json_array();
    must(class->roster.people != NULL && class->intake.list != NULL &&
         class->verdicts != NULL);
    class->roster.n_people = class->intake.n = n;
    class->intake.form = "a folder of folders";
    class->intake.strays = strays;
    class->intake.n_strays = array_length(strays);
    for (size_t i = 0; i < n; i++) {
        make_person(class, i);
        make_submission(class, i);
        make_verdict(class, i, &seed);
    }
    return class;
}

void class_free(struct class_made *class)
{
    for (size_t i = 0; i < class->intake.n; i++) {
        struct person *p = &class->roster.people[i];
        char *const texts[] = {p->student, p->name,   p->email,  p->login,
                               p->sis,     p->canvas, p->moodle, p->section,
                               class->intake.list[i].folder};
        for (size_t t = 0; t < array_length(texts); t++)
            free(texts[t]);
    }
    free(class->roster.people);
    free(class->intake.list);
    free(class->verdicts);
    json_decref(class->results);
    check_lab_free(class->lab);
    free(class);
}

struct error *class_output(const struct class_made *class,
                           const struct output *output, char **said)
{
    void *self = NULL;
    *said = NULL;
    TRY(output->begin(&class->report, &self));
    struct error *err = NULL;
    for (size_t i = 0; err == NULL && i < class->intake.n; i++)
        err = output->add(self, &class->verdicts[i]);
    if (err == NULL)
        err = output->end(self, said);
    output->drop(self);
    return err;
}

// ---- sources ---------------------------------------------------------------

enum { N_FUNCTIONS = 9 };

// A statement about things that are called after the word.
static void write_statement(FILE *out, const char *word, uint64_t *state)
{
    unsigned long number = draw(state) % 90;
    switch (draw(state) % 9) {
    case 0:
        fprintf(out, "    if (n->%s_count > %lu)\n        return NULL;\n", word,
                number);
        break;
    case 1:
        fprintf(out, "    n->%s_count++;\n", word);
        break;
    case 2:
        fprintf(out,
                "    while (n->%s_left > 0 && %s == NULL)\n"
                "        %s = task_park(NULL, &n->%s_left);\n",
                word, word, word, word);
        break;
    case 3:
        fprintf(out,
                "    for (size_t i = 0; i < n->%s_count; i++) {\n"
                "        n->%s_all[i] = %s; // as agreed\n    }\n",
                word, word, word);
        break;
    case 4:
        fprintf(out, "    struct %s_record *%s_new = calloc(%lu, 8);\n", word,
                word, number);
        break;
    case 5:
        fprintf(out, "    error_free(%s);\n    %s = NULL;\n", word, word);
        break;
    case 6:
        fprintf(out,
                "    switch (n->%s_state) {\n    case %lu:\n        break;\n"
                "    default:\n        %s_help(n);\n    }\n",
                word, number, word);
        break;
    case 7:
        fprintf(out, "    %s_help(n, \"%s\", '%c');\n", word, word,
                (char)('a' + number % 26));
        break;
    default:
        fprintf(out, "    n->%s_until = loop_now() + %lu * n->%s_step;\n", word,
                number, word);
    }
}

static void write_function(FILE *out, const char *word, uint64_t state,
                           size_t number)
{
    for (size_t i = 0; i <= number; i++)
        draw(&state);
    uint64_t own = draw(&state);
    fprintf(out,
            "\n// Does %zu.\nstruct error *nursery_%s_%zu(struct nursery *n)\n"
            "{\n    struct error *%s = NULL;\n",
            number, word, number, word);
    for (uint64_t i = draw(&own) % 10 + 8; i > 0; i--)
        write_statement(out, word, &own);
    fprintf(out, "    return %s;\n}\n", word);
}

static void write_source(const struct class_made *class, size_t who)
{
    static const char *const words[] = {"child", "kid", "member", "task",
                                        "inner", "part", "leaf"};
    char *bytes = NULL;
    size_t n = 0;
    bool copied = who % 10 == 7;
    FILE *out = open_memstream(&bytes, &n);
    must(out != NULL);
    uint64_t state = copied ? who - 1 : who;
    fprintf(out, "#include \"nursery.h\"\n");
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        write_function(out, words[who % array_length(words)], state,
                       copied ? (i + 4) % N_FUNCTIONS : i);
    must(fclose(out) == 0);
    char *folder = check_format("%s/submissions/%s", class->report.folder,
                                class->intake.list[who].student);
    char *path = check_format("%s/nursery.c", folder);
    struct error *err = check_make_folder(folder);
    must(err == NULL);
    err = check_write_file(path, bytes, n);
    must(err == NULL);
    free(folder);
    free(path);
    free(bytes);
}

void class_write_sources(const struct class_made *class)
{
    for (size_t i = 0; i < class->intake.n; i++)
        if (class->intake.list[i].n_files > 0)
            write_source(class, i);
}
// private: linnet-0f5d3f897d262c7d

// Attacks that are a class's folder: tests/attacks/class/*.py.
//
// Each is made anew beside what alice has handed in, and taken in as `make grade`
// does. What mallory gets is what the first lines of the script say, and there
// is a sentence for it. Whatever it is: alice has what she has handed in, nobody
// else has anything, and nothing lies in the folder of copies but plain files.
#include "grade.h"
#include "process.h"
#include "verify.h"
#include <ftw.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 20, MOST_MS = 60000, MOST_S = 20 };

static const char roster_text[] = "student,name,email\n"
                                  "alice,Alice,alice@example.org\n"
                                  "bob,Bob,bob@example.org\n"
                                  "mallory,Mallory,mallory@example.org\n";
static const char mine[] = "int mallory;\n";

// ---- what came of it -------------------------------------------------------

static const struct submission *find(const struct intake *intake,
                                     const char *student)
{
    for (size_t i = 0; i < intake->n; i++)
        if (strcmp(intake->list[i].student, student) == 0)
            return &intake->list[i];
    return NULL;
}

static bool has(const char *text, const char *says)
{
    return text != NULL && strstr(text, says) != NULL;
}

// Is it said of mallory, or of what belongs to nobody?
static bool is_told(const struct intake *intake, const struct submission *s,
                    const char *says)
{
    if (has(s->refused, says))
        return true;
    for (size_t i = 0; i < s->n_ignored && i < 20; i++)
        if (has(s->ignored[i], says))
            return true;
    for (size_t i = 0; i < intake->n_strays; i++)
        if (has(intake->strays[i].why, says))
            return true;
    return false;
}

// The copy of a student's file has to be these bytes.
static void look_at_copy(struct verify_case *c, const struct submission *s,
                         const char *wanted, size_t n_wanted)
{
    char *path = check_format("%s/%s", s->folder, c->lab->files[0].name);
    char *bytes;
    size_t n;
    struct error *err = check_read_file(path, MOST_BYTES, &bytes, &n);
    if (err != NULL)
        verify_blame(c, "%s has no file: %s", s->student, error_message(err));
    else if (n != n_wanted || memcmp(bytes, wanted, n) != 0)
        verify_blame(c, "%s has another file than was handed in", s->student);
    if (err == NULL)
        free(bytes);
    error_free(err);
    free(path);
}

static void look_at_mallory(struct verify_case *c, const char *gets,
                            const struct intake *intake,
                            const struct submission *s)
{
    bool taken = strcmp(gets, "taken") == 0;
    snprintf(c->note, sizeof(c->note), "%s", gets);
    if ((s->n_files > 0) != taken)
        verify_blame(c, "%zu files of mallory are taken", s->n_files);
    else if (taken)
        look_at_copy(c, s, mine, strlen(mine));
    if ((s->refused != NULL) != (strcmp(gets, "refused") == 0))
        verify_blame(c, "mallory is told: %s",
                     s->refused != NULL ? s->refused : "nothing");
    if ((intake->n_strays > 0) != (strcmp(gets, "stray") == 0))
        verify_blame(c, "%zu things belong to nobody", intake->n_strays);
    if (s->received[0] != 0)
        verify_blame(c, "a folder says when it was handed in: %s", s->received);
    if (c->says != NULL && !is_told(intake, s, c->says))
        verify_blame(c, "nobody says \"%s\", but: %s", c->says,
                     s->refused != NULL          ? s->refused
                     : intake->n_strays > 0      ? intake->strays[0].why
                                                 : "nothing");
}

// Names that came with it are printed.
static void look_at_names(struct verify_case *c, const struct intake *intake)
{
    for (size_t i = 0; i < intake->n_strays; i++)
        for (const char *at = intake->strays[i].from; *at != 0; at++)
            if ((unsigned char)*at < 0x20 || *at == 0x7f)
                verify_blame(c, "a name has byte %02x in it",
                             (unsigned char)*at);
}

// nftw tells nothing of whose walk it is.
static struct verify_case *walking;

static int look_at_thing(const char *path, const struct stat *about, int type,
                         struct FTW *ftw)
{
    (void)type;
    const char *name = path + ftw->base;
    if (S_ISDIR(about->st_mode))
        return 0;
    if (!S_ISREG(about->st_mode) || about->st_nlink != 1)
        verify_blame(walking, "there is a link or a thing that is no file: %s",
                     path);
    if (ftw->level == 2 && strcmp(name, walking->lab->files[0].name) != 0 &&
        strstr(path, "/.unpacked/") == NULL)
        verify_blame(walking, "%s was taken too", path);
    return 0;
}

static void look_at_copies(struct verify_case *c, const char *folder)
{
    walking = c;
    nftw(folder, look_at_thing, 16, FTW_PHYS);
}

// ---- making it -------------------------------------------------------------

static struct error *hand_in_solution(struct verify_case *c, const char *in,
                                      char **solution, size_t *n)
{
    char *from = check_format("solutions/%s/%s", c->lab->name,
                              c->lab->files[0].name);
    char *folder = check_format("%s/alice", in);
    char *to = check_format("%s/%s", folder, c->lab->files[0].name);
    struct error *err = check_read_file(from, MOST_BYTES, solution, n);
    if (err == NULL) {
        err = check_make_folder(folder);
        if (err == NULL)
            err = check_write_file(to, *solution, *n);
        if (err != NULL)
            free(*solution);
    }
    free(from);
    free(folder);
    free(to);
    return err;
}

// Runs the script in the folder of the class.
static struct error *run_script(struct verify_case *c, const char *in)
{
    struct process_result result;
    char *script = realpath(c->from, NULL), *hidden;
    hidden = check_format("tests/%s/judge.c", c->lab->name);
    char *whole = realpath(hidden, NULL);
    struct check_argv argv = {0};
    must(script != NULL);
    check_words(&argv, (const char *const[]){
                           "/usr/bin/python3", "-B", script,
                           whole != NULL ? whole : "/etc/passwd", NULL});
    struct error *err = check_run(&argv, in, MOST_MS, &result);
    if (err == NULL) {
        if (result.end.code != 0)
            verify_blame(c, "the script ended with %d: %.300s",
                         result.end.code, result.err.bytes);
        process_result_free(&result);
    }
    free(script);
    free(hidden);
    free(whole);
    return err;
}

static struct error *take_in(struct verify_case *c, const char *gets,
                             const char *in, const struct roster *roster,
                             const char *solution, size_t n_solution)
{
    struct grade_options options = {
        .lab = c->lab->number, .in = in, .out = c->folder};
    char *folder = check_format("%s/submissions", c->folder);
    struct intake *intake;
    double start = check_now_ms();
    struct error *err =
        intake_read(&options, c->lab, roster, folder, &intake);
    c->took_s = (check_now_ms() - start) / 1e3;
    if (err == NULL) {
        look_at_mallory(c, gets, intake, find(intake, "mallory"));
        // Of two names of one file nobody knows whose it is.
        if (find(intake, "alice")->refused == NULL)
            look_at_copy(c, find(intake, "alice"), solution, n_solution);
        else if (!has(find(intake, "alice")->refused, "is a hard link"))
            verify_blame(c, "alice is told: %s",
                         find(intake, "alice")->refused);
        if (find(intake, "bob")->n_files > 0)
            verify_blame(c, "bob, who handed in nothing, has a file");
        look_at_names(c, intake);
        look_at_copies(c, folder);
        intake_free(intake);
    }
    free(folder);
    return err;
}

static struct error *take_in_class(struct verify_case *c, const char *gets)
{
    char *in = check_format("%s/in", c->folder);
    char *path = check_format("%s/roster.csv", c->folder), *solution = NULL;
    struct roster *roster = NULL;
    size_t n;
    struct error *err = hand_in_solution(c, in, &solution, &n);
    if (err == NULL)
        err = run_script(c, in);
    if (err == NULL)
        err = check_write_file(path, roster_text, strlen(roster_text));
    if (err == NULL)
        err = roster_read(path, &roster);
    if (err == NULL && c->why == NULL)
        err = take_in(c, gets, in, roster, solution, n);
    roster_free(roster);
    free(solution);
    free(path);
    free(in);
    return err;
}

static struct error *make_class(struct verify_case *c)
{
    char *text;
    size_t n;
    TRY(check_read_file(c->from, MOST_BYTES, &text, &n));
    char *gets = verify_header(text, "# ", "Gets");
    c->says = verify_header(text, "# ", "Says");
    free(text);
    c->gets = GETS_NOTHING; // of the checker
    c->most_s = MOST_S;
    if (gets == NULL)
        verify_blame(c, "%s does not say what it gets", c->from);
    struct error *err = gets != NULL ? take_in_class(c, gets) : NULL;
    free(gets);
    return err;
}

void verify_add_class(struct verify_list *list, struct check_lab *lab)
{
    glob_t found;
    if (strcmp(lab->name, "1-nursery") != 0 ||
        glob("tests/attacks/class/*.py", 0, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *name = check_format("%s", strrchr(found.gl_pathv[i], '/') + 1);
        name[strlen(name) - strlen(".py")] = 0;
        struct verify_case *c =
            strcmp(name, "pack") != 0
                ? verify_add(list, lab, "class", name, make_class)
                : NULL;
        if (c != NULL)
            c->from = check_format("%s", found.gl_pathv[i]);
        free(name);
    }
    globfree(&found);
}

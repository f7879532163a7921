// Which cases a lab has: its reference and its starter, other solutions, broken
// ones, and attacks.
#include "verify.h"
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 20, ATTACK_S = 30 };

static bool is_left_out(const struct verify_list *list, const char *kind,
                        const char *name)
{
    if (list->only != NULL && strcmp(kind, list->only) != 0 &&
        strstr(name, list->only) == NULL)
        return true;
    for (size_t i = 0; i < list->n_named; i++) {
        size_t n = strlen(kind);
        if (strncmp(list->named[i], kind, n) == 0 && list->named[i][n] == '/' &&
            strcmp(list->named[i] + n + 1, name) == 0)
            return false;
    }
    return list->n_named > 0;
}

struct verify_case *verify_add(struct verify_list *list, struct check_lab *lab,
                               const char *kind, const char *name,
                               struct error *(*make)(struct verify_case *c))
{
    char root[PATH_MAX];
    if (is_left_out(list, kind, name))
        return NULL;
    if (list->attacks && strcmp(kind, "layer") != 0 &&
        (list->layers ||
         (strcmp(kind, "attack") != 0 && strcmp(kind, "class") != 0)))
        return NULL;
    if (list->n == list->room) {
        list->room = list->room != 0 ? 2 * list->room : 64;
        list->cases = realloc(list->cases, list->room * sizeof(*list->cases));
        must(list->cases != NULL);
    }
    struct verify_case *c = calloc(1, sizeof(*c));
    must(c != NULL && getcwd(root, sizeof(root)) != NULL);
    *c = (struct verify_case){.kind = kind, .lab = lab, .make = make};
    c->name = check_format("%s", name);
    c->folder =
        check_format("%s/%s/%s/%s/%s", root, verify_folder(), lab->name, kind,
                     name);
    list->cases[list->n++] = c;
    return c;
}

// ---- files -----------------------------------------------------------------

// Adds a case for each file that matches, named for the file.
static void add_all(struct verify_list *list, struct check_lab *lab,
                    const char *kind, const char *pattern, const char *end,
                    struct error *(*make)(struct verify_case *c))
{
    glob_t found;
    char *path = check_format(pattern, lab->name);
    int failed = glob(path, 0, NULL, &found);
    free(path);
    for (size_t i = 0; failed == 0 && i < found.gl_pathc; i++) {
        char *name = check_format("%s", strrchr(found.gl_pathv[i], '/') + 1);
        name[strlen(name) - strlen(end)] = 0;
        // What attacks leave out is none.
        struct verify_case *c = strcmp(name, "rest") != 0
                                    ? verify_add(list, lab, kind, name, make)
                                    : NULL;
        if (c != NULL)
            c->from = check_format("%s", found.gl_pathv[i]);
        free(name);
    }
    if (failed == 0)
        globfree(&found);
}

char *verify_header(const char *text, const char *prefix, const char *name)
{
    while (strncmp(text, prefix, strlen(prefix)) == 0) {
        const char *at = text + strlen(prefix);
        size_t n = strcspn(at, "\n"), length = strlen(name);
        if (strncmp(at, name, length) == 0 &&
            strncmp(at + length, ": ", 2) == 0)
            return check_format("%.*s", (int)(n - length - 2), at + length + 2);
        if (n == 0 || at[n] == 0)
            break;
        text = at + n + 1;
    }
    return NULL;
}

// ---- solutions -------------------------------------------------------------

char *verify_source_of(const struct check_lab *lab, const char *folder)
{
    return lab->n_files > 1
               ? check_format("%s", folder)
               : check_format("%s/%s", folder, lab->files[0].name);
}

static struct error *make_reference(struct verify_case *c)
{
    char *folder = check_format("solutions/%s", c->lab->name);
    c->gets = GETS_FULL;
    c->src = verify_source_of(c->lab, folder);
    free(folder);
    return NULL;
}

static struct error *make_starter(struct verify_case *c)
{
    c->gets = GETS_LITTLE;
    c->src = verify_source_of(c->lab, c->lab->folder);
    return NULL;
}

// Another design: a folder with all sources of the lab.
static struct error *make_other(struct verify_case *c)
{
    c->gets = GETS_FULL;
    c->src = verify_source_of(c->lab, c->from);
    return NULL;
}

// ---- broken ones -----------------------------------------------------------

static struct error *copy_file(const char *from, const char *to)
{
    char *text;
    size_t n;
    TRY(check_read_file(from, MOST_BYTES, &text, &n));
    struct error *err = check_write_file(to, text, n);
    free(text);
    return err;
}

struct error *verify_copy(const struct check_lab *lab, const char *from,
                          const char *to)
{
    struct error *err = check_make_folder(to);
    for (size_t i = 0; err == NULL && i < lab->n_files; i++) {
        char *one = check_format("%s/%s/%s", from, lab->name,
                                 lab->files[i].name);
        char *other = check_format("%s/%s", to, lab->files[i].name);
        err = copy_file(one, other);
        free(one);
        free(other);
    }
    return err;
}

static struct error *copy_solution(struct verify_case *c)
{
    char *folder = check_format("%s/solutions/%s", c->folder, c->lab->name);
    c->src = verify_source_of(c->lab, folder);
    struct error *err = verify_copy(c->lab, "solutions", folder);
    free(folder);
    return err;
}

// What the lint finds is said, and costs nothing.
static struct error *make_advised(struct verify_case *c)
{
    static const char careless[] =
        "\nstatic MUST_CHECK struct error *fails(void)\n{\n"
        "    return NULL;\n}\n"
        "__attribute__((unused)) static void careless(void)\n{\n    (void)fails();\n}\n";
    char *path = check_format("%s/solutions/%s/%s", c->folder, c->lab->name,
                              c->lab->files[0].name), *text;
    size_t n;
    c->gets = GETS_FULL;
    c->says = check_format("dropped-error");
    struct error *err = copy_solution(c);
    if (err == NULL)
        err = check_read_file(path, MOST_BYTES, &text, &n);
    if (err == NULL) {
        char *all = check_format("%s%s", text, careless);
        err = check_write_file(path, all, strlen(all));
        free(all);
        free(text);
    }
    free(path);
    return err;
}

struct error *verify_patch(struct verify_case *c, const char *path)
{
    char *patch = realpath(path, NULL), *said;
    must(patch != NULL);
    struct error *err = verify_output(
        c,
        (const char *const[]){"patch", "--strip=1", "--fuzz=0", "--batch",
                              "--forward", "--directory", c->folder, "--input",
                              patch, NULL},
        &said);
    free(patch);
    if (err == NULL)
        free(said);
    return err;
}

// Does only the plain flavour decide whether a test fails with that code? Then
// the other, which takes longer than all the rest, is left out.
static bool is_seen_plainly(const char *code)
{
    return code != NULL && strcmp(code, "MEMORY") != 0 &&
           strcmp(code, "CRASH") != 0;
}

static struct error *make_broken(struct verify_case *c)
{
    char *text;
    size_t n;
    c->gets = GETS_BELOW;
    TRY(check_read_file(c->from, MOST_BYTES, &text, &n));
    c->code = verify_header(text, "", "Code");
    c->killed_by = verify_header(text, "", "Killed by");
    if (is_seen_plainly(c->code))
        c->words[0] = "--plain";
    char *mutant = verify_header(text, "", "Mutant");
    if (c->code == NULL || c->killed_by == NULL || mutant == NULL)
        verify_blame(
            c, "%s does not begin with Mutant:, Code: and Killed by:", c->from);
    free(mutant);
    free(text);
    TRY(copy_solution(c));
    return verify_patch(c, c->from);
}

// ---- attacks ---------------------------------------------------------------

static enum verify_gets gets_of(const char *text)
{
    static const struct {
        const char *text;
        enum verify_gets gets;
    } all[] = {{"rejected", GETS_REJECTED},
               {"build_failed", GETS_BUILD_FAILED},
               {"below", GETS_BELOW}};
    for (size_t i = 0; text != NULL && i < array_length(all); i++)
        if (strcmp(text, all[i].text) == 0)
            return all[i].gets;
    return GETS_NOTHING;
}

// The attack, and what it leaves out.
static struct error *write_attack(struct verify_case *c, const char *text,
                                  size_t n)
{
    char *rest = verify_header(text, "// ", "Rest"), *more = NULL;
    size_t n_more = 0;
    if (rest != NULL) {
        char *path = check_format("tests/attacks/%s/%s", c->lab->name, rest);
        struct error *err = check_read_file(path, MOST_BYTES, &more, &n_more);
        free(path);
        free(rest);
        if (err != NULL)
            return err;
    }
    char *all = malloc(n + n_more + 1);
    must(all != NULL);
    memcpy(all, text, n);
    if (more != NULL)
        memcpy(all + n, more, n_more);
    free(more);
    c->src = check_format("%s/%s", c->folder, c->lab->files[0].name);
    struct error *err = check_write_file(c->src, all, n + n_more);
    free(all);
    return err;
}

// Some attacks are for one machine, or are none without root's powers.
static bool is_for_here(const char *text)
{
    char *machine = verify_header(text, "// ", "Machine");
    char *root = verify_header(text, "// ", "Root");
    struct utsname here;
    uname(&here);
    bool is = machine == NULL || strcmp(machine, here.machine) == 0;
    is = is && (root == NULL || geteuid() == 0);
    free(machine);
    free(root);
    return is;
}

struct error *verify_make_attack(struct verify_case *c)
{
    char *text;
    size_t n;
    TRY(check_read_file(c->from, MOST_BYTES, &text, &n));
    char *gets = verify_header(text, "// ", "Gets");
    c->gets = gets_of(gets);
    c->code = verify_header(text, "// ", "Code");
    c->says = verify_header(text, "// ", "Says");
    c->most_s = ATTACK_S;
    if (c->gets == GETS_NOTHING)
        verify_blame(c, "%s does not say what it gets", c->from);
    if (!is_for_here(text)) {
        c->gets = GETS_NOTHING;
        snprintf(c->note, sizeof(c->note), "not here");
    }
    free(gets);
    struct error *err = write_attack(c, text, n);
    free(text);
    return err;
}

// Does it say that it takes long? Then it is not to be the last.
static bool takes_long(const struct verify_case *c)
{
    char *text, *takes = NULL;
    size_t n;
    if (strcmp(c->kind, "attack") != 0 && strcmp(c->kind, "layer") != 0)
        return false;
    struct error *err = check_read_file(c->from, MOST_BYTES, &text, &n);
    if (err == NULL) {
        takes = verify_header(text, "// ", "Takes");
        free(text);
    }
    error_free(err);
    free(takes);
    return takes != NULL;
}

void verify_long_first(struct verify_list *list)
{
    size_t n_long = 0;
    for (size_t i = 0; i < list->n; i++) {
        struct verify_case *c = list->cases[i];
        if (!takes_long(c))
            continue;
        memmove(&list->cases[n_long + 1], &list->cases[n_long],
                (i - n_long) * sizeof(c));
        list->cases[n_long++] = c;
    }
}

// ---- all of a lab ----------------------------------------------------------

void verify_add_lab(struct verify_list *list, struct check_lab *lab)
{
    verify_add_gates(list, lab);
    verify_add(list, lab, "reference", lab->sources, make_reference);
    verify_add(list, lab, "starter", lab->sources, make_starter);
    verify_add(list, lab, "advice", lab->sources, make_advised);
    add_all(list, lab, "attack", "tests/attacks/%s/*.c", ".c",
            verify_make_attack);
    verify_add_layers(list, lab);
    verify_add_class(list, lab);
    add_all(list, lab, "broken", "tests/%s/broken/*.patch", ".patch",
            make_broken);
    add_all(list, lab, "other", "tests/%s/other", "", make_other);
    add_all(list, lab, "own", "tests/%s/other", "", verify_own_other);
    verify_add_own(list, lab);
}

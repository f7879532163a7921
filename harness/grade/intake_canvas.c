// Canvas' "Download Submissions", as its content zipper writes it:
//
//     doejohn_12345_67890_nursery.c
//     doejohn_LATE_12345_67890_nursery-1.c
//     doejohn_12345_67890_lab1.zip         as the student uploaded it
//     doejohn_12345_text.html, _link.html  what was typed in
//
// 12345 is the user, which the gradebook calls ID, and 67890 the file. Canvas
// adds -1, -2, ... to the name of a file that the student has uploaded before;
// this is a later attempt. Of several the last counts: the highest of these
// numbers, then of the files'. When it came is not told. Where names are hidden
// ("anon_...") nobody can be matched.
#include "intake.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct parts {
    int n_from;       // bytes of "doejohn_LATE_12345"
    const char *user; // where that is in it
    int n_user;
    unsigned long long number; // of the file
    const char *file;          // "nursery-1.c"; what was typed in: NULL
};

static size_t digits(const char *text)
{
    size_t n = 0;
    while (isdigit((unsigned char)text[n]))
        n++;
    return n;
}

// Looks for the numbers behind the underscore at `at`.
static bool cut_at(const char *name, const char *at, struct parts *parts)
{
    const char *user = at + 1;
    if (strncmp(user, "LATE_", 5) == 0)
        user += 5;
    size_t n = digits(user);
    if (n == 0 || user[n] != '_')
        return false;
    const char *rest = user + n + 1;
    size_t n_file = digits(rest);
    bool typed = strcmp(rest, "text.html") == 0 ||
                 strcmp(rest, "link.html") == 0;
    if (!typed && (n_file == 0 || rest[n_file] != '_' || rest[n_file + 1] == 0))
        return false;
    *parts = (struct parts){
        .n_from = (int)(user + n - name),
        .user = user,
        .n_user = (int)n,
        .number = strtoull(rest, NULL, 10),
        .file = typed ? NULL : rest + n_file + 1,
    };
    return true;
}

static bool cut(const struct name *name, struct parts *parts)
{
    if (!S_ISREG(name->kind))
        return false;
    for (const char *at = name->text; (at = strchr(at, '_')) != NULL; at++)
        if (at > name->text && cut_at(name->text, at, parts))
            return true;
    return false;
}

static bool fits(const struct taking *taking, const struct names *names)
{
    struct parts parts;
    size_t n = 0;
    (void)taking;
    for (size_t i = 0; i < names->n; i++)
        n += cut(&names->list[i], &parts);
    return n > 0 && 2 * n >= names->n;
}

// The name a file was uploaded by, and how often it had been before:
// "lab1-2.zip" is lab1.zip, again 2.
static char *uploaded_name(const struct check_lab *lab, const char *file,
                           int *again)
{
    const char *dot = strrchr(file, '.');
    size_t stem = dot != NULL ? (size_t)(dot - file) : strlen(file);
    bool archive = is_archive(file, &stem);
    size_t dash = stem;
    while (dash > 0 && isdigit((unsigned char)file[dash - 1]))
        dash--;
    *again = 0;
    if (lab_file(lab, file) != NULL || dash == stem || dash < 2 ||
        file[dash - 1] != '-' || stem - dash > 6)
        return check_format("%s", file);
    char *name = check_format("%.*s%s", (int)dash - 1, file, file + stem);
    if (!archive && lab_file(lab, name) == NULL) {
        free(name);
        return check_format("%s", file);
    }
    *again = atoi(file + dash);
    return name;
}

static bool is_later(const struct thing *a, const struct thing *b)
{
    return a->again != b->again ? a->again > b->again : a->number > b->number;
}

// An earlier upload stays in the list, by the name Canvas gave it.
static void set_aside(struct thing *thing)
{
    free(thing->path);
    thing->path = thing->at;
    thing->at = NULL;
}

// Of two files of one name the later stays.
static void keep_latest(struct things *loose)
{
    struct thing *last = &loose->list[loose->n - 1];
    for (size_t i = 0; i + 1 < loose->n; i++) {
        struct thing *other = &loose->list[i];
        if (other->at == NULL || strcmp(other->path, last->path) != 0)
            continue;
        set_aside(is_later(last, other) ? other : last);
        return;
    }
}

static void add(struct taking *taking, const struct name *name,
                const struct parts *parts)
{
    char *from = check_format("%.*s", parts->n_from, name->text);
    char *id = check_format("%.*s", parts->n_user, parts->user);
    struct parcel *parcel = parcel_last(taking, id);
    if (parcel == NULL)
        parcel = parcel_add(taking, from, id, NULL);
    free(from);
    free(id);
    struct things *loose = &parcel->loose;
    if (parts->file == NULL) {
        things_add(loose, name->text, NULL, NULL);
        return;
    }
    int again;
    char *file = uploaded_name(taking->lab, parts->file, &again);
    things_add(loose, file, name->text, NULL);
    free(file);
    loose->list[loose->n - 1].again = again;
    loose->list[loose->n - 1].number = parts->number;
    keep_latest(loose);
    if (again + 1 > parcel->attempt)
        parcel->attempt = again + 1;
}

static struct error *read_names(struct taking *taking,
                                const struct names *names)
{
    struct parts parts;
    for (size_t i = 0; i < names->n; i++)
        if (cut(&names->list[i], &parts))
            add(taking, &names->list[i], &parts);
        else
            stray_add(taking, names->list[i].text,
                      check_format("Its name is not like those of Canvas."));
    return NULL;
}

const struct form form_canvas = {
    .name = "Canvas' download",
    .columns = COLUMN_CANVAS,
    .in_roster = "number in the column \"canvas\"",
    .fits = fits,
    .read = read_names,
};

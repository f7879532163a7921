// Which of the things in a submission are the lab's files, and their copies.
//
// The folder that is taken from is the one nearest to the top that has a file
// of the lab. Where there are two, nobody can know which was meant.
#include "intake.h"
#include <stdlib.h>
#include <string.h>

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static size_t depth_of(const char *path)
{
    size_t depth = 0;
    for (; (path = strchr(path, '/')) != NULL; path++)
        depth++;
    return depth;
}

static bool same_folder(const char *a, const char *b)
{
    size_t n = (size_t)(base_of(a) - a);
    return n == (size_t)(base_of(b) - b) && strncmp(a, b, n) == 0;
}

char *clean_name(const char *name, size_t most)
{
    char *line = malloc(4 * strlen(name) + 1), *to = line;
    must(line != NULL);
    // What may stand in a text may not all stand in a line.
    for (; *name != 0; name++)
        if (*name == '\n' || *name == '\t')
            to += sprintf(to, "\\x%02x", *name);
        else
            *to++ = *name;
    *to = 0;
    char *clean = check_clean(line, most);
    free(line);
    return clean;
}

// ---- choosing --------------------------------------------------------------

// A file of the lab that could be taken.
static bool may_be(const struct thing *thing, const struct check_lab *lab)
{
    return thing->why == NULL && thing->at != NULL &&
           lab_file(lab, base_of(thing->path)) != NULL;
}

// The one nearest to the top, or NULL.
static const struct thing *first_of(const struct things *things,
                                    const struct check_lab *lab)
{
    const struct thing *first = NULL;
    for (size_t i = 0; i < things->n; i++)
        if (may_be(&things->list[i], lab) &&
            (first == NULL ||
             depth_of(things->list[i].path) < depth_of(first->path)))
            first = &things->list[i];
    return first;
}

// A sentence, if it is not clear what to take.
static char *doubt(const struct things *things, const struct check_lab *lab,
                   const struct thing *first)
{
    for (size_t i = 0; i < things->n; i++) {
        const struct thing *other = &things->list[i];
        if (other == first || !may_be(other, lab) ||
            depth_of(other->path) != depth_of(first->path))
            continue;
        char *a = clean_name(first->path, 100);
        char *b = clean_name(other->path, 100);
        char *text = NULL;
        if (strcmp(first->path, other->path) == 0)
            text = check_format("%s is in it twice; hand it in once.", a);
        else if (!same_folder(first->path, other->path))
            text = check_format(
                "Both %s and %s are in it; hand in one of them.", a, b);
        free(a);
        free(b);
        if (text != NULL)
            return text;
    }
    return NULL;
}

// The lab's file of that name, beside the first. A second of that name is told
// of by *twice.
static const struct thing *beside(const struct things *things,
                                  const struct thing *first, const char *name,
                                  bool *twice)
{
    const struct thing *found = NULL;
    for (size_t i = 0; i < things->n; i++) {
        const struct thing *thing = &things->list[i];
        if (thing->why != NULL || thing->at == NULL ||
            strcmp(base_of(thing->path), name) != 0 ||
            !same_folder(thing->path, first->path))
            continue;
        *twice = found != NULL;
        found = thing;
    }
    return found;
}

// Something of that name that cannot be taken, or NULL.
static const struct thing *spoilt(const struct things *things, const char *name)
{
    for (size_t i = 0; i < things->n; i++) {
        const char *path = things->list[i].path;
        size_t n = strlen(name), length = strlen(path);
        length -= length > 0 && path[length - 1] == '/';
        if (things->list[i].why != NULL && length >= n &&
            strncmp(path + length - n, name, n) == 0 &&
            (length == n || path[length - n - 1] == '/'))
            return &things->list[i];
    }
    return NULL;
}

// ---- copying ---------------------------------------------------------------

static void refuse(struct submission *s, const char *path, const char *why)
{
    char *clean = clean_name(path, 100);
    if (s->refused == NULL)
        s->refused = check_format("%s %s.", clean, why);
    free(clean);
}

static struct error *write_copy(const struct submission *s, const char *path,
                                const char *bytes, size_t n)
{
    if (keep_has(path, bytes, n))
        return NULL;
    TRY(check_make_folder(s->folder));
    folder_remove(path);
    return check_write_file(path, bytes, n);
}

// Adds a line to the text whose digest is that of the submission.
static void add_digest(char **text, const char *name, const char *bytes,
                       size_t n)
{
    char *digest = digest_of_bytes(bytes, n);
    char *longer = check_format("%s%s %s\n", *text, name, digest);
    free(digest);
    free(*text);
    *text = longer;
}

// Copies one file; *taken is false, and s tells why, if it cannot be.
static struct error *take(const struct things *things,
                          const struct thing *thing, const char *name,
                          struct submission *s, char **digests, bool *taken)
{
    const char *why = NULL;
    size_t n;
    char *bytes =
        read_beneath(things->root, thing->at, MOST_FILE_BYTES, &n, &why);
    *taken = bytes != NULL;
    if (bytes == NULL) {
        refuse(s, thing->path, why);
        return NULL;
    }
    char *path = check_format("%s/%s", s->folder, name);
    struct error *err = write_copy(s, path, bytes, n);
    if (err == NULL)
        add_digest(digests, name, bytes, n);
    s->n_files++;
    free(path);
    free(bytes);
    return err;
}

// A copy of an earlier time, of what is not there any more.
static void remove_copy(const struct submission *s, const char *name)
{
    char *path = check_format("%s/%s", s->folder, name);
    folder_remove(path);
    free(path);
}

static void note_ignored(const struct thing *thing, struct submission *s)
{
    if (s->ignored == NULL)
        s->ignored = calloc(MOST_IGNORED, sizeof(s->ignored[0]));
    must(s->ignored != NULL);
    if (s->n_ignored < MOST_IGNORED)
        s->ignored[s->n_ignored] = clean_name(thing->path, 200);
    s->n_ignored++;
}

// Takes each of the lab's files that is there; taken[i] says which.
static struct error *take_all(const struct things *things,
                              const struct check_lab *lab,
                              struct submission *s,
                              const struct thing **taken, char **digests)
{
    const struct thing *first = first_of(things, lab);
    s->refused = things->refused != NULL ? check_format("%s", things->refused)
                 : first != NULL         ? doubt(things, lab, first)
                                         : NULL;
    bool none = s->refused != NULL;
    for (size_t i = 0; i < lab->n_files; i++) {
        const char *name = lab->files[i].name;
        const struct thing *thing = NULL;
        bool twice = false, ok = false;
        if (first != NULL && !none)
            thing = beside(things, first, name, &twice);
        if (twice)
            refuse(s, thing->path, "is in it twice; hand it in once");
        else if (thing != NULL)
            TRY(take(things, thing, name, s, digests, &ok));
        else if (!none && (thing = spoilt(things, name)) != NULL)
            refuse(s, thing->path, thing->why);
        taken[i] = ok ? thing : NULL;
        if (!ok)
            remove_copy(s, name);
    }
    return NULL;
}

struct error *things_take(const struct things *things,
                          const struct check_lab *lab, struct submission *s)
{
    const struct thing *taken[array_length(lab->files)] = {0};
    char *digests = check_format("%s", "");
    struct error *err = take_all(things, lab, s, taken, &digests);
    for (size_t i = 0; err == NULL && i < things->n; i++) {
        bool is_taken = false;
        for (size_t f = 0; f < lab->n_files; f++)
            is_taken = is_taken || taken[f] == &things->list[i];
        if (!is_taken)
            note_ignored(&things->list[i], s);
    }
    free(s->digest);
    s->digest = s->n_files > 0 ? digest_of_bytes(digests, strlen(digests))
                               : check_format("%s", "");
    free(digests);
    return err;
}

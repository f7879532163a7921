// What is in a submission, by name.
#include "intake.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *lab_file(const struct check_lab *lab, const char *name)
{
    for (size_t i = 0; i < lab->n_files; i++)
        if (strcmp(lab->files[i].name, name) == 0)
            return lab->files[i].name;
    return NULL;
}

void things_add(struct things *things, const char *path, const char *at,
                const char *why)
{
    if ((things->n & (things->n - 1)) == 0) {
        size_t room = things->n == 0 ? 1 : 2 * things->n;
        things->list = realloc(things->list, room * sizeof(things->list[0]));
        must(things->list != NULL);
    }
    things->list[things->n++] = (struct thing){
        .path = check_format("%s", path),
        .at = at != NULL ? check_format("%s", at) : NULL,
        .why = why,
    };
}

void things_free(struct things *things)
{
    for (size_t i = 0; i < things->n; i++) {
        free(things->list[i].path);
        free(things->list[i].at);
    }
    free(things->list);
    free(things->refused);
    if (things->owned)
        close(things->root);
    *things = (struct things){.root = -1};
}

// ---- a folder --------------------------------------------------------------

// The folders of one level, and of the next.
struct level {
    char **paths; // below the submission: "" or "lab1/"
    size_t n;
};

static void add_path(struct level *level, char *path)
{
    level->paths = realloc(level->paths, (level->n + 1) * sizeof(char *));
    must(level->paths != NULL);
    level->paths[level->n++] = path;
}

static void free_level(struct level *level)
{
    for (size_t i = 0; i < level->n; i++)
        free(level->paths[i]);
    free(level->paths);
    *level = (struct level){0};
}

// What nobody writes a lab in.
static bool is_aside(const char *name)
{
    return name[0] == '.' || strcmp(name, "__MACOSX") == 0;
}

struct walk {
    struct things *things;
    const char *folder;
    const struct check_lab *lab;
    struct level now, next;
    bool found;      // a file of the lab
    bool unreadable; // a folder
};

static void add_of_folder(struct walk *w, const char *below,
                          const struct name *name)
{
    char *path = check_format("%s%s%s", below, name->text,
                              S_ISDIR(name->kind) ? "/" : "");
    char *at = check_format("%s/%s%s", w->folder, below, name->text);
    bool ours = lab_file(w->lab, name->text) != NULL;
    if (S_ISDIR(name->kind) && !ours && !is_aside(name->text)) {
        add_path(&w->next, path);
    } else {
        things_add(w->things, path, at, why_not(name->kind));
        free(path);
    }
    w->found = w->found || (ours && S_ISREG(name->kind));
    free(at);
}

static void list_one(struct walk *w, const char *below)
{
    struct names names;
    char *folder = check_format("%s/%s", w->folder, below);
    struct error *err =
        names_read(w->things->root, folder, MOST_THINGS, &names);
    free(folder);
    if (err != NULL) {
        error_free(err);
        things_add(w->things, below, NULL, "cannot be read");
        w->unreadable = true;
        return;
    }
    for (size_t i = 0; i < names.n; i++)
        add_of_folder(w, below, &names.list[i]);
    bool more = names.more || w->things->n + w->next.n > MOST_THINGS;
    names_free(&names);
    if (more && w->things->refused == NULL)
        w->things->refused =
            check_format("It holds more than %d things; hand in %s only.",
                         MOST_THINGS, w->lab->sources);
}

void things_of_folder(struct things *things, const char *folder,
                               const struct check_lab *lab)
{
    struct walk w = {.things = things, .folder = folder, .lab = lab};
    add_path(&w.now, check_format("%s", ""));
    for (int depth = 0; w.now.n > 0 && !w.found && depth <= MOST_DEPTH &&
                        things->refused == NULL;
         depth++) {
        for (size_t i = 0; i < w.now.n && things->refused == NULL; i++)
            list_one(&w, w.now.paths[i]);
        free_level(&w.now);
        w.now = w.next;
        w.next = (struct level){0};
    }
    // Those that were not looked into.
    for (size_t i = 0; i < w.now.n; i++)
        things_add(things, w.now.paths[i], NULL, NULL);
    free_level(&w.now);
    if (w.unreadable && !w.found && things->refused == NULL)
        things->refused = check_format(
            "A folder of it cannot be read by whoever grades it.");
}

// A folder of folders, or of archives, each of which is called after a student.
#include "intake.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

bool is_archive(const char *name, size_t *stem)
{
    static const char *const endings[] = {".zip", ".tar", ".tar.gz", ".tgz"};
    size_t n = strlen(name);
    for (size_t i = 0; i < array_length(endings); i++) {
        size_t length = strlen(endings[i]);
        if (n > length && strcasecmp(name + n - length, endings[i]) == 0) {
            *stem = n - length;
            return true;
        }
    }
    return false;
}

static bool fits(const struct taking *taking, const struct names *names)
{
    (void)taking;
    (void)names;
    return true;
}

// A sentence on what is no submission at all.
static char *why_neither(const struct name *name)
{
    if (S_ISLNK(name->kind))
        return check_format("It is a symbolic link; nothing outside of the "
                            "folder is read.");
    return check_format("It is neither a folder nor an archive (zip, tar, "
                        "tar.gz) of a student.");
}

static struct error *read_names(struct taking *taking,
                                const struct names *names)
{
    for (size_t i = 0; i < names->n; i++) {
        const struct name *name = &names->list[i];
        size_t stem = strlen(name->text);
        if (S_ISDIR(name->kind) ||
            (S_ISREG(name->kind) && is_archive(name->text, &stem))) {
            char *id = check_format("%.*s", (int)stem, name->text);
            parcel_add(taking, name->text, id, name->text)->is_folder =
                S_ISDIR(name->kind);
            free(id);
        } else {
            stray_add(taking, name->text, why_neither(name));
        }
    }
    return NULL;
}

const struct form form_folders = {
    .name = "a folder of folders",
    .columns = COLUMN_STUDENT | COLUMN_SIS | COLUMN_LOGIN | COLUMN_EMAIL,
    .in_roster = "key, SIS number, login or address",
    .fits = fits,
    .read = read_names,
};

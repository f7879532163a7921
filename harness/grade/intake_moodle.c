// Moodle's "Download all submissions", as its mod_assign writes it since 2.6:
//
//     Full Name_123456_assignsubmission_file_/nursery.c      with folders
//     Full Name_123456_assignsubmission_file_nursery.c       without
//     Full Name_123456_assignsubmission_onlinetext_/...      what was typed in
//     Participant_123456_assignsubmission_file_/...          without names
//     Group-Full Name_123456_assignsubmission_file_/...      in groups
//
// 123456 is the number of "Participant 123456" in the grading worksheet. A
// later upload has replaced an earlier one, and when it came is not told.
// Underscores in a name are blanks by then; the one at the end may be missing.
#include "intake.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct parts {
    int n_from;         // bytes of "Full Name_123456"
    const char *number; // where that is in it
    bool is_file;       // and nothing that was typed in
    const char *file;   // "nursery.c", or ""
};

static bool cut(const char *name, struct parts *parts)
{
    static const char middle[] = "_assignsubmission_";
    const char *at = strstr(name, middle);
    if (at == NULL)
        return false;
    const char *number = at;
    while (number > name && isdigit((unsigned char)number[-1]))
        number--;
    if (number == at || number == name || number[-1] != '_')
        return false;
    const char *type = at + strlen(middle);
    size_t n = strcspn(type, "_");
    *parts = (struct parts){
        .n_from = (int)(at - name),
        .number = number,
        .is_file = n == 4 && strncmp(type, "file", 4) == 0,
        .file = type + n + (type[n] == '_'),
    };
    return true;
}

static bool fits(const struct taking *taking, const struct names *names)
{
    struct parts parts;
    size_t n = 0;
    (void)taking;
    for (size_t i = 0; i < names->n; i++)
        n += cut(names->list[i].text, &parts);
    return n > 0 && 2 * n >= names->n;
}

static void add(struct taking *taking, const struct name *name,
                const struct parts *parts)
{
    char *from = check_format("%.*s", parts->n_from, name->text);
    const char *id = from + (parts->number - name->text);
    struct parcel *parcel = parcel_last(taking, id);
    if (parcel == NULL)
        parcel = parcel_add(taking, from, id, NULL);
    free(from);
    if (parts->is_file && S_ISDIR(name->kind) && parcel->path == NULL) {
        parcel->path = check_format("%s", name->text);
        parcel->is_folder = true;
    } else if (parts->is_file && !S_ISDIR(name->kind) && parts->file[0] != 0) {
        things_add(&parcel->loose, parts->file, name->text,
                   why_not(name->kind));
    } else {
        things_add(&parcel->loose, name->text, NULL, NULL);
    }
}

static struct error *read_names(struct taking *taking,
                                const struct names *names)
{
    struct parts parts;
    for (size_t i = 0; i < names->n; i++)
        if (cut(names->list[i].text, &parts))
            add(taking, &names->list[i], &parts);
        else
            stray_add(taking, names->list[i].text,
                      check_format("Its name is not like those of Moodle."));
    return NULL;
}

const struct form form_moodle = {
    .name = "Moodle's download",
    .columns = COLUMN_MOODLE,
    .in_roster = "number in the column \"moodle\"",
    .fits = fits,
    .read = read_names,
};

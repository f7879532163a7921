// Who is no longer in the class: a page of theirs would be taken for one that
// holds. Results stay, since nothing else could bring them back.
#include "class.h"
#include "intake.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Folders with files of each student.
static const char *const folders[] = {"students", "gradescope", "junit",
                                      "github", "classroom50", "autolab"};

// "ada.json" is of "ada".
static bool is_of_nobody(const struct report *report, const char *name)
{
    const char *dot = strrchr(name, '.');
    if (dot == NULL || dot == name)
        return false;
    char *student = check_format("%.*s", (int)(dot - name), name);
    bool nobody = submission_find(report->intake, student) == NULL;
    free(student);
    return nobody;
}

// How many files there are of nobody; they are removed if that is asked for.
static size_t count_gone(const struct report *report, const char *folder,
                         bool removes)
{
    char *path = check_format("%s/%s", report->folder, folder);
    DIR *dir = opendir(path);
    size_t n = 0;
    free(path);
    if (dir == NULL)
        return 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.' || !is_of_nobody(report, e->d_name))
            continue;
        n++;
        if (removes)
            unlinkat(dirfd(dir), e->d_name, 0);
    }
    closedir(dir);
    return n;
}

char *report_gone(const struct report *report)
{
    for (size_t i = 0; i < array_length(folders); i++)
        count_gone(report, folders[i], true);
    size_t n = count_gone(report, "results", false);
    if (n == 0)
        return NULL;
    return check_format("results/ keeps %zu of who %s no longer in the class; "
                        "all else of them was removed",
                        n, n == 1 ? "is" : "are");
}

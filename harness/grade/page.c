// Pages: a page for the instructor, and one for each student.
#include "page.h"
#include <stdlib.h>

static struct error *begin(const struct report *report, void **self)
{
    char *folder = check_format("%s/students", report->folder);
    struct error *err = check_make_folder(folder);
    free(folder);
    if (err == NULL)
        *self = page_class_new(report);
    return err;
}

static struct error *add(void *self, const struct verdict *verdict)
{
    struct page_class *class = self;
    page_class_add(class, verdict);
    return page_write_student(class->report, verdict);
}

static struct error *end(void *self, char **said)
{
    struct page_class *class = self;
    page_class_sum(class);
    *said = NULL;
    return page_write_index(class);
}

static void drop(void *self)
{
    page_class_free(self);
}

const struct output to_pages = {
    .name = "index.html, students/*.html",
    .begin = begin,
    .add = add,
    .end = end,
    .drop = drop,
};

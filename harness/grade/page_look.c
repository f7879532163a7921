// Who is to be looked at first, and what did not find its way into the class.
#include "page.h"

enum {
    MOST_LISTED = 300,
    N_OPEN = 3, // lists, the first, that are shown at once
};

// Why somebody is listed.
typedef bool is_listed(const struct page_person *person);

static bool by_grader_error(const struct page_person *person)
{
    return person->state == PAGE_GRADER_ERROR;
}

static bool by_flag(const struct page_person *person)
{
    return person->flagged;
}

static bool by_build(const struct page_person *person)
{
    return person->state == PAGE_BUILD_FAILED;
}

static bool by_rejection(const struct page_person *person)
{
    return person->state == PAGE_REJECTED;
}

static bool by_hang(const struct page_person *person)
{
    return person->hung;
}

static bool by_retry(const struct page_person *person)
{
    return person->retried;
}

static bool by_absence(const struct page_person *person)
{
    return person->state == PAGE_MISSING;
}

static bool by_waiting(const struct page_person *person)
{
    return person->state == PAGE_WAITING;
}

// In the order in which an instructor has to act on them.
static const struct {
    is_listed *is_listed;
    const char *title, *advice;
} lists[] = {
    {by_grader_error, "could not be graded",
     "A mistake of ours or of this machine, never a zero. Run the same command "
     "again; it tries these once more."},
    {by_waiting, "not checked yet",
     "The run was interrupted. The same command goes on from there."},
    {by_flag, "flagged",
     "For you to read. A flag changes no score and is no verdict."},
    {by_build, "did not build",
     "What the compiler said is on the student's page."},
    {by_rejection, "rejected before a test was played",
     "The student's page says the same."},
    {by_hang, "hung in at least one test", "Those tests count as failed."},
    {by_retry, "with a test that went otherwise when run alone",
     "It did not end in time at first; this machine may have been busy. What "
     "it did alone counts."},
    {by_absence, "with nothing handed in", "They are on the roster."},
};

static size_t count(const struct page_class *class, is_listed *is_listed)
{
    size_t n = 0;
    for (size_t i = 0; i < class->n; i++)
        n += is_listed(class->people[i]);
    return n;
}

static void print_one(FILE *out, const struct page_person *person, bool noted)
{
    fputs("<li>", out);
    if (person->state == PAGE_WAITING)
        page_print(out, "%s", person->student);
    else
        page_link(out, person->student);
    if (noted && person->note != NULL)
        page_print(out, " %s", person->note);
    fputs("</li>\n", out);
}

static void print_list(FILE *out, const struct page_class *class, size_t list)
{
    is_listed *is_listed = lists[list].is_listed;
    bool noted = is_listed == by_flag || is_listed == by_rejection ||
                 is_listed == by_grader_error;
    size_t n = count(class, is_listed), shown = 0;
    page_print(out,
               "<details class=\"look\"%s><summary><b>%zu</b> %s</summary>\n"
               "<p class=\"muted\">%s</p><ul class=\"%s\">\n",
               list < N_OPEN ? " open" : "", n, lists[list].title,
               lists[list].advice, noted ? "" : "keys");
    for (size_t i = 0; i < class->n && shown < MOST_LISTED; i++)
        if (is_listed(class->people[i])) {
            print_one(out, class->people[i], noted);
            shown++;
        }
    if (n > shown)
        page_print(out, "<li>and %zu more</li>", n - shown);
    fputs("</ul></details>\n", out);
}

static void print_strays(FILE *out, const struct intake *intake)
{
    if (intake->n_strays == 0)
        return;
    page_print(out,
               "<details class=\"look\"><summary><b>%zu</b> not graded"
               "</summary>\n<p class=\"muted\">They are of nobody that could "
               "be told for sure, and nobody was guessed. Mend the roster, or "
               "what they are called, and grade again.</p><ul>\n",
               intake->n_strays);
    for (size_t i = 0; i < intake->n_strays && i < MOST_LISTED; i++)
        page_print(out, "<li><code>%s</code> %s</li>\n", intake->strays[i].from,
                   intake->strays[i].why);
    fputs("</ul></details>\n", out);
}

// What is not the case is worth a line, so that nobody wonders.
static void print_none(FILE *out, const struct page_class *class)
{
    size_t n = 0;
    for (size_t i = 0; i < array_length(lists); i++) {
        if (count(class, lists[i].is_listed) > 0)
            continue;
        fputs(n++ == 0 ? "<p class=\"muted\">None: " : "; ", out);
        page_print(out, "%s", lists[i].title);
    }
    fputs(n > 0 ? ".</p>\n" : "", out);
}

void page_look(FILE *out, const struct page_class *class)
{
    page_section(out, "look", "Look at these first");
    for (size_t i = 0; i < array_length(lists); i++)
        if (count(class, lists[i].is_listed) > 0)
            print_list(out, class, i);
    print_strays(out, class->report->intake);
    print_none(out, class);
}

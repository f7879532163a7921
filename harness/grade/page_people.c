// Everyone, in a table that stays small: a class may have thousands.
#include "page.h"

void page_link(FILE *out, const char *student)
{
    page_print(out, "<a href=\"students/%s.html\">%s</a>", student, student);
}

static bool has_page(const struct page_person *person)
{
    return person->state != PAGE_WAITING;
}

// The numbers of the tests that fail; all of them need not be told.
static void print_failed(FILE *out, const struct page_class *class,
                         const struct page_person *person)
{
    if (person->n_passed == 0) {
        fputs("all", out);
        return;
    }
    for (size_t i = 0, n = 0; i < class->n_tests; i++)
        if (person->marks[i] != PAGE_PASSED)
            page_print(out, n++ > 0 ? " %zu" : "%zu", i + 1);
}

static void print_person(FILE *out, const struct page_class *class,
                         const struct page_person *person)
{
    fputs("<tr><th scope=\"row\">", out);
    if (has_page(person))
        page_link(out, person->student);
    else
        page_print(out, "%s", person->student);
    page_print(out, "</th><td class=\"wide\">%s</td><td class=\"r\">",
               person->name);
    if (person->state == PAGE_GRADED)
        page_print(out, "%d</td><td>", person->score);
    else
        page_print(out, "%s</td><td>%s",
                   person->state == PAGE_BUILD_FAILED ||
                           person->state == PAGE_REJECTED
                       ? "0"
                       : "",
                   page_state_name(person->state));
    if (person->state == PAGE_GRADED && person->n_passed < class->n_tests)
        print_failed(out, class, person);
    fputs("</td><td>", out);
    if (person->late_days > 0)
        page_print(out, "%d d late ", person->late_days);
    fputs(person->flagged ? "flagged" : person->retried ? "retried" : "", out);
    fputs("</td></tr>\n", out);
}

void page_people(FILE *out, const struct page_class *class)
{
    page_section(out, "students", "The students");
    fputs("<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
          "aria-label=\"All students\"><table><caption>Everyone, by key. A key "
          "leads to what the student may see; the instructor's own file is "
          "<code>results/KEY.json</code>.</caption>\n<thead><tr>"
          "<th scope=\"col\">student</th><th scope=\"col\" class=\"wide\">name"
          "</th><th scope=\"col\" class=\"r\">points</th>"
          "<th scope=\"col\">tests that fail</th>"
          "<th scope=\"col\">marks</th></tr></thead><tbody>\n",
          out);
    for (size_t i = 0; i < class->n; i++)
        print_person(out, class, class->people[i]);
    fputs("</tbody></table></div>\n", out);
}

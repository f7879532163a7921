// Pages for people: HTML that is whole in one file. No script, no request, no
// font of somebody else's; light and dark; from 320 pixels on; on paper.
//
//     page.c            what is written, and when
//     page_text.c         a page: escaped text, head, foot
//     page_style.c          and what it looks like
//     page_class.c        what is known of a class, counted
//     page_chart.c        bars
//     page_index.c        for the instructor: index.html
//       page_look.c         who is to be looked at first
//       page_tests.c        which tests are hard
//       page_together.c     and which fail together
//       page_people.c       everyone
//     page_student.c      for a student: students/KEY.html
//       page_story.c        what the tasks did, a column each
//
// A page is a function of results, times, roster and rubric: written again, it
// has the same bytes.
#pragma once
#include "write.h"
#include <stdio.h>

// ---- a page ----------------------------------------------------------------

// Begins a page: all up to the first heading. page_close is due.
void page_open(struct writing *page, const char *title);

// Ends the page and writes it, as write_end does.
struct error *page_close(struct writing *page, const char *path) MUST_CHECK;

// Prints as printf does, but that a %s is text for people: cleaned of controls,
// and escaped, so that it is safe between tags and in a quoted attribute. What
// is in the format is HTML. Only %s, %d, %lld, %zu, %f, %g and %%.
void page_print(FILE *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Begins a part of a page, with a heading; the id is what links lead to.
void page_section(FILE *out, const char *id, const char *title);

// The title of a lab without its number: "The nursery: no task ..."
const char *page_title(const struct check_lab *lab);

// The style sheet.
extern const char page_style[];

// ---- bars ------------------------------------------------------------------

struct page_bar {
    char label[12]; // below it; short
    char range[32]; // in full: "90 to 99 points"
    size_t n;
};

// Draws bars, and the same as a table. `what` is what is counted: "students".
void page_chart(FILE *out, const char *title, const char *what,
                const struct page_bar *bars, size_t n_bars);

// A bar as long as a share of 1, for beside a number.
void page_share(FILE *out, double share);

// ---- a class ---------------------------------------------------------------

// What came of a submission.
enum page_state {
    PAGE_GRADED,
    PAGE_BUILD_FAILED,
    PAGE_REJECTED,
    PAGE_MISSING,
    PAGE_GRADER_ERROR,
    PAGE_WAITING, // there is no result yet
    PAGE_N_STATES,
};

// What came of a test.
enum page_mark {
    PAGE_NOT_RUN,
    PAGE_PASSED,
    PAGE_FAILED,
    PAGE_HUNG, // and failed by that
};

struct page_person {
    char *student; // the key
    char *name;    // of the roster, or ""
    char *note;    // what is to be looked at: flags, an error, why it was
                   // rejected; or NULL
    enum page_state state;
    int score;
    size_t n_passed;
    int late_days;
    bool flagged, retried, hung;
    bool timed;            // wall_s is known
    double wall_s;         // the check took so long
    unsigned char marks[]; // an enum page_mark for each test of the rubric
};

enum { PAGE_MOST_CODES = 6 };

// What came of a test in the whole class; among those who were graded.
struct page_test {
    size_t n_passed, n_hung, n_retried;
    size_t n_codes; // ways to fail, the most frequent first
    struct page_code {
        char code[32];
        size_t n;
    } codes[PAGE_MOST_CODES];
    bool telling;  // apart is known
    double apart;  // how passing it goes with the points for all others
};

struct page_class {
    const struct report *report;
    struct page_person **people; // in the order of the intake
    size_t n;
    size_t n_states[PAGE_N_STATES];
    struct page_test *tests; // of the rubric
    size_t n_tests;
    int max;              // points to be had
    char digest[80];      // of the tests
    char finished[32];    // when the last check was over, or ""
    char *cage;           // the layers in force, or NULL
    size_t n_digests;     // 2: the class was graded with different tests
};

// Keeps report. Gives it (free with page_class_free).
struct page_class *page_class_new(const struct report *report);

// Counts one student; verdict is not kept.
void page_class_add(struct page_class *class, const struct verdict *verdict);

// To be called once, when all are added.
void page_class_sum(struct page_class *class);
void page_class_free(struct page_class *class);

// "did not build"
const char *page_state_name(enum page_state state);

// ---- the pages -------------------------------------------------------------

// Writes index.html; the class has been summed.
struct error *page_write_index(const struct page_class *class) MUST_CHECK;

// Parts of it.
void page_look(FILE *out, const struct page_class *class);
void page_tests(FILE *out, const struct page_class *class);
void page_together(FILE *out, const struct page_class *class);
void page_people(FILE *out, const struct page_class *class);

// A link to the page of a student.
void page_link(FILE *out, const char *student);

// Writes the page of a student; or takes away the one of before, if there is no
// result now.
struct error *page_write_student(const struct report *report,
                                 const struct verdict *verdict) MUST_CHECK;

// Prints what the tasks did up to the step that broke.
void page_story(FILE *out, const char *story);

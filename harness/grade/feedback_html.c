// What a student may see, for the one field that a platform has for it.
#include "write.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_TESTS = 20, MOST_BUILD_BYTES = 600 };

static void write_tests(FILE *out, const struct feedback *feedback)
{
    size_t n = 0;
    for (size_t i = 0; i < feedback->n_tests; i++) {
        const struct feedback_test *test = &feedback->tests[i];
        if (!feedback_has_failed(test) || ++n > MOST_TESTS)
            continue;
        fputs(n == 1 ? "<ul><li>" : "<li>", out);
        write_xml(out, test->code);
        fputs(": ", out);
        write_xml(out, test->title);
        fputs("</li>", out);
    }
    if (n > MOST_TESTS)
        fprintf(out, "<li>and %zu more</li>", n - MOST_TESTS);
    if (n > 0)
        fputs("</ul>", out);
}

static void write_build(FILE *out, const struct feedback *feedback)
{
    char *build = write_cut(feedback->build, MOST_BUILD_BYTES);
    fputs("<pre>", out);
    write_xml(out, build);
    fputs("</pre>", out);
    free(build);
}

char *feedback_html(const struct feedback *feedback)
{
    struct writing html;
    write_begin(&html);
    fprintf(html.out, "<p>%d of %d points, %zu of %zu tests pass.",
            feedback->score, feedback->max, feedback->n_passed,
            feedback->n_tests);
    fputs(feedback->summary[0] != 0 ? " " : "", html.out);
    write_xml(html.out, feedback->summary);
    fputs("</p>", html.out);
    write_tests(html.out, feedback);
    if (feedback->build[0] != 0)
        write_build(html.out, feedback);
    fclose(html.out);
    return html.bytes;
}

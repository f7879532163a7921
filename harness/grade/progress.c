// What is seen while a class is graded: on a terminal one line that is drawn
// anew, elsewhere a line now and then.
#include "class.h"
#include "event.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BAR = 10, DRAWN_MS = 100, SAID_MS = 10000, WIDTH = 79 };

static bool is_terminal(void)
{
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
}

static void minutes(char *text, size_t room, double ms)
{
    int s = (int)(ms / 1000 + 0.5);
    snprintf(text, room, "%d:%02d", s / 60, s % 60);
}

// Time left is guessed from what the others took.
static void say_time(const struct class *class, double start_ms, char *text,
                     size_t room)
{
    char gone[16], left[16];
    double gone_ms = check_now_ms() - start_ms;
    minutes(gone, sizeof(gone), gone_ms);
    if (class->n_done == 0) {
        snprintf(text, room, "%s gone", gone);
        return;
    }
    minutes(left, sizeof(left),
            gone_ms / (double)class->n_done *
                (double)(class->n_open - class->n_done));
    snprintf(text, room, "%s, %s left", gone, left);
}

static void add_count(char *text, size_t room, size_t n, const char *word)
{
    size_t used = strlen(text);
    if (n > 0)
        snprintf(text + used, room - used, "  %zu %s%s", n, word,
                 strcmp(word, "grader error") == 0 && n > 1 ? "s" : "");
}

static void say_counts(const struct class *class, char *text, size_t room)
{
    text[0] = 0;
    add_count(text, room, class->n_unbuilt, "unbuilt");
    add_count(text, room, class->n_hung, "hung");
    add_count(text, room, class->n_flagged, "flagged");
    add_count(text, room, class->n_errors, "grader error");
    add_count(text, room, class->n_waiting, "queued");
}

static void draw(const struct class *class, double start_ms)
{
    size_t n = class->n_kept + class->n_done;
    size_t all = class->n_kept + class->n_open;
    size_t full = all > 0 ? n * BAR / all : BAR;
    char bar[BAR + 1], time[48], counts[100];
    memset(bar, '-', BAR);
    memset(bar, '=', full);
    bar[BAR] = 0;
    say_time(class, start_ms, time, sizeof(time));
    say_counts(class, counts, sizeof(counts));
    char *line =
        check_format("  %zu/%zu  %s  %s%s", n, all, bar, time, counts);
    // The numbers matter more than the bar.
    if (strlen(line) > WIDTH) {
        free(line);
        line = check_format("  %zu/%zu  %s%s", n, all, time, counts);
    }
    printf("\r\033[K%.*s", WIDTH, line);
    free(line);
    fflush(stdout);
}

static void say(const struct class *class, double start_ms)
{
    char time[48], counts[100];
    say_time(class, start_ms, time, sizeof(time));
    say_counts(class, counts, sizeof(counts));
    printf("  %zu of %zu  %s%s\n", class->n_kept + class->n_done,
           class->n_kept + class->n_open, time, counts);
    fflush(stdout);
}

struct error *progress_show(void *arg)
{
    const struct class *class = arg;
    double start_ms = check_now_ms();
    bool drawn = is_terminal();
    struct error *err = NULL;
    while (err == NULL) {
        if (drawn)
            draw(class, start_ms);
        err = sleep_ms(drawn ? DRAWN_MS : SAID_MS);
        if (!drawn && err == NULL)
            say(class, start_ms);
    }
    if (drawn)
        printf("\r\033[K");
    say(class, start_ms);
    return err;
}

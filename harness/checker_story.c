// A failure as a story: what every task did, a column each, up to the step that
// broke; who waits for whom, if nothing moves any more; where it crashed.
//
// The trace was written by a process that the student's code lives in. It is
// shown, not believed, and its text is cleaned like all text from there.
#include "checker.h"
#include "process.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_STEPS = 18,    // shown; of a longer story the end
    MOST_EVENTS = 4000, // read
    MOST_COLUMNS = 4,
    MOST_TASKS = 40,    // of which the columns are chosen
    MOST_SCOPES = 1000, // of larger numbers it is not known what they are
    TIME_WIDTH = 7,
    TABLE_WIDTH = 76,
};

struct step {
    long long ms;
    int task;
    char text[64];
    int times; // in a row
};

struct story {
    struct step *steps;
    size_t n_steps;
    int columns[MOST_TASKS]; // the tasks that have a column
    char names[MOST_TASKS][24];
    int n_columns;
    bool more_tasks; // that have none
    bool scopes;     // are shown: it is the lab about them
    bool is_nursery[MOST_SCOPES]; // the scope of this number
};

// ---- reading the trace -----------------------------------------------------

static const char *string_in(const json_t *event, const char *name)
{
    const char *text = json_string_value(json_object_get(event, name));
    return text != NULL ? text : "";
}

static long long number_in(const json_t *event, const char *name)
{
    return json_integer_value(json_object_get(event, name));
}

static int column_of(const struct story *story, int task)
{
    for (int c = 0; c < story->n_columns; c++)
        if (story->columns[c] == task)
            return c;
    return -1;
}

static void add_column(struct story *story, int task, const char *name)
{
    if (story->n_columns == MOST_TASKS) {
        story->more_tasks = true;
        return;
    }
    int c = story->n_columns++;
    char *clean = check_clean(name, 14);
    story->columns[c] = task;
    snprintf(story->names[c], sizeof(story->names[c]), "%s %d", clean, task);
    free(clean);
}

// Does text say "task 5" of this one?
static bool is_named(const char *text, int task)
{
    for (; (text = strstr(text, "task ")) != NULL; text++)
        if (atoi(text + strlen("task ")) == task)
            return true;
    return false;
}

static int n_kept(const bool *kept)
{
    int n = 0;
    for (int c = 0; c < MOST_TASKS; c++)
        n += kept[c];
    return n;
}

// Keeps as many columns as there is room for: of the tasks that the text names,
// then of those who did something last, then of the first.
static void choose_columns(struct story *story, const char *text)
{
    bool kept[1 + MOST_TASKS] = {false}; // the first: of no column, -1
    bool *keep = kept + 1;
    int n = 0;
    for (int c = 0; c < story->n_columns && n_kept(keep) < MOST_COLUMNS; c++)
        keep[c] = is_named(text, story->columns[c]);
    for (size_t i = 1; i <= story->n_steps && i <= MOST_STEPS; i++)
        if (n_kept(keep) < MOST_COLUMNS)
            keep[column_of(story, story->steps[story->n_steps - i].task)] =
                true;
    for (int c = 0; c < story->n_columns && n_kept(keep) < MOST_COLUMNS; c++)
        keep[c] = true;
    story->more_tasks |= n_kept(keep) < story->n_columns;
    for (int c = 0; c < story->n_columns; c++) {
        if (!keep[c])
            continue;
        story->columns[n] = story->columns[c];
        memmove(story->names[n], story->names[c], sizeof(story->names[c]));
        n++;
    }
    story->n_columns = n;
}

static void describe_wait(char *text, size_t room, const char *on)
{
    if (strcmp(on, "turn") == 0)
        snprintf(text, room, "lets others run");
    else
        snprintf(text, room, "waits: %.24s", on);
}

// "N3" for the scope of a nursery, "S3" for another one.
static const char *letter_of(const struct story *story, const json_t *event)
{
    long long id = number_in(event, "scope");
    bool other = story->scopes && id > 0 && id < MOST_SCOPES &&
                 !story->is_nursery[id];
    return other ? "S" : "N";
}

// The same of what happens to a scope that is not a nursery's.
static bool describe_scope(const struct story *story, const json_t *event,
                           char *text, size_t room)
{
    const char *ev = string_in(event, "ev");
    long long id = number_in(event, "scope");
    if (!story->scopes || strcmp(letter_of(story, event), "S") != 0)
        return false;
    if (strcmp(ev, "scope") == 0)
        snprintf(text, room, "%s S%lld",
                 number_in(event, "shield") ? "shields" : "enters", id);
    else if (strcmp(ev, "leave") == 0)
        snprintf(text, room, number_in(event, "caught") ? "S%lld catches"
                                                         : "leaves S%lld",
                 id);
    else if (strcmp(ev, "shield") == 0)
        snprintf(text, room, "shield S%lld %s", id,
                 number_in(event, "on") ? "up" : "down");
    else if (strcmp(ev, "deadline") == 0)
        snprintf(text, room, "S%lld to %lld ms", id,
                 number_in(event, "at") / 1000000);
    else
        return false;
    return true;
}

// What an event looks like in its task's column; false if it is not shown.
static bool describe(const struct story *story, const json_t *event, char *text,
                     size_t room)
{
    const char *ev = string_in(event, "ev");
    if (strcmp(ev, "spawn") == 0)
        snprintf(text, room, "spawns %lld ->", number_in(event, "child"));
    else if (strcmp(ev, "wait") == 0)
        describe_wait(text, room, string_in(event, "on"));
    else if (strcmp(ev, "open") == 0)
        snprintf(text, room, "opens N%lld", number_in(event, "nursery"));
    else if (strcmp(ev, "close") == 0)
        snprintf(text, room, "N%lld closed", number_in(event, "nursery"));
    else if (strcmp(ev, "cancel") == 0)
        snprintf(text, room, "cancels %s%lld", letter_of(story, event),
                 number_in(event, "scope"));
    else if (strcmp(ev, "move") == 0 && story->scopes)
        snprintf(text, room, "moves to %s%lld", letter_of(story, event),
                 number_in(event, "scope"));
    else if (strcmp(ev, "cancelled") == 0)
        snprintf(text, room, "gets CANCELLED");
    else if (strcmp(ev, "done") == 0)
        snprintf(text, room, "ends");
    else if (strcmp(ev, "fail") == 0)
        snprintf(text, room, "ends: %.24s", string_in(event, "kind"));
    else if (strcmp(ev, "stuck") == 0)
        snprintf(text, room, "stuck");
    else if (strcmp(ev, "say") == 0)
        snprintf(text, room, "%.24s", string_in(event, "text"));
    else
        return describe_scope(story, event, text, room);
    return true;
}

// Is step the last one once more?
static bool is_repeated(const struct story *story, const struct step *step)
{
    if (story->n_steps == 0)
        return false;
    const struct step *last = &story->steps[story->n_steps - 1];
    return last->ms == step->ms && last->task == step->task &&
           strcmp(last->text, step->text) == 0;
}

// A nursery has been made of the scope that its task has just entered.
static void note_nursery(struct story *story, const json_t *event)
{
    long long id = number_in(event, "nursery");
    if (strcmp(string_in(event, "ev"), "open") != 0 || id <= 0 ||
        id >= MOST_SCOPES)
        return;
    story->is_nursery[id] = true;
    // Entering it was the last step, and is told by opening it.
    const char *last =
        story->n_steps > 0 ? story->steps[story->n_steps - 1].text : "";
    const char *entered = strrchr(last, 'S');
    if (entered != NULL && atoll(entered + 1) == id)
        story->n_steps--;
}

static void add_event(struct story *story, const json_t *event)
{
    struct step step = {.times = 1,
                        .ms = number_in(event, "t") / 1000000,
                        .task = (int)number_in(event, "task")};
    if (strcmp(string_in(event, "ev"), "spawn") == 0)
        add_column(story, (int)number_in(event, "child"),
                   string_in(event, "name"));
    char text[96];
    note_nursery(story, event);
    if (story->n_steps == MOST_EVENTS || step.task == 0 ||
        !describe(story, event, text, sizeof(text)))
        return;
    char *clean = check_clean(text, sizeof(step.text) / 4);
    snprintf(step.text, sizeof(step.text), "%s", clean);
    free(clean);
    if (is_repeated(story, &step))
        story->steps[story->n_steps - 1].times++;
    else
        story->steps[story->n_steps++] = step;
}

static void read_story(const struct check *check, const struct check_test *test,
                       struct story *story)
{
    char *path = check_format("%s/traces/%s.trace", check->out, test->id);
    FILE *file = fopen(path, "r");
    free(path);
    if (file == NULL)
        return;
    story->scopes = strcmp(check->lab->number, "3") == 0;
    story->steps = calloc(MOST_EVENTS, sizeof(story->steps[0]));
    must(story->steps != NULL);
    char line[1024];
    for (int n = 0; n < 5 * MOST_EVENTS && fgets(line, sizeof(line), file);
         n++) {
        json_t *event = json_loads(line, 0, NULL);
        if (event != NULL)
            add_event(story, event);
        json_decref(event);
    }
    fclose(file);
    choose_columns(story, test->happened != NULL ? test->happened : "");
}

// ---- the timeline ----------------------------------------------------------

static void print_heading(FILE *out, const struct story *story, int width)
{
    fprintf(out, "\n  %*s", TIME_WIDTH, "ms  ");
    for (int c = 0; c < story->n_columns; c++)
        fprintf(out, "%-*.*s", c + 1 < story->n_columns ? width : 0, width - 1,
               story->names[c]);
    fprintf(out, "\n");
}

static void print_step(FILE *out, const struct story *story,
                       const struct step *step, int width, bool last)
{
    int column = column_of(story, step->task);
    fprintf(out, "  %*lld  %*s%s", TIME_WIDTH - 2, step->ms, column * width, "",
           step->text);
    if (step->times > 1)
        fprintf(out, ", %d times", step->times);
    fprintf(out, "%s\n", last ? "   <-- here it ends" : "");
}

// That a task has ended is no story.
static void print_timeline(FILE *out, const struct story *story)
{
    if (story->n_columns == 0 || story->n_steps < 2)
        return;
    int width = (TABLE_WIDTH - TIME_WIDTH) / story->n_columns;
    if (width > 22)
        width = 22;
    size_t first = story->n_steps, n_drawn = 0;
    while (first > 0 && n_drawn < MOST_STEPS)
        n_drawn += column_of(story, story->steps[--first].task) >= 0;
    print_heading(out, story, width);
    if (first > 0)
        fprintf(out, "  %*s  %zu steps before\n", TIME_WIDTH - 2, "...", first);
    for (size_t i = first; i < story->n_steps; i++)
        if (column_of(story, story->steps[i].task) >= 0)
            print_step(out, story, &story->steps[i], width,
                       i + 1 == story->n_steps);
    if (story->more_tasks)
        fprintf(out, "  (the other tasks are not drawn)\n");
}

// ---- what the program printed ----------------------------------------------

// What the judge has left of the run that failed; NULL if nothing.
static char *read_left(const struct check *check, const struct check_test *test,
                       const char *end)
{
    char *path = check_format("%s/traces/%s.%s", check->out, test->id, end);
    char *text;
    size_t n;
    struct error *err = check_read_file(path, 1 << 16, &text, &n);
    free(path);
    if (err == NULL)
        return text;
    error_free(err);
    return NULL;
}

static void print_lines(FILE *out, const char *text, int most)
{
    for (int n = 0; *text != 0 && n < most; n++) {
        size_t length = strcspn(text, "\n");
        char *line = check_format("%.*s", (int)length, text);
        char *clean = check_clean(line, 100);
        fprintf(out, "     %s\n", clean);
        free(line);
        free(clean);
        text += length + (text[length] == '\n');
    }
}

static void print_shown(FILE *out, const struct check *check,
                        const struct check_test *test)
{
    char *shown = read_left(check, test, "shown");
    if (shown == NULL)
        return;
    if (shown[0] != 0)
        fprintf(out, "\n");
    print_lines(out, shown, 20);
    free(shown);
}

// The tree that a stuck run prints.
static void print_who_waits(FILE *out, const char *printed)
{
    const char *stuck = strstr(printed, "stuck: ");
    const char *tree = stuck != NULL ? strchr(stuck, '\n') : NULL;
    if (tree == NULL)
        return;
    fprintf(out, "\n  Who waits for what\n");
    print_lines(out, tree + 1, 16);
}

// Addresses as the crash handler prints them, "[0x4a3f10]", in *argv.
static int find_addresses(struct check *check, const char *printed,
                          struct check_argv *argv)
{
    int n = 0;
    for (const char *at = printed; (at = strstr(at, "[0x")) != NULL && n < 16;
         n++) {
        int length = (int)strcspn(at + 1, "]");
        check_word(
            argv, check_text(check, "%.*s", length < 20 ? length : 20, at + 1));
        at += length;
    }
    return n;
}

// Is place, "nursery.c:31", a line of one of the student's files?
static bool is_own_line(const struct check_lab *lab, const char *place)
{
    for (size_t i = 0; i < lab->n_files; i++) {
        size_t n = strlen(lab->files[i].name);
        if (strncmp(place, lab->files[i].name, n) == 0 && place[n] == ':' &&
            isdigit((unsigned char)place[n + 1]))
            return true;
    }
    return false;
}

// All labs together are one program, and any of them may be to blame.
static bool is_own_line_of_any(const struct check *check, const char *place)
{
    bool found = is_own_line(check->lab, place);
    for (size_t i = 0; !found && i < check->n_together; i++)
        found = is_own_line(check->together[i].lab, place);
    return found;
}

// Prints those of addr2line's pairs of lines that name the student's file.
static void print_own_lines(FILE *out, const struct check *check, char *text)
{
    char *rest, *function = strtok_r(text, "\n", &rest);
    int shown = 0;
    while (function != NULL && shown < 4) {
        char *place = strtok_r(NULL, "\n", &rest);
        if (place == NULL)
            break;
        char *base = strrchr(place, '/');
        base = base != NULL ? base + 1 : place;
        if (is_own_line_of_any(check, base)) {
            base[strcspn(base, " ")] = 0;
            fprintf(out, shown == 0 ? "\n  Your code was at    %s, in %s()\n"
                              : "    called from       %s, in %s()\n",
                   base, function);
            shown++;
        }
        function = strtok_r(NULL, "\n", &rest);
    }
}

static void print_where(FILE *out, struct check *check, const char *printed)
{
    struct check_argv argv = {0};
    struct process_result result;
    if (strstr(printed, "crash: ") == NULL)
        return;
    check_cage(check, &argv, check_path(check, FLAVOUR_PLAIN, ""));
    check_words(&argv, (const char *const[]){
                           "addr2line", "-f", "-e",
                           check_path(check, FLAVOUR_PLAIN, "runner"), NULL});
    if (find_addresses(check, printed, &argv) == 0)
        return;
    struct error *err = check_run(&argv, NULL, 10000, &result);
    if (err != NULL) {
        error_free(err);
        return;
    }
    char *clean = check_clean(result.out.bytes, 8000);
    print_own_lines(out, check, clean);
    free(clean);
    process_result_free(&result);
}

// ---- all of it -------------------------------------------------------------

// One task has no order.
static void print_which(FILE *out, const struct check_test *test,
                        const struct story *story)
{
    if (test->cancel_at > 0)
        fprintf(out,
                "\n  In a run that was cancelled from outside at wait %lld.\n",
                (long long)test->cancel_at);
    else if (test->order > 0 && story->n_columns != 1)
        fprintf(out,
                "\n  In a run where tasks that are ready together were "
                "shuffled (order %llu).\n",
                (unsigned long long)test->order);
}

static void print_story(FILE *out, struct check *check,
                        const struct check_test *test)
{
    struct story story = {0};
    read_story(check, test, &story);
    print_shown(out, check, test);
    print_which(out, test, &story);
    print_timeline(out, &story);
    free(story.steps);
    char *printed = read_left(check, test, "printed");
    if (printed == NULL)
        return;
    print_who_waits(out, printed);
    print_where(out, check, printed);
    free(printed);
}

const char *check_story(struct check *check, struct check_test *test)
{
    size_t n;
    if (test->story != NULL)
        return test->story;
    FILE *out = open_memstream(&test->story, &n);
    must(out != NULL);
    print_story(out, check, test);
    fclose(out);
    return test->story;
}

void check_print_story(struct check *check, struct check_test *test)
{
    printf("%s", check_story(check, test));
    char *printed = check->options->verbose ? read_left(check, test, "printed")
                                            : NULL;
    if (printed != NULL && printed[0] != 0) {
        printf("\n  What the program printed\n");
        print_lines(stdout, printed, 60);
    }
    free(printed);
}

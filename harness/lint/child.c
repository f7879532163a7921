// A process for each file.
//
// libclang goes down into what is nested, and an endless file is read to the
// end of memory. Where that ends a process, it is one that had a single file to
// look at, and the others go on.
#include "command.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// Memory that a file may take beside what the process has anyway.
#define MOST_BYTES ((rlim_t)4 << 30)

// What comes through the pipe: findings, each followed by its message; then one
// of END, or of TROUBLE with what the compiler says.
struct message {
    enum { FINDING, END, TROUBLE } what;
    size_t rule; // its place in the table
    unsigned line;
    unsigned column;
    size_t n_bytes; // of the text that follows
};

// ---- the child -------------------------------------------------------------

static void send(FILE *to, struct message message, const char *text)
{
    message.n_bytes = strlen(text);
    fwrite(&message, sizeof(message), 1, to);
    fwrite(text, 1, message.n_bytes, to);
}

static void limit_memory(void)
{
    size_t n_pages = 0;
    FILE *in = fopen("/proc/self/statm", "r");
    if (in == NULL)
        return;
    if (fscanf(in, "%zu", &n_pages) == 1) {
        rlim_t most = (rlim_t)n_pages * (rlim_t)sysconf(_SC_PAGESIZE);
        setrlimit(RLIMIT_AS, &(struct rlimit){most + MOST_BYTES,
                                              most + MOST_BYTES});
    }
    fclose(in);
}

static void be_child(const struct ast_source *source, FILE *to)
{
    struct findings found;
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    limit_memory();
    struct error *err = rules_run(source, &found);
    for (size_t i = 0; i < found.n; i++)
        send(to,
             (struct message){.what = FINDING,
                              .rule = rule_index(found.all[i].rule),
                              .line = found.all[i].line,
                              .column = found.all[i].column},
             found.all[i].message);
    send(to, (struct message){.what = err != NULL ? TROUBLE : END},
         err != NULL ? error_message(err) : "");
    fclose(to);
    findings_free(&found);
    error_free(err);
}

// ---- the parent ------------------------------------------------------------

static void add(struct findings *found, const struct message *message,
                char *text)
{
    found->all =
        realloc(found->all, (found->n + 1) * sizeof(found->all[0]));
    must(found->all != NULL);
    found->all[found->n++] = (struct finding){
        rules[message->rule], message->line, message->column, text};
}

// True once all that was found has been heard.
static bool listen(FILE *from, struct findings *found, struct error **err)
{
    struct message message;
    while (fread(&message, sizeof(message), 1, from) == 1) {
        char *text = calloc(1, message.n_bytes + 1);
        must(text != NULL);
        if (fread(text, 1, message.n_bytes, from) != message.n_bytes) {
            free(text);
            return false;
        }
        if (message.what == FINDING) {
            add(found, &message, text);
            continue;
        }
        if (message.what == TROUBLE)
            *err = error_new(&INVALID, "%s", text);
        free(text);
        return true;
    }
    return false;
}

struct error *child_run(const struct ast_source *source,
                        struct findings *found)
{
    int ends[2];
    struct error *err = NULL;
    *found = (struct findings){0};
    if (pipe(ends) != 0)
        return error_system(errno, "no pipe");
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        be_child(source, fdopen(ends[1], "w"));
        _exit(0);
    }
    close(ends[1]);
    FILE *from = fdopen(ends[0], "r");
    bool is_whole = child > 0 && listen(from, found, &err);
    fclose(from);
    if (child > 0)
        waitpid(child, NULL, 0);
    if (is_whole)
        return err;
    findings_free(found);
    return error_new(&EXHAUSTED, "the parser broke down: is something in it "
                                 "nested very deeply, or without an end?");
}

// A rule of the lint, and what it says.
//
//     main.c           the command: which files, which form of output
//     flags.c          how a file is compiled: compile_commands.json, or told
//     rules.c          the table of rules, and a file that goes through them
//     rule_*.c         one rule each
//     flow.c           the paths through a block
//     condition.c        what conditions on them say of a variable
//     follow_error.c     what is done with an error in a variable
//     nursery_role.c     what a place does with a nursery
//     value.c          what becomes of the value of an expression
//     for_parts.c      the parts of a for statement
//     look.c           questions about a tree that several rules ask
//     look_task.c        and which functions run as tasks
//     look_loop.c        the parts of loops, and constants
//     look_reach.c       what calls come to, through the functions they call
//     look_scope.c       scopes, their options and shields
//     allow.c          comments that allow one finding, with a reason
//     child.c          a process for each file
//     file.c           the text of a file, and its lines
//     print.c          findings as text
//     print_json.c       as JSON
//     print_sarif.c      and as SARIF
//
// The first rule, dangling-task, is lab 4's (labs/4-lint/lint.h).
#pragma once
#include "ast.h"

// ---- for a rule ------------------------------------------------------------

// A file on its way through the rules.
struct lint {
    const struct ast *ast;
    const struct rule *rule; // the one that is looking
    struct findings *found;
};

struct rule {
    const char *code;    // "open-nursery"; its page is labs/4-lint/rules/CODE
    const char *summary; // one sentence, what is wrong with what it finds

    // NULL: it is about comments, and allow.c finds what it says.
    void (*look)(struct lint *lint);
};

// Every rule, in the order of the handout; ends with a NULL.
extern const struct rule *const rules[];

// Reports what the rule that is looking has found, at the place of node i. The
// sentence says what is wrong and what to do instead.
void rule_say(struct lint *lint, unsigned i, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The same for a place in the file that is no node.
void rule_say_at(struct lint *lint, unsigned line, unsigned column,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

// ---- a file that goes through all of them ----------------------------------

struct finding {
    const struct rule *rule;
    unsigned line;
    unsigned column; // in bytes, from 1, as the line
    char *message;   // owned
};

// What was found in a file, in the order of its lines.
struct findings {
    struct finding *all;
    size_t n;
};

// Reads a file and shows it to every rule. Gives what they found (free with
// findings_free).
//
// @return NULL
// @return INVALID    a compiler would refuse it, and nothing was found
struct error *rules_run(const struct ast_source *source,
                        struct findings *found) MUST_CHECK;

void findings_free(struct findings *found);

// Takes away what comments in the file allow, and adds what is wrong with them.
void allow(struct lint *lint, const struct ast_source *source);

// NULL if there is none of this code.
const struct rule *rule_of(const char *code, size_t n_bytes);

// Its place in the table.
size_t rule_index(const struct rule *rule);

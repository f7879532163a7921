// A rule of the lint, and what it says.
//
//     main.c           the command: which files, which form of output
//     flags.c          how a file is compiled: compile_commands.json, or told
//     rules.c          the table of rules, and a file that goes through them
//     rule_*.c         one rule each
//     look.c           questions about a tree that several rules ask
//     allow.c          comments that allow one finding, with a reason
//     print.c          findings as text, as JSON, and as SARIF
//
// The first rule, dangling-task, is lab 4's (labs/4-lint/lint.h).
#pragma once
#include "ast.h"

// A file on its way through the rules.
struct lint {
    const struct ast *ast;
    const struct rule *rule; // the one that is looking
    struct findings *found;
};

struct rule {
    const char *code;    // "open-nursery"; its page is labs/4-lint/rules/CODE
    const char *summary; // one sentence, what is wrong with what it finds
    void (*look)(struct lint *lint);
};

// Every rule, in the order of the handout; ends with a NULL.
extern const struct rule *const rules[];

// Reports what the rule that is looking has found, at the place of node i. The
// sentence says what is wrong and what to do instead.
void rule_say(struct lint *lint, unsigned i, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The lint: finds tasks that nobody waits for, by reading C source.
//
// Lines and columns count from 1, columns in bytes.
#pragma once
#include "ast.h"

// What a rule has found.
struct lint_finding {
    const char *code; // of the rule: DANGLING_TASK
    unsigned line;
    unsigned column;
    const char *message; // a sentence; borrowed for the call
};

// Told of each finding, in the order of the file.
typedef void lint_report(const struct lint_finding *finding, void *arg);

// The code of the rule of this lab.
#define DANGLING_TASK "dangling-task"

// Reports each call of a function marked MARK_GIVES_TASK (mark.h) whose task
// nobody holds, at the place of the call, with a message that names the
// function:
//
//     the handle is dropped       task_go(f, a);  (void)task_go(f, a);
//                                 ready && task_go(f, a);  (task_go(f, a), 0);
//     or only tested              if (task_go(f, a)) ...  by a condition, !,
//                                 &&, ||, or a comparison, and nothing else
//     or it is stored in a local variable, and after that no place reads it
//
// A variable is not read where it is stored to, behind (void), or in what is
// not run: below sizeof, in typeof, in what _Generic chooses by. A place comes
// after the store if it stands behind it in the function, or if one loop has
// both, or if the function has a label anywhere (a goto may lead back to it;
// the rule does not look where it stands).
//
// A handle is lost too if another one is stored next: the next statement of the
// same block that mentions the variable is an assignment to it, mentions it
// nowhere else, and no break, continue or goto stands in between. The first
// store is a declaration, or an assignment that is a statement of the block by
// itself or between operators, and the second is one by itself. One below an
// if, behind a label, or in braces of its own does not count; any mention in
// between does, (void)t too. A return in between does not matter: where it
// leaves, the handle is lost too.
//
// Whatever else is done with a handle holds it: it is returned, passed to a
// function, added to something, stored in a field, an element, or a variable
// that is not local, or read when the variable goes out of scope (cleanup). So
// does a local variable if the function takes, by &, the address of it or of a
// part of it, and an operator that a macro has put there (ast_operator): nobody
// can tell what becomes of it. What is not run starts no task. Of a nursery's
// tasks nothing is said: it holds them.
void lint_dangling(const struct ast *ast, lint_report *report, void *arg);

// Reads source, reports what is dangling, and forgets it.
//
// @return NULL
// @return INVALID    a compiler would refuse it, and nothing was reported
struct error *lint_source(const struct ast_source *source, lint_report *report,
                          void *arg) MUST_CHECK;

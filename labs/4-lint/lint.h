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
//     or only tested              if (task_go(f, a)) ...
//     or it is stored in a local variable, and after that no place reads it
//
// A variable is not read where it is stored to, behind (void), or in what is
// not run: below sizeof, in typeof. A place comes after the store if it stands
// behind it in the function, or if one loop has both, or if the function has a
// label, to which it may go back. A handle is lost too if the next statement of
// its block that has to do with the variable is another store, and no break,
// continue or goto stands in between.
//
// Whatever else is done with a handle holds it: it is returned, passed to a
// function, stored in a field, an element, or a variable that is not local, or
// read when the variable goes out of scope (cleanup). So does a local variable
// whose address the function takes, and an operator that a macro has put there
// (ast_operator): nobody can tell what becomes of it. What is not run starts no
// task. Of a nursery's tasks nothing is said: it holds them.
void lint_dangling(const struct ast *ast, lint_report *report, void *arg);

// Reads source, reports what is dangling, and forgets it.
//
// @return NULL
// @return INVALID    a compiler would refuse it, and nothing was reported
struct error *lint_source(const struct ast_source *source, lint_report *report,
                          void *arg) MUST_CHECK;

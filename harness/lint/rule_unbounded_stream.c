// unbounded-stream: a stream whose capacity no sender will ever meet.
#include "look.h"
#include "rule.h"
#include "value.h"

// A number of items that memory does not reach is no bound.
#define NO_BOUND INT32_MAX

// What node i is, if that is known before the program runs; else 0.
static long long constant_of(const struct ast *ast, unsigned i)
{
    long long number = 0;
    CXCursor variable = look_variable(ast, i);
    CXCursor asked = clang_isConstQualifiedType(clang_getCursorType(variable))
                         ? variable
                         : ast->nodes[i].cursor;
    CXEvalResult result = clang_Cursor_Evaluate(asked);
    if (result != NULL && clang_EvalResult_getKind(result) == CXEval_Int)
        number = clang_EvalResult_getAsLongLong(result);
    clang_EvalResult_dispose(result);
    return number;
}

static void look(struct lint *lint)
{
    const struct ast *ast = lint->ast;
    for (unsigned i = 0; i < ast->n_nodes; i++) {
        unsigned capacity = ast->nodes[i].kind == CXCursor_CallExpr
                                ? look_marked_argument(ast, i, "capacity")
                                : 0;
        if (capacity != 0 && constant_of(ast, capacity) >= NO_BOUND)
            rule_say(lint, i,
                     "nobody ever waits to send into this stream, so a slow "
                     "receiver slows nobody down: give it a capacity");
    }
}

const struct rule rule_unbounded_stream = {
    .code = "unbounded-stream",
    .summary = "A stream without a capacity takes in what nobody receives.",
    .look = look,
};

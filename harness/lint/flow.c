// The paths through a block: it is gone through as it would be run, with sets
// of states in place of one, until nothing is new.
#include "flow.h"
#include "condition.h"
#include "for_parts.h"
#include "look.h"
#include "value.h"
#include <stdlib.h>
#include <string.h>

// Where break and continue lead; NULL: out of the block.
struct walk {
    struct flow *flow;
    unsigned char *at_label; // of each label of it, what jumps bring there
    bool is_new;             // one of them has grown
    unsigned *on_break;
    unsigned *on_continue;
    unsigned at_case; // what the switch around has brought
};

static unsigned follow(struct walk *walk, unsigned i, unsigned state);

static enum CXCursorKind kind_of(const struct walk *walk, unsigned i)
{
    return walk->flow->ast->nodes[i].kind;
}

static unsigned end_of(const struct walk *walk, unsigned i)
{
    return walk->flow->ast->nodes[i].end;
}

// ---- expressions -----------------------------------------------------------

static unsigned assume(struct walk *walk, unsigned condition, bool holds,
                       unsigned state)
{
    struct flow *flow = walk->flow;
    if (flow->assume == NULL || state == 0)
        return state;
    condition = ast_unwrapped(flow->ast, condition);
    // a && b holds if both do, and a || b does not if neither does.
    if (kind_of(walk, condition) == CXCursor_BinaryOperator &&
        condition_joins(flow->ast, condition, holds ? "&&" : "||")) {
        state = assume(walk, condition + 1, holds, state);
        return assume(walk, end_of(walk, condition + 1), holds, state);
    }
    return flow->assume(flow, condition, holds, state);
}

static unsigned follow_children(struct walk *walk, unsigned i, unsigned state)
{
    for (unsigned child = i + 1; child < end_of(walk, i);
         child = end_of(walk, child))
        state = follow(walk, child, state);
    return state;
}

static unsigned follow_choice(struct walk *walk, unsigned i, unsigned state)
{
    unsigned yes = end_of(walk, i + 1), no = end_of(walk, yes);
    state = follow(walk, i + 1, state);
    return follow(walk, yes, assume(walk, i + 1, true, state)) |
           follow(walk, no, assume(walk, i + 1, false, state));
}

// The right side of && and || is worked out only if the left one does not tell.
static unsigned follow_joined(struct walk *walk, unsigned i, bool is_and,
                              unsigned state)
{
    state = follow(walk, i + 1, state);
    return assume(walk, i + 1, !is_and, state) |
           follow(walk, end_of(walk, i + 1),
                  assume(walk, i + 1, is_and, state));
}

static bool is_way_out(const struct walk *walk, unsigned i)
{
    switch (kind_of(walk, i)) {
    case CXCursor_CallExpr:
        return look_is_last_call(walk->flow->ast, i);
    case CXCursor_ReturnStmt:
    case CXCursor_BreakStmt:
    case CXCursor_ContinueStmt:
    case CXCursor_GotoStmt:
    case CXCursor_IndirectGotoStmt:
    case CXCursor_LabelStmt:
        return true;
    default:
        return false;
    }
}

// Does an expression always come to its end, also one that has statements?
static bool is_plain(const struct walk *walk, unsigned i)
{
    enum { NOT_KNOWN, PLAIN, NOT_PLAIN };
    unsigned char *known = &look_memory(walk->flow->ast, LOOK_PLAIN)[i];
    unsigned n = i;
    if (*known == NOT_KNOWN) {
        while (n < end_of(walk, i) && !is_way_out(walk, n))
            n++;
        *known = n == end_of(walk, i) ? PLAIN : NOT_PLAIN;
    }
    return *known == PLAIN;
}

// Can nothing become of what is so before the expression?
static bool is_idle(const struct walk *walk, unsigned i, unsigned state)
{
    unsigned at = walk->flow->opens_at;
    bool is_in_it = i <= at && at < end_of(walk, i);
    return at != 0 && (state & FLOW_OPEN) == 0 && !is_in_it &&
           is_plain(walk, i);
}

static unsigned follow_expression(struct walk *walk, unsigned i,
                                  unsigned state)
{
    const struct ast *ast = walk->flow->ast;
    if (is_idle(walk, i, state))
        return state;
    if (kind_of(walk, i) == CXCursor_UnaryExpr) // sizeof: nothing is run
        return state;
    if (kind_of(walk, i) == CXCursor_ConditionalOperator)
        return follow_choice(walk, i, state);
    if (condition_joins(ast, i, "&&") || condition_joins(ast, i, "||"))
        return follow_joined(walk, i, condition_joins(ast, i, "&&"), state);
    state = follow_children(walk, i, state);
    if (state == 0)
        return 0;
    if (look_is_last_call(ast, i))
        return 0;
    return walk->flow->step(walk->flow, i, state);
}

// ---- jumps -----------------------------------------------------------------

static unsigned leave(struct walk *walk, unsigned i, unsigned state)
{
    walk->flow->leaving[i - walk->flow->block] |= (unsigned char)state;
    return 0;
}

static unsigned jump(struct walk *walk, unsigned i, unsigned *to,
                     unsigned state)
{
    if (to == NULL)
        return leave(walk, i, state);
    *to |= state;
    return 0;
}

static bool is_called(const struct ast *ast, unsigned i, const char *name)
{
    CXString called = clang_getCursorSpelling(ast->nodes[i].cursor);
    bool is = strcmp(clang_getCString(called), name) == 0;
    clang_disposeString(called);
    return is;
}

static unsigned label_of(const struct walk *walk, unsigned go)
{
    const struct ast *ast = walk->flow->ast;
    CXString name = clang_getCursorSpelling(ast->nodes[go + 1].cursor);
    unsigned block = walk->flow->block;
    unsigned label = 0;
    for (unsigned i = block; i < ast->nodes[block].end && label == 0; i++)
        if (ast->nodes[i].kind == CXCursor_LabelStmt &&
            is_called(ast, i, clang_getCString(name)))
            label = i;
    clang_disposeString(name);
    return label;
}

static unsigned follow_goto(struct walk *walk, unsigned i, unsigned state)
{
    unsigned label = label_of(walk, i);
    if (label == 0)
        return leave(walk, i, state);
    unsigned char *at = &walk->at_label[label - walk->flow->block];
    unsigned char grown = *at | (unsigned char)state;
    walk->is_new |= grown != *at;
    *at = grown;
    return 0;
}

// ---- statements ------------------------------------------------------------

static unsigned follow_if(struct walk *walk, unsigned i, unsigned state)
{
    unsigned yes = end_of(walk, i + 1), no = end_of(walk, yes);
    state = follow(walk, i + 1, state);
    unsigned after = follow(walk, yes, assume(walk, i + 1, true, state));
    unsigned other = assume(walk, i + 1, false, state);
    return after | (no < end_of(walk, i) ? follow(walk, no, other) : other);
}

// What is known of a condition before anything is run.
enum answer { SOMETIMES, ALWAYS, NEVER };

static enum answer answer_of(const struct walk *walk, unsigned condition)
{
    enum answer answer = SOMETIMES;
    CXEvalResult result =
        clang_Cursor_Evaluate(walk->flow->ast->nodes[condition].cursor);
    if (result != NULL && clang_EvalResult_getKind(result) == CXEval_Int)
        answer = clang_EvalResult_getAsInt(result) != 0 ? ALWAYS : NEVER;
    clang_EvalResult_dispose(result);
    return answer;
}

// A condition that is asked: what is so if it holds; adds to *out what is if it
// does not. 0: there is none, it holds.
static unsigned ask(struct walk *walk, unsigned condition, unsigned *out,
                    unsigned state)
{
    if (condition == 0)
        return state;
    state = follow(walk, condition, state);
    enum answer answer = answer_of(walk, condition);
    if (answer != ALWAYS)
        *out |= assume(walk, condition, false, state);
    return answer != NEVER ? assume(walk, condition, true, state) : 0;
}

// One turn of a body: gives what its end brings, adds to *out what breaks do.
static unsigned follow_body(struct walk *walk, unsigned body, unsigned *out,
                            unsigned state)
{
    unsigned again = 0;
    unsigned *on_break = walk->on_break, *on_continue = walk->on_continue;
    walk->on_break = out;
    walk->on_continue = &again;
    again |= follow(walk, body, state);
    walk->on_break = on_break;
    walk->on_continue = on_continue;
    return again;
}

// Each turn may bring something new to the start of the next.
static unsigned follow_turns(struct walk *walk, struct for_parts parts,
                             unsigned state)
{
    unsigned out = 0, before;
    do {
        before = state;
        unsigned turn = ask(walk, parts.condition, &out, state);
        turn = follow_body(walk, parts.body, &out, turn);
        if (parts.step != 0)
            turn = follow(walk, parts.step, turn);
        state |= turn;
    } while (state != before);
    return out;
}

static unsigned follow_do(struct walk *walk, unsigned i, unsigned state)
{
    unsigned out = 0, before;
    do {
        before = state;
        unsigned turn = follow_body(walk, i + 1, &out, state);
        state |= ask(walk, end_of(walk, i + 1), &out, turn);
    } while (state != before);
    return out;
}

static unsigned follow_for(struct walk *walk, unsigned i, unsigned state)
{
    struct for_parts parts = for_parts_of(walk->flow->ast, i);
    if (parts.first != 0)
        state = follow(walk, parts.first, state);
    return follow_turns(walk, parts, state);
}

static bool has_default(const struct walk *walk, unsigned i)
{
    for (unsigned l = i; l < end_of(walk, i); l++)
        if (kind_of(walk, l) == CXCursor_DefaultStmt)
            return true;
    return false;
}

// A switch over an enum is taken to have a case for each of its constants.
static bool has_every_case(const struct walk *walk, unsigned i)
{
    const struct ast *ast = walk->flow->ast;
    CXType type = clang_getCursorType(
        ast->nodes[ast_unwrapped(ast, i + 1)].cursor);
    return has_default(walk, i) ||
           clang_getCanonicalType(type).kind == CXType_Enum;
}

static unsigned follow_switch(struct walk *walk, unsigned i, unsigned state)
{
    unsigned out = 0, outer = walk->at_case, *on_break = walk->on_break;
    walk->at_case = state = follow(walk, i + 1, state);
    walk->on_break = &out;
    out |= follow(walk, end_of(walk, i + 1), 0);
    walk->on_break = on_break;
    walk->at_case = outer;
    return has_every_case(walk, i) ? out : out | state;
}

// The statement behind a label, which stands last below it.
static unsigned follow_labelled(struct walk *walk, unsigned i, unsigned state)
{
    if (kind_of(walk, i) == CXCursor_LabelStmt)
        state |= walk->at_label[i - walk->flow->block];
    else
        state |= walk->at_case;
    return follow(walk, value_last_child(walk->flow->ast, i), state);
}

static unsigned follow_while(struct walk *walk, unsigned i, unsigned state)
{
    struct for_parts parts = {
        .condition = i + 1, .body = end_of(walk, i + 1), .is_plain = true};
    return follow_turns(walk, parts, state);
}

// Gives what is so after node i, if it is so before it.
static unsigned follow(struct walk *walk, unsigned i, unsigned state)
{
    switch (kind_of(walk, i)) {
    case CXCursor_CompoundStmt:
        return follow_children(walk, i, state);
    case CXCursor_IfStmt:
        return follow_if(walk, i, state);
    case CXCursor_WhileStmt:
        return follow_while(walk, i, state);
    case CXCursor_DoStmt:
        return follow_do(walk, i, state);
    case CXCursor_ForStmt:
        return follow_for(walk, i, state);
    case CXCursor_SwitchStmt:
        return follow_switch(walk, i, state);
    case CXCursor_LabelStmt:
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt:
        return follow_labelled(walk, i, state);
    case CXCursor_GotoStmt:
        return follow_goto(walk, i, state);
    case CXCursor_BreakStmt:
        return jump(walk, i, walk->on_break, state);
    case CXCursor_ContinueStmt:
        return jump(walk, i, walk->on_continue, state);
    case CXCursor_ReturnStmt:
        return leave(walk, i, follow_children(walk, i, state));
    default:
        return follow_expression(walk, i, state);
    }
}

// ---- a block ---------------------------------------------------------------

static bool has_computed_goto(const struct flow *flow)
{
    unsigned end = flow->ast->nodes[flow->block].end;
    for (unsigned i = flow->block; i < end; i++)
        if (flow->ast->nodes[i].kind == CXCursor_IndirectGotoStmt)
            return true;
    return false;
}

bool flow_follow(struct flow *flow, unsigned state)
{
    struct walk walk = {.flow = flow};
    unsigned n_nodes = flow->ast->nodes[flow->block].end - flow->block;
    flow->leaving = calloc(n_nodes, 1);
    walk.at_label = calloc(n_nodes, 1);
    must(flow->leaving != NULL && walk.at_label != NULL);
    do {
        walk.is_new = false;
        flow->leaving[0] |= (unsigned char)follow(&walk, flow->block, state);
    } while (walk.is_new);
    free(walk.at_label);
    return !has_computed_goto(flow);
}

unsigned flow_leaving(const struct flow *flow, unsigned i)
{
    return flow->leaving[i - flow->block];
}

void flow_forget(struct flow *flow)
{
    free(flow->leaving);
    flow->leaving = NULL;
}

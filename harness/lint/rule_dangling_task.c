// dangling-task: the rule that lab 4 builds.
#include "rule.h"
#include "lint.h"

static void say(const struct lint_finding *finding, void *arg)
{
    rule_say_at(arg, finding->line, finding->column, "%s", finding->message);
}

static void look(struct lint *lint)
{
    lint_dangling(lint->ast, say, lint);
}

const struct rule rule_dangling_task = {
    .code = DANGLING_TASK,
    .summary = "Nobody holds a task that was started with task_go.",
    .look = look,
};

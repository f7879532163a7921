%: include "task.h"
%: define CAT(a, b) a %:%: b

struct error *work_x(void *arg);

void keep_x(struct task *tasks_x<::>)
<%
    tasks_x<:0:> = task_go(work_x, NULL);
    tasks_x<:1:> = CAT(task_, go)(work_x, NULL);
    if (tasks_x<:2:> == NULL) <%
        /*!task_go*/task_go(work_x, NULL);
    %>
%>

// What about this??/
void lose_x(void)
<%
    const char *what_x = "??/"; // ??' ??(
    /*!task_go*/CAT(task_, go)(work_x, what_x);
%>

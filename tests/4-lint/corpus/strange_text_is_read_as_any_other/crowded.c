#include "task.h"
struct error*work_x(void*arg);struct s_x{struct task*t;int n:3;}*all_x;
void crowd_x(int n_x){if(n_x)all_x->t=task_go(work_x,0);else{all_x[n_x++].t=task_go(work_x,0);}for(;n_x<3;)n_x++;}
void lose_x(int n_x){if(n_x)/*!task_go*/task_go(work_x,0);else{all_x[n_x++].t=task_go(work_x,0);}
for(;n_x<3;/*!task_go*/task_go(work_x,0))n_x++;}
struct task*t_x(struct task*t_x){return t_x=task_go(work_x,t_x);}struct
task
*
u_x
(
void
)
{
return
task_go
(
work_x
,
0
)
;
}

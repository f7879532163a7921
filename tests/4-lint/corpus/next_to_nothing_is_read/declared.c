// Declarations, and no function with a body.
#include "task.h"

struct later_x;
typedef struct later_x *(*maker_x)(struct later_x *);
extern maker_x makers_x[];
struct task *start_x(void) MARK_GIVES_TASK;
int n_x, many_x[3], *address_x = &many_x[1];
enum colour_x { RED_X, GREEN_X = sizeof(start_x()) };

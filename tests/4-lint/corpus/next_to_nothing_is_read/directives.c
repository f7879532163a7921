#define TASK_GO task_go(work, NULL)
#include "task.h"
#include "nursery.h"
#undef TASK_GO
#pragma once_more
#ident "a file"
;;;

// task_go(work, NULL);

/* Nothing
   but
   words. */

#ifdef NEVER
#include "nowhere.h"
#endif
//
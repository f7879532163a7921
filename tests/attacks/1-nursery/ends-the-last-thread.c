// Attack: pthread_exit, where there is but one thread
// Threat: F.3 #25, F.2 #2
// Gets: rejected
// Says: calls pthread_exit()
// Rest: rest.c
#include <pthread.h>
#define AT_CLOSE pthread_exit(NULL)

// Attack: replaces fork() for the whole program
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines fork(), which is somebody else
// Rest: rest.c
int fork(void);
int fork(void)
{
    return -1;
}

// Attack: replaces pthread_create() for the whole program
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines pthread_create(), which is somebody else
// Rest: rest.c
int pthread_create(void);
int pthread_create(void)
{
    return 0;
}

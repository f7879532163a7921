// Attack: replaces exit() for the whole program
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines exit(), which is somebody else's
// Rest: rest.c
__attribute__((noreturn)) void exit(int status)
{
    (void)status;
    for (;;)
        ;
}

// Attack: replaces exit() for the whole program
// Gets: rejected
// Says: defines exit(), which is somebody else's
// Rest: rest.c
__attribute__((noreturn)) void exit(int status)
{
    (void)status;
    for (;;)
        ;
}

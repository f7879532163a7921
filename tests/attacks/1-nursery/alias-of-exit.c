// Attack: exit is another name of its own function
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines exit(), which is somebody else
// Rest: rest.c
__attribute__((unused)) static void mine(int status)
{
    for (;;)
        (void)status;
}
void exit(int status) __attribute__((alias("mine"), noreturn));

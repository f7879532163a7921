// Attack: replaces what calls main
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines __libc_start_main(), which is somebody else's
// Rest: rest.c
int __libc_start_main(void)
{
    return 0;
}

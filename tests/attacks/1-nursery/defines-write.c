// Attack: replaces write() for the whole program
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines write(), which is somebody else
// Rest: rest.c
long write(int fd, const void *bytes, unsigned long n);
long write(int fd, const void *bytes, unsigned long n)
{
    (void)fd, (void)bytes;
    return (long)n;
}

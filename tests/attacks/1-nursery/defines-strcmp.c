// Attack: replaces strcmp() for the whole program
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines strcmp(), which is somebody else
// Rest: rest.c
int strcmp(const char *a, const char *b)
{
    (void)a, (void)b;
    return 0;
}

// Attack: a string that is only nearly a raw one
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: no_sanitize
// Rest: rest.c
#define xR static const char text[] =
xR"("; __attribute__((no_sanitize("coverage"), /* )" */
    unused)) static int secret(void)
{
    return 7;
}

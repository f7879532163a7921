// Attack: a comment whose end is cut in two by the end of a line
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: no_sanitize
// Rest: rest.c
/* . *\
/ __attribute__((no_sanitize("coverage"), /* */
    unused)) static int secret(void)
{
    return 7;
}

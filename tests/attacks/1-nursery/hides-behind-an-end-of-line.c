// Attack: an end of a line that is a carriage return, and not a comment behind it
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: no_sanitize
// Rest: rest.c
// A line of old ends here:__attribute__((no_sanitize("coverage"),
    unused)) static int secret(void)
{
    return 7;
}

// Attack: a function whose lines nobody is to count
// Threat: F.2 #6
// Gets: rejected
// Says: coverage looks at all of a lab
// Rest: rest.c
__attribute__((no_profile_instrument_function, unused)) static int secret(void)
{
    return 7;
}

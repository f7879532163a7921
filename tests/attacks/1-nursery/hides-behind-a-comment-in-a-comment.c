// Attack: a line that goes on, in which no comment begins
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: no_sanitize
// Rest: rest.c
// .\
/*
__attribute__((no_sanitize("coverage"),
    unused)) static int secret(void)
{
    return 7;
}
//*/

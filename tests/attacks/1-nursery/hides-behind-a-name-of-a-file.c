// Attack: a name of a file in which a comment seems to begin
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: a comment or a character behind
// Rest: rest.c
#if __has_include(</*>)
#endif
__attribute__((no_sanitize("coverage"),
    unused)) static int secret(void)
{
    return 7;
}
//*/

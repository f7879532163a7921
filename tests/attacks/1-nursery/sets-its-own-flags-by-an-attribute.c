// Attack: the flags of the compiler by an attribute, by its other name
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: compiler's flags
// Rest: rest.c
__attribute__((unused, __optimize__("O3"))) static int secret(void)
{
    return 7;
}

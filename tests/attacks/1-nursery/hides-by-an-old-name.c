// Attack: an older name of the attribute that blinds AddressSanitizer
// Threat: F.3 #21, F.2 #7
// Gets: rejected
// Says: no_address_safety_analysis
// Rest: rest.c
__attribute__((no_address_safety_analysis, unused)) static int secret(void)
{
    return 7;
}

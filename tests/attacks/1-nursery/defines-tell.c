// Attack: replaces what the tests tell the judge with
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines tell(), which is somebody else's
// Rest: rest.c
void tell(int what, long a, long b)
{
    (void)what;
    (void)a;
    (void)b;
}

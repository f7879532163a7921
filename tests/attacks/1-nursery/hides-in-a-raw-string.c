// Attack: a text that looks as if it went on, and behind it an attribute
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: a raw string
// Rest: rest.c
static const char text[] = R"(")"; __attribute__((no_sanitize("coverage"),
    unused)) static int secret(void)
{
    return text[0];
}

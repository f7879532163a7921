// Attack: a trace that draws nonsense, and never ends
// Threat: F.3 #30, F.3 #42
// Gets: below
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
static long hidden(int number, long a, long b, long c);
static void forge(void)
{
    static const char line[] =
        "{\"t\":-1,\"ev\":\"done\",\"task\":3}\n"
        "{\"t\":1e300,\"ev\":\"spawn\",\"task\":-7,\"child\":99999999999,"
        "\"name\":\"\\u001b[2J\\u202e\\u0000\"}\n[[[[[[[[[[\n";
    for (int i = 0; i < 100; i++)
        hidden(1, 5, (long)line, sizeof(line) - 1);
}
#define AT_OPEN forge()
#define AT_CLOSE n->n_children = 0

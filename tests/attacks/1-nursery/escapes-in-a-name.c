// Attack: a section and a missing function whose names repaint a terminal
// Gets: build_failed
// Says: \\x1b
// Rest: rest.c
extern int missing(void) __asm__("\033[2J\033[32mall\033[0m");
#define AT_CLOSE missing()

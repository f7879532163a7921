// Says where a crash of the student's code happened.
#pragma once

// From now on SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT print what happened,
// in which task, and the addresses on its stack, before the process dies of
// them; coverage counts are written first, if there are any. Before all that
// last is called, which may only do what a handler may.
void crash_watch(void (*last)(void));

// Writes coverage counts, in a build that has any: for who is about to _exit.
void crash_dump_coverage(void);

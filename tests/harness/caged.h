// Programs in the cage, seen from a test.
//
//     struct result result = caged("--profile run -- " FIXTURE "bomb");
//
// A command line is a format; its words are parted by spaces.
#pragma once
#include <stdbool.h>
#include <sys/types.h>

#define CAGE    "build/harness/cage "
#define FIXTURE "build/test/cage/"

struct result {
    pid_t pid;          // of the child that was started
    int events;         // reading end of its standard output and error
    int status;         // as of waitpid, once caged_end has returned
    char output[32768]; // what it wrote, with a zero at the end
    size_t n_output;
};

// Runs a whole command line to its end, and until nobody is left who could
// write: a survivor that holds the pipe makes this wait for ever.
void command_run(struct result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The same in two halves. The first returns when a line has been written.
void command_start(struct result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void command_end(struct result *result);

// Fail with the output unless the program ended with this status or signal.
void expect_exit(const struct result *result, int status);
void expect_signal(const struct result *result, int number);
void expect_output(const struct result *result, const char *text);
void expect_no_output(const struct result *result, const char *text);

// A process of the same user that only waits; what attacks are aimed at.
pid_t victim_start(void);

// Ends it; fails if anything else has ended or changed it before.
void victim_expect_untouched(pid_t victim);

// A new empty folder, and its end with all that is in it.
const char *folder_new(void);
void folder_remove(const char *folder);

// Writes a line into a new file of the folder.
void folder_write(const char *folder, const char *name, const char *text);
// private: linnet-0f5d3f897d262c7d

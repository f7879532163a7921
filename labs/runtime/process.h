// Processes: other programs, started, fed, listened to and awaited.
//
// Needs the real clock. Descriptors that are not named are closed in the new
// process; signals are as a fresh program expects them.
#pragma once
#include "error.h"
#include "mark.h"
#include "pipe.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct process;

// What a descriptor of the new process is.
enum process_fd_how {
    PROCESS_INHERIT, // what it is here, open or closed
    PROCESS_NULL,    // /dev/null
    PROCESS_READ,    // a pipe from which we read what it writes
    PROCESS_WRITE,   // a pipe to which we write what it reads
    PROCESS_GIVEN,   // a descriptor of ours
};

struct process_fd {
    enum process_fd_how how;
    int fd; // of PROCESS_GIVEN: borrowed
};

enum { PROCESS_MOST_FDS = 16 };

// All zero but for argv is a sensible choice: everything is inherited.
struct process_options {
    const char *const *argv; // ends with NULL. The program is looked up in
                             // PATH unless its name has a slash; no shell
    const char *const *env;  // "NAME=value", ends with NULL; NULL: inherited
    const char *folder;      // where it starts, and where argv[0] is looked up
                             // if it is relative; NULL: here
    struct process_fd fds[PROCESS_MOST_FDS]; // descriptors 0, 1, ...
    size_t n_fds; // how many of them; those of 0, 1, 2 that are left out are
                  // inherited, all others are closed
    bool group;   // it leads a process group of its own: process_kill goes to
                  // all of the group, and what is left of the group when it
                  // has ended is killed
    size_t most_output_bytes; // process_run: what is kept of each output; 0
                              // stands for 1 MiB
};

// How a process ended.
struct process_end {
    int code;        // the exit status; -n if signal n ended it
    int signum;      // which signal ended it; 0: it exited
    int64_t user_ms; // processor time, that of its awaited children included
    int64_t system_ms;
    size_t most_bytes; // the largest amount of memory it had
};

// Starts a program. Gives the process (end with process_free).
//
// @return NULL
// @return NOT_FOUND  there is no such program, or no such folder
// @return DENIED     it may not be run
// @return EXHAUSTED  no more descriptors or processes
// @return INVALID    no argv, too many descriptors, a given one is not open
// @return MISUSE     the clock is virtual
// @return SYSTEM
struct error *process_start(const struct process_options *options,
                            struct process **process) MUST_CHECK;

// Our end of the pipe that is the process' descriptor fd; borrowed. Goes with
// the process, may be closed before.
//
// Bug: fd is not PROCESS_READ or PROCESS_WRITE.
struct pipe *process_pipe(struct process *process, int fd);

int process_id(const struct process *process);

// Waits until the process has ended. Any number of tasks may wait, also after
// the end. Does not look at its pipes.
//
// Checkpoint.
//
// @return NULL       *end says how
// @return CANCELLED  the process goes on
struct error *process_wait(struct process *process,
                           struct process_end *end) MUST_CHECK MARK_CHECKPOINT;

// Sends a signal. Nothing happens to a process that has ended.
//
// @return NULL
// @return INVALID    there is no such signal
// @return DENIED     the process belongs to somebody else now
struct error *process_kill(struct process *process, int signum) MUST_CHECK;

// Takes process; closes its pipes. If it is running it is killed first, and its
// end awaited: a schedule point, not a checkpoint, then. NULL is harmless.
//
// Bug: a task is in process_wait, or reads or writes one of its pipes.
void process_free(struct process *process);

// ---- a whole life ---------------------------------------------------------

// What a process wrote: the first bytes, and how many there were no room for.
struct process_output {
    char *bytes; // ends with a 0 that is not counted
    size_t n;
    size_t n_dropped;
};

struct process_result {
    struct process_end end;
    struct process_output out; // descriptor 1
    struct process_output err; // descriptor 2
};

// Starts a program, writes input to it, reads all it writes and waits for its
// end. Descriptors 1 and 2 are captured, and 0 is the input (NULL: /dev/null);
// those of 0, 1 and 2 that options say to be something else than inherited are
// that. Gives what it wrote (free with process_result_free). It is no error if
// the program does not read its input, nor how it ends.
//
// Waits for the end of the outputs too: processes left behind by the program
// may hold them open.
//
// Checkpoint: the process is killed and its end awaited.
//
// @return NULL
// @return CANCELLED
// @return INVALID    input for a descriptor 0 that is something else, or a
//                    pipe among the options' descriptors
// @return what process_start returns
struct error *
process_run(const struct process_options *options, const void *input,
            size_t input_bytes,
            struct process_result *result) MUST_CHECK MARK_CHECKPOINT;

// Frees what the result holds, not the result. Twice is harmless.
void process_result_free(struct process_result *result);

// One play: a run of a scenario in a caged runner, and what came of it.
#pragma once
#include "judge.h"
#include "wire.h"
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

enum {
    MOST_ANSWERS = 8192,    // of one play
    TEXT_BYTES = 16384,     // kept of what the runner prints
    MOST_THREADS = 64,      // of a runner
    FLOOD_BYTES = 64 << 20, // printed in one play: more is enough
    FULL_SIZE = 1000000,    // a schedule's size: numbers are not held down
};

// Bytes read from the runner, the last so many.
struct play_text {
    char bytes[TEXT_BYTES + 1];
    size_t n;       // in bytes
    size_t dropped; // before them
};

// The runner process. It lives from play to play, until one goes wrong.
struct runner {
    const char *cage;    // the launcher
    const char *path;    // the runner
    const char *profile; // of the cage
    const char *read;    // folder the runner may read, or NULL
    const char *header;  // and a precompiled header, or NULL
    const char *write[8]; // files the runner may write to: counts of lines
    size_t n_write;
    const char *without[16]; // layers of the cage that are off, for tests
    size_t n_without;
    bool uncounted;      // what is left over is not looked at, for tests
    bool watched;        // built with sanitizers, and without counted steps
    bool weak_ok;        // go on where the kernel cannot cage well
    pid_t pid;           // 0: not running
    bool ready;          // it has started: what it does now is its own doing
    int answers, events, trace, output; // our ends
    struct play_text printed;
    struct wire_frame buffer[256]; // read and not yet looked at
    size_t n_buffered;            // bytes in it
    size_t taken;                 // frames taken from it
    struct wire_frame unsent[256]; // sent before the next wait for it
    size_t n_unsent;
};

// Which run is to be played.
struct schedule {
    uint64_t seed;     // order of the tasks; 0: first in first out
    uint64_t draw;     // what the numbers are drawn from
    int64_t cancel_at; // wait at which it is cancelled; 0: not
    int size;          // how far the numbers may be from their lowest
    uint64_t turn;     // counts the plays of full size, from anywhere on
    bool edge;
};

struct limits {
    int64_t cpu_ms;  // without a word from the runner: it loops
    int64_t wall_ms; // and it is blocked
};

struct play {
    struct runner *runner;
    struct schedule schedule;
    struct limits limits;
    const char *scenario;
    bool traced;
    bool lasting; // a failure after its end leaves the runner as it is

    // What went on.
    struct wire_frame *told; // TELL frames
    size_t n_told, room;
    size_t n_closed;               // CLOSED among them
    int64_t answers[MOST_ANSWERS]; // given
    size_t n_answers;
    int64_t nonce;
    uint64_t random;           // what is drawn next
    int64_t n_waits;           // of the run, counted by the runner
    bool ended;                // END has been read
    bool cut;                  // it ended before all was asked for
    bool was_over;             // the script has called over, or over_stuck
    bool may_stick;            // and the latter
    int64_t stuck;             // tasks left of a run that was to stick, or -1
    struct wire_frame left[8]; // LEFT frames
    size_t n_left;
    int64_t outcome; // of END

    // What came of it.
    const char *code; // NULL: it is right
    char happened[2048];
    char shown[1024]; // below it, may be empty
    jmp_buf out; // where judge_fail goes
};

// Plays script once. True if all was right; else code and happened say what was
// not, and the runner is gone.
bool play(struct play *p, void (*script)(struct play *));

void play_free(struct play *p);

// Ends the runner; true if it had ended as it should.
bool runner_stop(struct runner *runner);

// Writes what would have to be fed to the runner to see the same run again.
bool play_save_answers(const struct play *p, const char *path);

// Where the trace of a traced play goes; NULL: nowhere.
void play_trace_to(FILE *file);

// CPU time the runner has used, in ms.
int64_t runner_cpu_ms(const struct runner *runner);

// Threads the runner has; 0 if that cannot be seen.
size_t runner_n_threads(const struct runner *runner);

// ---- the runner as a process (play_runner.c)
// ----------------------------------

enum { CAGE_FAILED = 125 };

void runner_start(struct runner *runner);

// Waits for the runner's end, after killing it if asked to; gives its status.
int runner_end(struct runner *runner, bool kill_it);

// Takes in what the runner has printed and traced so far.
void runner_drain(struct runner *runner);

int64_t play_wall_ms(void);

// ---- what went wrong (play_fail.c)
// -----------------------------------------------

// The runner has closed its end of the wire.
_Noreturn void play_fail_by_end(struct play *p);

// It has been silent too long, having used so much time.
_Noreturn void play_fail_by_silence(struct play *p, int64_t cpu, int64_t wall);

// It has said what no runner says.
_Noreturn void play_fail_by_noise(struct play *p, const char *what);

// It has started threads without end.
_Noreturn void play_fail_by_threads(struct play *p, size_t n_threads);

// Tasks are left that can never run again.
_Noreturn void play_fail_stuck(struct play *p, int64_t tasks);

// The same work on many machines: what the submitter (slurm.c) and its tasks
// (slurm_task.c) share.
//
// The open submissions are cut into portions. Slurm starts a task for each:
// this very program, on some node, which checks them as is done here and keeps
// each result. All they have in common is the folder of the class, which every
// node sees by the same path. In it, until the run is over:
//
//     work/slurm/ROUND/job             what Slurm starts: a script of one line
//     work/slurm/ROUND/portions/K.json what task K is to check
//     work/slurm/ROUND/outcomes/I.json what became of the I-th submission;
//                                      taken away by the submitter
//     work/slurm/ROUND/logs/K.txt      what task K had to say
//
// While its portion is there a task keeps results. Whoever opens the class next
// sweeps work/, and with that a task that nobody waits for any more ends
// without a trace.
#pragma once
#include "class.h"

// ---- Slurm's commands (slurm_ask.c, slurm_submit.c) ------------------------

struct process_result;

// Runs one of them. result is to be freed with process_result_free.
//
// Checkpoint.
//
// @return INVALID  there is no such command here, or it does not answer: the
//                  message says what to do
struct error *slurm_call(struct check_argv *argv,
                         struct process_result *result) MUST_CHECK;

// What a command said last of what went wrong, cleaned, without its own name in
// front (free with free).
char *slurm_complaint(const struct process_result *result);

struct slurm_job {
    char *name;    // of this class's folder, and of no other
    char *number;  // "4711"; NULL: none was submitted
    char *cluster; // where, if there are several, or NULL
};

// Asks how many tasks an array may have.
//
// Checkpoint.
//
// @return INVALID  there is no Slurm here, or it does not answer: the message
//                  says what to do
struct error *slurm_ask_most_tasks(size_t *n) MUST_CHECK;

// Submits an array of n tasks that share a folder.
//
// Checkpoint.
//
// @return INVALID  Slurm does not take it: the message has its reason
struct error *slurm_submit(const struct class *class, const char *folder,
                           size_t n, struct slurm_job *job) MUST_CHECK;

// Which tasks wait or run? Those that do have their bit in is_there. *answered
// is false if Slurm did not say, which means nothing.
//
// Checkpoint.
struct error *slurm_ask_queue(const struct slurm_job *job, bool *is_there,
                              size_t n, bool *answered,
                              size_t *n_waiting) MUST_CHECK;

// Ends all jobs of that name, those of earlier runs included.
//
// Checkpoint.
struct error *slurm_cancel(const struct slurm_job *job) MUST_CHECK;

// The same without waiting for it, also for a task that is cancelled.
void slurm_cancel_later(const struct slurm_job *job);

// ---- what goes to and fro (slurm_list.c) -----------------------------------

// Writes portions/K.json: submissions `list` of the class.
struct error *slurm_write_portion(const struct class *class, const char *folder,
                                  size_t k, const size_t *list,
                                  size_t n) MUST_CHECK;

// Fills in what a task needs of the class: submissions, options, lab. *indexes
// are their numbers at the submitter's (free with free).
struct error *slurm_read_portion(const char *path, struct class *class,
                                 struct grade_options *options,
                                 size_t **indexes) MUST_CHECK;

// Writes outcomes/INDEX.json. `before` is what class counted until then, and
// becomes what it counts now.
struct slurm_counts {
    size_t n_unbuilt, n_hung, n_flagged;
};
struct error *slurm_write_outcome(const struct class *class, size_t i,
                                  const char *folder, size_t index,
                                  struct slurm_counts *before) MUST_CHECK;

// Takes outcomes/I.json into the class. False if there is none yet.
bool slurm_take_outcome(struct class *class, const char *folder, size_t i);

// The last line that task k has said, cleaned (free with free); "" if none.
char *slurm_last_line(const char *folder, size_t k);

// ---- a round (slurm_round.c) -----------------------------------------------

// What one task of the array is to do.
struct task_of_array {
    size_t first, n; // of round->list
    size_t n_open;
    int n_missed; // looks at the queue, in a row, that have not shown it
};

// One array, and what is waited for of it.
struct round {
    struct class *class;
    char *folder; // work/slurm/ROUND
    struct slurm_job job;
    size_t *list; // the submissions that it is about, in the class
    size_t n, n_open;
    size_t *task_of; // of each submission of the class: who has it
    struct task_of_array *tasks;
    size_t n_tasks;
    bool *is_there; // in the queue
};

// Cuts list into portions of that size, but for the last.
void round_cut(struct round *round, size_t size);
struct error *round_write(const struct round *round) MUST_CHECK;

// Takes what has arrived into the class.
void round_collect(struct round *round);

// Waits until all has arrived that will: what is open then is lost.
//
// Checkpoint.
struct error *round_wait(struct round *round) MUST_CHECK;

// Frees all but list, task_of and the job's name.
void round_forget(struct round *round);

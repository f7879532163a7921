// The cage contains every attack, layer by layer, and lets honest work be.
//
// Fixtures say "GOT THROUGH" and exit 1 when an attack works. Where it can be
// shown without harm, a second test proves that the attack is a real one: it
// does work when the layers that stop it are off.
#include "caged.h"
#include "suite.h"
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUN CAGE "-- " FIXTURE
#define BARE                                                                   \
    CAGE "--without seccomp --without landlock --without capabilities "        \
         "-- " FIXTURE

static struct result result;

// --- one process ---

TEST(a_program_in_the_cage_cannot_fork)
{
    command_run(&result, RUN "bomb");
    expect_exit(&result, 0);
    expect_output(&result, "clone3: Function not implemented");
}

TEST(without_the_filter_a_program_can_fork)
{
    command_run(&result, BARE "bomb");
    expect_exit(&result, 1);
}

TEST(threads_run_out_before_memory_does)
{
    command_run(&result, RUN "threads");
    expect_exit(&result, 0);
}

TEST(an_honest_program_can_do_what_labs_need)
{
    command_run(&result, RUN "honest");
    expect_exit(&result, 0);
    expect_output(&result, "fine");
}

TEST(killing_the_pid_that_was_started_ends_a_spinning_program)
{
    command_start(&result, RUN "spin");
    ck_assert_int_eq(kill(result.pid, SIGKILL), 0);
    command_end(&result);
    expect_signal(&result, SIGKILL);
}

TEST(the_pid_that_was_started_is_the_program)
{
    char expected[32];
    command_run(&result, RUN "show");
    snprintf(expected, sizeof(expected), "pid %d\nsession own\n", result.pid);
    expect_output(&result, expected);
}

// --- outsiders ---

static void expect_no_signal(const char *options, const char *how)
{
    pid_t victim = victim_start();
    command_run(&result, CAGE "%s -- " FIXTURE "signal %s %d", options, how,
                victim);
    expect_exit(&result, 0);
    victim_expect_untouched(victim);
}

TEST(signals_do_not_leave_the_cage)
{
    expect_no_signal("--profile run", "kill");
    expect_no_signal("--profile run", "tgkill");
    expect_no_signal("--profile run", "queue");
    expect_no_signal("--profile run", "owner");
    expect_no_signal("--profile library", "kill");
    expect_no_signal("--profile library", "tgkill");
}

TEST(signals_do_not_leave_the_sanitizer_cage)
{
    expect_no_signal("--profile sanitize", "kill");
    expect_no_signal("--profile sanitize", "tgkill");
    expect_no_signal("--profile sanitize", "owner");
}

TEST(signals_do_not_leave_a_compiler_cage)
{
    expect_no_signal("--profile compile", "kill");
    expect_no_signal("--profile compile", "tgkill");
    expect_no_signal("--profile compile", "owner");
    expect_no_signal("--profile compile --landlock-abi 5", "kill");
    expect_no_signal("--profile compile --landlock-abi 5", "tgkill");
}

TEST(the_filter_alone_stops_signals)
{
    expect_no_signal("--without landlock", "kill");
    expect_no_signal("--without landlock", "tgkill");
    expect_no_signal("--without landlock", "queue");
    expect_no_signal("--without landlock", "owner");
    expect_no_signal("--without landlock --profile compile", "kill");
}

TEST(without_layers_a_signal_kills_an_outsider)
{
    int status;
    pid_t victim = victim_start();
    command_run(&result, BARE "signal kill %d", victim);
    expect_exit(&result, 1);
    ck_assert_int_eq(waitpid(victim, &status, 0), victim);
    ck_assert_int_eq(WTERMSIG(status), SIGTERM);
}

TEST(limits_of_an_outsider_stay_and_ones_own_do_not_rise)
{
    pid_t victim = victim_start();
    command_run(&result, RUN "limit %d", victim);
    expect_exit(&result, 0);
    command_run(&result, CAGE "--without landlock -- " FIXTURE "limit %d",
                victim);
    expect_exit(&result, 0);
    victim_expect_untouched(victim);
}

TEST(landlock_does_not_protect_limits_of_an_outsider)
{
    pid_t victim = victim_start();
    command_run(&result,
                CAGE "--without seccomp --without capabilities -- " FIXTURE
                     "limit %d",
                victim);
    expect_output(&result, "prlimit of another: GOT THROUGH");
    kill(victim, SIGKILL);
}

TEST(memory_of_an_outsider_is_out_of_reach)
{
    pid_t victim = victim_start();
    command_run(&result, RUN "trace %d %p", victim, (void *)&result);
    expect_exit(&result, 0);
    command_run(&result, CAGE "--profile compile -- " FIXTURE "trace %d %p",
                victim, (void *)&result);
    expect_exit(&result, 0);
    victim_expect_untouched(victim);
}

TEST(files_of_proc_are_out_of_reach)
{
    pid_t victim = victim_start();
    command_run(&result, RUN "reopen %d", victim);
    expect_exit(&result, 0);
    victim_expect_untouched(victim);
}

// --- files and calls ---

static void expect_closed(const char *options)
{
    char tree[PATH_MAX];
    ck_assert_ptr_nonnull(realpath("tests/suite.h", tree));
    command_run(&result, CAGE "%s -- " FIXTURE "open /etc/passwd %s", options,
                tree);
    expect_exit(&result, 0);
}

TEST(no_file_can_be_opened)
{
    expect_closed("--profile run");
    expect_closed("--profile library");
}

TEST(no_file_outside_of_the_libraries_can_be_opened_under_a_sanitizer)
{
    expect_closed("--profile sanitize");
}

TEST(an_older_landlock_closes_files_as_well)
{
    for (int abi = 1; abi <= 6; abi++) {
        char options[32];
        snprintf(options, sizeof(options), "--landlock-abi %d", abi);
        expect_closed(options);
    }
}

TEST(without_landlock_a_file_can_be_opened)
{
    command_run(&result,
                CAGE "--without landlock -- " FIXTURE "open /etc/passwd");
    expect_exit(&result, 1);
    expect_output(&result, "/etc/passwd: GOT THROUGH");
    unlink("/tmp/cage-was-here");
    unlink("/dev/shm/cage-was-here");
}

TEST(what_is_named_for_reading_can_be_read_but_not_written)
{
    command_run(&result,
                CAGE "--read /etc/passwd -- " FIXTURE "open /etc/passwd");
    expect_output(&result, "/etc/passwd: GOT THROUGH\n"
                           "/etc/passwd: Permission denied\n");
}

// Landlock knows of truncation since ABI 3; the filter covers for it.
TEST(a_file_that_may_be_read_cannot_be_emptied)
{
    const char *folder = folder_new();
    folder_write(folder, "full", "not empty");
    command_run(&result,
                CAGE "--landlock-abi 2 --read %s -- " FIXTURE "empty %s/full",
                folder, folder);
    expect_exit(&result, 0);
    command_run(&result,
                CAGE "--landlock-abi 2 --without seccomp --read %s -- " FIXTURE
                     "empty %s/full",
                folder, folder);
    folder_remove(folder);
    expect_exit(&result, 1);
}

TEST(no_socket_can_be_made)
{
    command_run(&result, RUN "socket");
    expect_exit(&result, 0);
    command_run(&result, CAGE "--profile compile -- " FIXTURE "socket");
    expect_exit(&result, 0);
}

TEST(without_the_filter_a_socket_can_be_made)
{
    command_run(&result, BARE "socket");
    expect_exit(&result, 1);
}

TEST(calls_that_no_lab_needs_are_refused)
{
    command_run(&result, RUN "rare");
    expect_exit(&result, 0);
}

TEST(no_other_program_can_be_started)
{
    const char *folder = folder_new();
    command_run(&result, CAGE "--write %s -- " FIXTURE "exec %s", folder,
                folder);
    folder_remove(folder);
    expect_exit(&result, 0);
    expect_output(&result, "memfd: Operation not permitted");
    expect_output(&result, "/program: Permission denied");
}

TEST(a_call_in_the_manner_of_another_machine_is_the_last)
{
    command_run(&result, RUN "foreign x32");
    expect_no_output(&result, "GOT THROUGH");
#ifdef __x86_64__
    expect_signal(&result, SIGSYS);
    command_run(&result, RUN "foreign");
    expect_signal(&result, SIGSYS);
#endif
}

// --- resources ---

TEST(two_gigabytes_of_output_end_at_the_file_limit)
{
    struct stat about;
    char path[256];
    const char *folder = folder_new();
    snprintf(path, sizeof(path), "%s/big", folder);
    command_run(&result, CAGE "--write %s -- " FIXTURE "fill %s", folder, path);
    int found = stat(path, &about);
    folder_remove(folder);
    expect_signal(&result, SIGXFSZ);
    ck_assert_int_eq(found, 0);
    ck_assert_int_eq((int)about.st_size, 4 << 20);
}

TEST(three_gigabytes_cannot_be_had)
{
    command_run(&result, RUN "memory");
    expect_exit(&result, 0);
}

TEST(cpu_time_ends)
{
    command_run(&result, CAGE "--cpu-seconds 1 -- " FIXTURE "spin");
    expect_signal(&result, SIGKILL); // SIGXCPU is blocked, like all others
}

TEST(the_cage_keeps_the_clock_if_asked)
{
    command_run(&result, CAGE "--wall-ms 50 -- " FIXTURE "spin");
    expect_exit(&result, 124);
    expect_output(&result, "cage: stopped after 50 ms");
}

TEST(only_standard_descriptors_are_open)
{
    int fd = fcntl(STDERR_FILENO, F_DUPFD, 40);
    command_run(&result, RUN "show");
    expect_output(&result, "fd 0\nfd 1\nfd 2\n");
    expect_no_output(&result, "fd 3");
    expect_no_output(&result, "fd 4");
    command_run(&result, CAGE "--keep-fd %d -- " FIXTURE "show", fd);
    expect_output(&result, "fd 2\nfd 40\n");
}

TEST(a_program_finds_no_environment_and_clean_signals)
{
    signal(SIGXFSZ, SIG_IGN);
    setenv("SECRET", "1", 1);
    command_run(&result, RUN "show");
    signal(SIGXFSZ, SIG_DFL);
    expect_exit(&result, 0);
    expect_no_output(&result, "env ");
    expect_no_output(&result, "blocked ");
    expect_no_output(&result, "ignored ");
    expect_output(&result, "core 0 0\ncpu 5 6\nfiles 256 256\n");
}

// --- what the launcher says ---

TEST(the_probe_names_every_layer)
{
    command_run(&result, CAGE "--probe");
    expect_exit(&result, 0);
    expect_output(&result, "seccomp landlock-");
    expect_output(&result, " no-new-privs rlimits\n");
}

TEST(without_landlock_in_the_kernel_nothing_is_started)
{
    command_run(&result, FIXTURE "older " RUN "honest");
    expect_exit(&result, 125);
    expect_output(&result, "cage: this kernel has no Landlock");
    command_run(&result, FIXTURE "older " CAGE "--probe");
    expect_exit(&result, 1);
}

TEST(weak_ok_goes_on_without_landlock)
{
    command_run(&result, FIXTURE "older " CAGE "--weak-ok -- " FIXTURE "bomb");
    expect_exit(&result, 0);
}

TEST(a_caller_that_is_gone_is_noticed)
{
    command_run(&result, CAGE "--parent %d -- " FIXTURE "honest", getpid());
    expect_exit(&result, 0);
    command_run(&result, CAGE "--parent 1 -- " FIXTURE "honest");
    expect_exit(&result, 125);
    command_run(&result, CAGE "--profile compile --parent 1 -- true");
    expect_exit(&result, 125);
}

TEST(what_cannot_be_started_is_said_in_a_sentence)
{
    command_run(&result, RUN "no-such-program");
    expect_exit(&result, 125);
    expect_output(&result, "no-such-program: No such file or directory");
    command_run(&result, CAGE "--read /no/such/place -- " FIXTURE "honest");
    expect_exit(&result, 125);
    command_run(&result, CAGE "--keep-fd 99 -- " FIXTURE "honest");
    expect_exit(&result, 125);
    command_run(&result, CAGE "--profile zoo -- " FIXTURE "honest");
    expect_exit(&result, 125);
}
// private: linnet-0f5d3f897d262c7d

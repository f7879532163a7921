// The cage of compilers: it compiles, it opens nothing else, and it leaves no
// process behind. The sanitizers' cage is tried on what comes out.
#include "caged.h"
#include "suite.h"
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define COMPILE CAGE "--profile compile "

static struct result result;

static const char *const compilers[] = {"gcc", "clang"};

static const char *const flags[] = {
    "-O1",
    "-O1 -g -fsanitize=address,undefined",
    "-O0 -g --coverage",
};

enum { N_COMPILERS = 2, N_FLAGS = 3 };

// A compiler that is not installed is not asked.
static bool installed(const char *compiler)
{
    command_run(&result, COMPILE "-- %s --version", compiler);
    return WIFEXITED(result.status) && WEXITSTATUS(result.status) == 0;
}

static void expect_built(const char *compiler, const char *with)
{
    const char *folder = folder_new();
    command_run(&result,
                COMPILE "--read tests/harness/cage --write %s -- %s %s -c "
                        "tests/harness/cage/honest.c -o %s/honest.o",
                folder, compiler, with, folder);
    expect_exit(&result, 0);
    command_run(&result,
                COMPILE "--write %s -- %s %s -pthread %s/honest.o -o "
                        "%s/honest",
                folder, compiler, with, folder, folder);
    expect_exit(&result, 0);
    command_run(&result, CAGE "--profile sanitize --write %s -- %s/honest",
                folder, folder);
    folder_remove(folder);
    expect_exit(&result, 0);
    expect_output(&result, "fine");
}

TEST(compilers_build_programs_that_run)
{
    for (int i = 0; i < N_COMPILERS; i++)
        for (int j = 0; j < N_FLAGS && installed(compilers[i]); j++)
            expect_built(compilers[i], flags[j]);
}

TEST(a_coverage_run_writes_its_counts_and_nothing_else)
{
    char counts[256];
    const char *folder = folder_new();
    snprintf(counts, sizeof(counts), "%s/honest.gcda", folder);
    command_run(&result,
                COMPILE
                "--read tests/harness/cage --write %s -- gcc --coverage "
                "-static -pthread -o %s/honest -dumpbase honest "
                "-dumpdir %s/ tests/harness/cage/honest.c",
                folder, folder, folder);
    expect_exit(&result, 0);
    command_run(&result, CAGE "--write %s -- %s/honest", folder, folder);
    int written = access(counts, F_OK);
    folder_remove(folder);
    expect_exit(&result, 0);
    ck_assert_int_eq(written, 0);
}

TEST(objects_can_be_joined_and_sealed)
{
    const char *folder = folder_new();
    command_run(&result,
                COMPILE "--read tests/harness/cage --write %s -- gcc -c "
                        "tests/harness/cage/leave.c -o %s/a.o",
                folder, folder);
    expect_exit(&result, 0);
    command_run(&result, COMPILE "--write %s -- ld -r %s/a.o -o %s/b.o", folder,
                folder, folder);
    expect_exit(&result, 0);
    command_run(&result,
                COMPILE "--write %s -- objcopy --keep-global-symbol=main "
                        "%s/b.o %s/c.o",
                folder, folder, folder);
    folder_remove(folder);
    expect_exit(&result, 0);
}

// Compiles one line of source; it must fail for want of permission, and make
// nothing.
static void expect_refused(const char *compiler, const char *format,
                           const char *path)
{
    char line[PATH_MAX + 64];
    char object[PATH_MAX];
    const char *folder = folder_new();
    snprintf(line, sizeof(line), format, path);
    snprintf(object, sizeof(object), "%s/hostile.o", folder);
    folder_write(folder, "hostile.c", line);
    command_run(&result, COMPILE "--write %s -- %s -c %s/hostile.c -o %s",
                folder, compiler, folder, object);
    int made = access(object, F_OK);
    folder_remove(folder);
    expect_exit(&result, 1);
    expect_output(&result, path);
    ck_assert_int_ne(made, 0);
}

TEST(a_source_cannot_include_a_file_of_the_machine_or_of_the_tree)
{
    char tree[PATH_MAX];
    ck_assert_ptr_nonnull(realpath("tests/suite.h", tree));
    for (int i = 0; i < N_COMPILERS; i++) {
        if (!installed(compilers[i]))
            continue;
        expect_refused(compilers[i], "#include \"%s\"", "/etc/passwd");
        expect_refused(compilers[i], "#include \"%s\"", tree);
        expect_refused(compilers[i], "#include \"%s\"", "/proc/self/environ");
        expect_refused(compilers[i], "__asm__(\".incbin \\\"%s\\\"\");",
                       "/etc/passwd");
        expect_refused(compilers[i], "__asm__(\".incbin \\\"%s\\\"\");", tree);
    }
}

TEST(a_child_left_behind_is_ended)
{
    command_run(&result, COMPILE "-- " FIXTURE "leave 40");
    expect_exit(&result, 0);
    expect_output(&result, "left");
    expect_no_output(&result, "session");
}

TEST(a_child_that_left_the_session_is_ended_too)
{
    command_run(&result, COMPILE "--without seccomp -- " FIXTURE "leave 40");
    expect_exit(&result, 0);
    expect_output(&result, "session");
}

TEST(a_request_to_stop_ends_every_descendant)
{
    command_start(&result, COMPILE "-- " FIXTURE "spin");
    kill(result.pid, SIGTERM);
    command_end(&result);
    expect_signal(&result, SIGTERM);
}

TEST(a_killed_supervisor_takes_its_program_along)
{
    command_start(&result, COMPILE "-- " FIXTURE "spin");
    kill(result.pid, SIGKILL);
    command_end(&result);
    expect_signal(&result, SIGKILL);
}

TEST(a_fork_bomb_ends_with_the_clock)
{
    command_run(&result, COMPILE "--wall-ms 100 -- " FIXTURE "storm");
    expect_exit(&result, 124);
}

TEST(status_and_signal_of_a_program_are_those_of_the_cage)
{
    command_run(&result, COMPILE "-- sh -c :");
    expect_exit(&result, 0);
    command_run(&result, COMPILE "-- false");
    expect_exit(&result, 1);
    command_run(&result, COMPILE "-- " FIXTURE "foreign x32");
    expect_signal(&result, SIGSYS);
}

TEST(a_compiler_finds_a_path_and_a_folder_for_temporary_files)
{
    const char *folder = folder_new();
    char expected[256];
    command_run(&result, COMPILE "--write %s -- " FIXTURE "show", folder);
    folder_remove(folder);
    snprintf(expected, sizeof(expected),
             "env PATH=/usr/local/bin:/usr/bin:/bin\nenv TMPDIR=%s\ncore",
             folder);
    expect_output(&result, expected);
}

TEST(a_sanitizer_reports_from_inside_the_cage)
{
    command_run(&result, CAGE "--profile sanitize -- " FIXTURE "overflow");
    expect_exit(&result, 99);
    expect_output(&result, "heap-buffer-overflow");
    expect_output(&result, "#0 0x");
    expect_no_output(&result, "failed to fork");
    command_run(&result, CAGE "--profile sanitize -- " FIXTURE "shift");
    expect_exit(&result, 99);
    expect_output(&result, "shift exponent 32 is too large");
}
// private: linnet-0f5d3f897d262c7d

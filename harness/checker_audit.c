// What an object may not contain: found by looking at it, before it is run.
//
// This is no wall; the cage and the judge are. It tells an honest student
// early, in a sentence, what would only show as a riddle later.
#include "checker.h"
#include "process.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT_MS = 30000 };

// What a lab may use of the C library. The course's own functions are listed
// in the kit.
static const char *const allowed[] = {
    "malloc",
    "calloc",
    "realloc",
    "free",
    "strdup",
    "memcpy",
    "memmove",
    "memset",
    "explicit_bzero",
    "memcmp",
    "memchr",
    "memmem",
    "mempcpy",
    "rawmemchr",
    "strlen",
    "strnlen",
    "strspn",
    "strcspn",
    "strpbrk",
    "stpcpy",
    "strchrnul",
    "strcmp",
    "strncmp",
    "strchr",
    "strrchr",
    "strstr",
    "strcpy",
    "strncpy",
    "strcat",
    "strncat",
    "strtol",
    "snprintf",
    "vsnprintf",
    "sprintf",
    "printf",
    "fprintf",
    "vfprintf",
    "puts",
    "putchar",
    "fputs",
    "fputc",
    "fwrite",
    "fflush",
    "fclose",
    "open_memstream",
    "putc",
    "stdout",
    "stderr",
    "qsort",
    "bsearch",
    "tsearch",
    "tfind",
    "tdelete",
    "tdestroy",
    "abs",
    "labs",
    "abort",
    "__assert_fail",
    "__stack_chk_fail",
    "__errno_location",
    "_GLOBAL_OFFSET_TABLE_",
    "__memcpy_chk",
    "__memset_chk",
    "__snprintf_chk",
    "__printf_chk",
    "__fprintf_chk",
    "__vsnprintf_chk",
    "__tls_get_addr",
};

// Names worth a sentence of their own.
static const struct {
    const char *name;
    const char *why;
} told[] = {
    {"exit", "it would end the whole program, the tests included"},
    {"_exit", "it would end the whole program, the tests included"},
    {"_Exit", "it would end the whole program, the tests included"},
    {"quick_exit", "it would end the whole program, the tests included"},
    {"atexit", "nothing of a lab runs when the program ends"},
    {"on_exit", "nothing of a lab runs when the program ends"},
    {"setjmp", "a jump would leave a task's stack"},
    {"_setjmp", "a jump would leave a task's stack"},
    {"__sigsetjmp", "a jump would leave a task's stack"},
    {"longjmp", "a jump would leave a task's stack"},
    {"siglongjmp", "a jump would leave a task's stack"},
    {"fork", "a lab needs tasks, not processes"},
    {"vfork", "a lab needs tasks, not processes"},
    {"system", "a lab needs tasks, not processes"},
    {"sleep", "it would stop every task; there is sleep_ms()"},
    {"usleep", "it would stop every task; there is sleep_ms()"},
    {"nanosleep", "it would stop every task; there is sleep_ms()"},
    {"pthread_create", "all tasks of a run share one thread"},
    {"signal", "signals belong to the runtime"},
    {"sigaction", "signals belong to the runtime"},
    {"sigprocmask", "signals belong to the runtime"},
    {"raise", "signals belong to the runtime"},
    {"kill", "signals belong to the runtime"},
    {"syscall", "only the runtime talks to the system"},
};

// What scenarios and runner use among themselves.
static const char *const harness[] = {
    "ask",           "ask_all",      "tell",          "tell_error",
    "mint",          "mint_of",      "main",          "crash_watch",
    "crash_dump_coverage",
};

static void reject(struct check *check, const char *text)
{
    if (check->build == BUILD_OK) {
        char *clean = check_clean(text, 1000);
        check->build = BUILD_REJECTED;
        check->build_text = check_text(check, "%s", clean);
        free(clean);
    }
}

static bool is_harness(const char *name)
{
    for (size_t i = 0; i < array_length(harness); i++)
        if (strcmp(harness[i], name) == 0)
            return true;
    return strncmp(name, "counted_", 8) == 0 ||
           strncmp(name, "scenario_", 9) == 0;
}

// Is name a line of the list?
static bool is_line_of(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = list; (at = strstr(at, name)) != NULL; at += n)
        if ((at == list || at[-1] == '\n') && (at[n] == '\n' || at[n] == 0))
            return true;
    return false;
}

static bool is_allowed(const char *name, const char *offers)
{
    for (size_t i = 0; i < array_length(allowed); i++)
        if (strcmp(allowed[i], name) == 0)
            return true;
    return is_line_of(offers, name);
}

// A function of the lab itself that is missing is for the linker to tell.
static void look_at_use(struct check *check, const char *name,
                        const char *place, const char *api, const char *offers)
{
    if (is_harness(name)) {
        reject(check, check_text(check,
                                 "%s uses %s(), which belongs to the tests.",
                                 place, name));
        return;
    }
    if (is_allowed(name, offers) || is_line_of(api, name))
        return;
    const char *why = "the labs do not use it; there are malloc, calloc, "
                      "realloc and free, the mem and str functions, printf, "
                      "qsort, bsearch and tsearch";
    for (size_t i = 0; i < array_length(told); i++)
        if (strcmp(told[i].name, name) == 0)
            why = told[i].why;
    reject(check, check_text(check, "%s calls %s(): %s.", place, name, why));
}

// A name of the course's own, or one that everybody's code relies on.
static bool is_taken(const char *name, const char *offers)
{
    static const char *const others[] = {
        "_start",  "_init",         "_fini",       "environ",
        "waitpid", "write",         "read",        "open",
        "close",   "pipe",          "poll",        "mmap",
        "munmap",  "clock_gettime", "sigaltstack", "backtrace",
    };
    for (size_t i = 0; i < array_length(told); i++)
        if (strcmp(told[i].name, name) == 0)
            return true;
    for (size_t i = 0; i < array_length(others); i++)
        if (strcmp(others[i], name) == 0)
            return true;
    return is_allowed(name, offers) || strncmp(name, "uv_", 3) == 0 ||
           strncmp(name, "__libc_", 7) == 0;
}

static void look_at_definition(struct check *check, const char *name,
                               const char *place, const char *api,
                               const char *offers)
{
    if (is_line_of(api, name))
        return;
    if (strcmp(name, "main") == 0)
        reject(check,
               check_text(check,
                          "%s defines main(): it is part of a program that "
                          "has one. Try things out in %s/test_%s.",
                          place, check->lab->folder,
                          check->lab->files[0].name));
    else if (is_taken(name, offers))
        reject(check, check_text(check,
                                 "%s defines %s(), which is somebody else's: "
                                 "give yours another name, or make it static.",
                                 place, name));
}

// What the compiler lets a watched or counted program call: whoever has one of
// these, be it private, is not watched.
static bool is_watch(const char *name)
{
    static const char *const begins[] = {"__asan_", "__ubsan_", "__sanitizer_"};
    for (size_t i = 0; i < array_length(begins); i++)
        if (strncmp(name, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

static void look_at_watch(struct check *check, const char *name,
                          const char *place)
{
    if (is_watch(name))
        reject(check, check_text(check,
                                 "%s defines %s(), which is the sanitizer's.",
                                 place, name));
}

// Where a symbol is used or defined: "nursery.c:31" of "/a/b/nursery.c:31"; the
// names of all sources if nm does not know.
static const char *place_of(const struct check *check, const char *path)
{
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    if (slash != NULL)
        return slash + 1;
    return path != NULL ? path : check->lab->sources;
}

// One line of nm: "0000000000000000 T name" or "                 U name", and
// behind a tab the place.
static void look_at_symbol(struct check *check, char *line, const char *api,
                           const char *offers)
{
    char *tab = strchr(line, '\t');
    const char *place = place_of(check, tab != NULL ? tab + 1 : NULL);
    if (tab != NULL)
        *tab = 0;
    char *name = strrchr(line, ' ');
    if (name == NULL || name - line < 1)
        return;
    char type = name[-1];
    name++;
    if (type == 'U' || type == 'w' || type == 'v') {
        look_at_use(check, name, place, api, offers);
        return;
    }
    look_at_watch(check, name, place);
    if (type == 'i')
        reject(check, check_text(check,
                                 "%s lets the loader choose what %s() is "
                                 "(ifunc); a lab has no need to.",
                                 place, name));
    else if (isupper((unsigned char)type) || type == 'u')
        look_at_definition(check, name, place, api, offers);
}

static void look_at_symbols(struct check *check, char *text, const char *api,
                            const char *offers)
{
    for (char *line = strtok(text, "\n"); line != NULL;
         line = strtok(NULL, "\n"))
        look_at_symbol(check, line, api, offers);
}

static void look_at_sections(struct check *check, const char *text)
{
    static const char *const early[] = {
        ".init_array", ".preinit_array", ".fini_array", ".ctors",
        ".dtors",      " .init ",        " .fini "};
    for (size_t i = 0; i < array_length(early); i++)
        if (strstr(text, early[i]) != NULL)
            reject(check,
                   check_text(check,
                              "%s has code that runs before or after main() "
                              "(a constructor or destructor). Nothing of a "
                              "lab runs until it is called.",
                              check->lab->sources));
}

// Where a compiler puts functions.
static const char *const code_sections[] = {
    ".text", ".text.unlikely", ".text.hot", ".text.startup", ".text.exit"};

// The linker gives what is in a section of another name to whichever place the
// name begins with: data would become code.
static void look_at_section(struct check *check, const char *name, bool loaded,
                            bool code)
{
    static const char *const data[] = {".data",     ".bss",  ".rodata",
                                       ".tdata",    ".tbss", ".eh_frame",
                                       ".note.gnu", ".data.rel"};
    bool fine = !loaded;
    for (size_t i = 0; i < array_length(data); i++)
        fine |= !code && strncmp(name, data[i], strlen(data[i])) == 0;
    for (size_t i = 0; i < array_length(code_sections); i++)
        fine |= code && strcmp(name, code_sections[i]) == 0;
    if (!fine)
        reject(check, check_text(check,
                                 "%s puts something into a section of its own "
                                 "(%s); a lab has no need to.",
                                 check->lab->sources, name));
}

// The lines of objdump -h: number, name, and flags at the end.
static void look_at_all_sections(struct check *check, char *text)
{
    char *rest, name[256];
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        if (sscanf(line, " %*d %255s", name) == 1)
            look_at_section(check, name, strstr(line, "ALLOC") != NULL,
                            strstr(line, "CODE") != NULL);
}

static void look_at_code(struct check *check, const char *text)
{
    static const char *const calls[] = {"\tsyscall", "\tsysenter",
                                        "\tint    $0x80",
                                        "\tsvc"};
    for (size_t i = 0; i < array_length(calls); i++)
        if (strstr(text, calls[i]) != NULL)
            reject(check, check_text(check,
                                     "%s makes a system call in assembly; "
                                     "only the runtime talks to the system.",
                                     check->lab->sources));
}

// Gives what a tool prints about the object; free with free.
static struct error *output_of(struct check *check, enum check_flavour flavour,
                               const char *const *command, char **text)
{
    struct check_argv argv = {0};
    struct process_result result;
    check_cage(check, &argv, check_path(check, flavour, ""));
    check_words(&argv, command);
    check_word(&argv, check_object(check, flavour));
    TRY(check_run(&argv, NULL, LIMIT_MS, &result));
    *text = check_format("%s", result.out.bytes);
    if (result.out.n_dropped > 0)
        reject(check, check_text(check,
                                 "%s makes far more code than a lab needs, too "
                                 "much to look through.",
                                 check->lab->sources));
    process_result_free(&result);
    return NULL;
}

static struct error *read_list(struct check *check, const char *name,
                               char **text)
{
    size_t n;
    return check_read_file(
        check_text(check, "%s/%s/%s", check->root, check->lab->kit, name),
        1 << 20, text, &n);
}

static struct error *audit_source(struct check *check)
{
    const char *objection = NULL;
    if (!check_without(check, "source"))
        TRY(check_source(check, &objection));
    if (objection != NULL)
        reject(check, objection);
    return NULL;
}

struct error *check_audit(struct check *check, bool *ok)
{
    // Not told what an object is, it would load whole compilers to ask them.
    static const char *const nm[] = {"nm", "--target=default", "-l", NULL};
    static const char *const sections[] = {"objdump", "-h", "-w", NULL};
    // Of these sections all, also what is said to be data there.
    static const char *const code[] = {"objdump", "-D", "--no-show-raw-insn",
                                       "-j", ".text", "-j", ".text.unlikely",
                                       "-j", ".text.hot", "-j",
                                       ".text.startup", "-j", ".text.exit",
                                       NULL};
    char *api, *offers, *text;
    TRY(audit_source(check));
    *ok = check->build == BUILD_OK;
    if (check_without(check, "audit"))
        return NULL;
    TRY(read_list(check, "api", &api));
    TRY(read_list(check, "offers", &offers));
    TRY(output_of(check, FLAVOUR_PLAIN, nm, &text));
    look_at_symbols(check, text, api, offers);
    free(text);
    TRY(output_of(check, FLAVOUR_PLAIN, sections, &text));
    look_at_sections(check, text);
    look_at_all_sections(check, text);
    free(text);
    TRY(output_of(check, FLAVOUR_PLAIN, code, &text));
    look_at_code(check, text);
    free(text);
    free(api);
    free(offers);
    *ok = check->build == BUILD_OK;
    return NULL;
}

// The lines of nm that are definitions: address, type, name.
static void look_at_watched(struct check *check, char *text)
{
    char *rest, name[256];
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        if (sscanf(line, "%*x %*c %255s", name) == 1)
            look_at_watch(check, name, check->lab->sources);
}

struct error *check_audit_watched(struct check *check, bool *ok)
{
    static const char *const nm[] = {"nm", "--target=default", "--defined-only",
                                     NULL};
    char *text;
    *ok = check->build == BUILD_OK;
    if (check_without(check, "audit"))
        return NULL;
    TRY(output_of(check, FLAVOUR_WATCHED, nm, &text));
    look_at_watched(check, text);
    free(text);
    *ok = check->build == BUILD_OK;
    return NULL;
}

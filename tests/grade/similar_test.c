// Similarity: what is found under a disguise, and what is not held against
// anyone.
#include "suite.h"
#include "class.h"
#include "similar.h"
#include <ftw.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 4 << 20 };

static char folder[64]; // of this test

static int remove_one(const char *path, const struct stat *st, int kind,
                      struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static struct class_made *make_class(size_t n)
{
    strcpy(folder, "/tmp/similar-test.XXXXXX");
    ck_assert(mkdtemp(folder) != NULL);
    return class_make(folder, n, 7);
}

static void drop_class(struct class_made *class)
{
    class_free(class);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void write_source(const struct class_made *class, size_t who,
                         const char *source)
{
    char *path = check_format("%s/nursery.c", class->intake.list[who].folder);
    class->intake.list[who].n_files = 1;
    expect_ok(check_make_folder(class->intake.list[who].folder));
    expect_ok(check_write_file(path, source, strlen(source)));
    free(path);
}

static char *read_out(const char *name)
{
    size_t n;
    char *text, *path = check_format("%s/%s", folder, name);
    expect_ok(check_read_file(path, MOST_BYTES, &text, &n));
    free(path);
    return text;
}

// Compares the class; gives similar.csv without its head.
static char *compare(const struct class_made *class)
{
    static const char head[] = "student,other,percent,fingerprints,group\r\n";
    char *said;
    expect_ok(class_output(class, &to_similar, &said));
    free(said);
    char *table = read_out("similar.csv");
    ck_assert(strncmp(table, head, strlen(head)) == 0);
    memmove(table, table + strlen(head), strlen(table) - strlen(head) + 1);
    return table;
}

// Compares two sources; gives the percentage, 0 if they do not stand out.
static int compare_two(const char *one, const char *other)
{
    int percent = 0;
    struct class_made *class = make_class(2);
    write_source(class, 0, one);
    write_source(class, 1, other);
    char *table = compare(class);
    sscanf(table, "s0000,s0001,%d,", &percent);
    free(table);
    drop_class(class);
    return percent;
}

// Four functions, each about something else.
#define FIRST                                                                  \
    "struct error *open_it(struct box *b, int n) {\n"                          \
    "    if (b->count > n && b->open) return error_new(&BUSY, \"%d\", n);\n"   \
    "    for (int i = 0; i < n; i++) b->items[i] = make(b, i * 2 + 1);\n"      \
    "    while (b->left-- > 0 && !b->stop) { take(b); b->taken += n % 3; }\n"  \
    "    b->open = true; return b->failed != NULL ? b->failed : NULL;\n}\n"
#define SECOND                                                                 \
    "static void wake_all(struct box *b) {\n"                                  \
    "    struct list *at = b->waiters.next, *next;\n"                          \
    "    do { next = at->next; task_unpark(at->task, NULL); at = next; }\n"    \
    "    while (at != &b->waiters);\n"                                         \
    "    switch (b->state) { case 1: go(b); break; case 2: halt(b, 7);\n"      \
    "    default: b->state ^= b->mask << 4; }\n"                               \
    "    list_init(&b->waiters); b->woken = b->woken / 2 | 1;\n}\n"
#define THIRD                                                                  \
    "bool may_close(const struct box *b, int64_t now) {\n"                     \
    "    int64_t left = b->until - now - (b->slack ? b->slack : 10);\n"        \
    "    if (left <= 0 || (b->n_left == 0 && !b->open)) return true;\n"      \
    "    if (!b->shield) left = left * 3 / 4; else left += b->x[n % 5];\n"   \
    "    return left < b->least && (b->flags & 6) != 4;\n}\n"

#define HALF                                                                   \
    "int open_it(struct box *b, int n) { while (b->left-- > 0 && !b->stop)\n"  \
    "{ take(b); b->taken += n % 3; } return b->count > n ? n : 7; }\n"

static const char original[] = FIRST SECOND THIRD;

// ---- disguises -------------------------------------------------------------

TEST(a_copy_is_the_same)
{
    ck_assert_int_eq(compare_two(original, original), 100);
}

TEST(other_names_values_and_layout_hide_nothing)
{
    char *copy = check_format("// Mine!\n%s", original);
    for (char *at = copy; *at != 0; at++)
        *at = *at == 'b' && at[1] == '-' ? 'q'
              : *at == '4'               ? '9'
              : *at == '\n'              ? ' '
                                         : *at;
    memcpy(copy, "/*mine*/", 8);
    ck_assert_int_eq(compare_two(original, copy), 100);
    free(copy);
}

TEST(what_only_seems_to_be_a_comment_hides_nothing)
{
    ck_assert_int_eq(compare_two(original, "// .\\\n/*\n" FIRST SECOND THIRD
                                           "//*/\n"),
                     100);
}

TEST(a_source_full_of_signs_is_read_to_its_end)
{
    enum { MANY = 300000 };
    char *copy = malloc(MANY + sizeof(original) + 20);
    char *end = stpcpy(copy, "#if 0\n");
    memset(end, ';', MANY);
    sprintf(end + MANY, "\n#endif\n%s", original);
    ck_assert_int_ge(compare_two(original, copy), 90);
    free(copy);
}

TEST(other_order_of_functions_hides_little)
{
    ck_assert_int_ge(compare_two(original, THIRD FIRST SECOND), 80);
}

TEST(braces_qualifiers_and_types_hide_nothing)
{
    ck_assert_int_eq(
        compare_two(FIRST SECOND THIRD "int f(int i) { if (i) return 1; }",
                    FIRST SECOND THIRD
                    "static long f(const size_t i) { if (i) { return 1; } }"),
        100);
}

TEST(code_that_does_nothing_between_functions_hides_little)
{
    ck_assert_int_ge(
        compare_two(original,
                    FIRST "int dead(void) { return 5 + 5 * 5; }\n" SECOND
                          "static int more[3]; int dead2(void) { more[1]++; "
                          "return more[0]; }\n" THIRD),
        70);
}

TEST(a_copy_inside_of_much_else_is_found)
{
    char *more = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&more, &n);
    fputs(original, out);
    for (int i = 0; i < 60; i++)
        fprintf(out, "int f%d(void) { return %s(%d) %c x[%d]%s; }\n", i,
                i % 3 ? "g" : "g[1]", i, "+-*/%&|^<>"[i % 10], i,
                i % 4 ? "" : " ? a : b");
    fclose(out);
    ck_assert_int_ge(compare_two(original, more), 80);
    free(more);
}

TEST(what_a_macro_stands_for_counts)
{
    ck_assert_int_eq(compare_two("#define A " FIRST SECOND THIRD,
                                 "#define B " FIRST SECOND THIRD),
                     100);
}

TEST(copies_in_other_words_are_found_in_a_class_and_nobody_else)
{
    struct class_made *class = make_class(40);
    class_write_sources(class);
    char *table = compare(class);
    size_t n = 0;
    for (char *row = table; *row != 0; row = strchr(row, '\n') + 1, n++) {
        int a, b;
        ck_assert_int_eq(sscanf(row, "s%d,s%d,", &a, &b), 2);
        ck_assert_int_eq(a % 10, 6);
        ck_assert_int_eq(b, a + 1);
    }
    ck_assert_uint_eq(n, 4);
    free(table);
    drop_class(class);
}

// ---- what does not count ---------------------------------------------------

TEST(what_the_course_gives_does_not_count)
{
    char *starter;
    size_t n;
    expect_ok(check_read_file("labs/3-scope/scope.c", MOST_BYTES, &starter,
                              &n));
    ck_assert_int_eq(compare_two(starter, starter), 0);
    free(starter);
}

TEST(short_sources_are_not_compared)
{
    ck_assert_int_eq(compare_two(HALF, HALF), 0);
    ck_assert_int_eq(compare_two("", ""), 0);
    ck_assert_int_eq(compare_two("int x;", "int x;"), 0);
}

TEST(different_sources_do_not_stand_out)
{
    ck_assert_int_eq(compare_two(FIRST THIRD, SECOND SECOND), 0);
}

TEST(what_is_no_source_does_no_harm)
{
    static const char *const odd[] = {"/* never closed", "\"never closed",
                                      "#define", "#", "'", "\\", "// \\",
                                      "1.2.3e+", "\xff\xfe\x80{",
                                      "#define A \\"};
    for (size_t i = 0; i < array_length(odd); i++)
        ck_assert_int_eq(compare_two(odd[i], original), 0);
}

TEST(who_handed_nothing_in_is_not_compared)
{
    struct class_made *class = make_class(3);
    write_source(class, 0, original);
    write_source(class, 1, original);
    write_source(class, 2, original);
    class->intake.list[1].n_files = 0;
    char *table = compare(class);
    ck_assert(strstr(table, "s0000,s0002,100,") == table);
    ck_assert(strstr(table, "s0001") == NULL);
    free(table);
    drop_class(class);
}

TEST(a_class_of_nobody_is_compared_too)
{
    struct class_made *class = make_class(0);
    char *table = compare(class);
    ck_assert_str_eq(table, "");
    free(table);
    drop_class(class);
}

// ---- winnowing -------------------------------------------------------------

static size_t count_common(const struct similar_set *a,
                           const struct similar_set *b)
{
    size_t n = 0;
    for (size_t i = 0; i < a->n; i++)
        n += similar_has(b, a->numbers[i]);
    return n;
}

// Tokens of no meaning.
static void add_noise(struct similar_text *text, size_t n, uint64_t seed)
{
    static const char *const words[] = {"x ", "if ", "+ ", "; ", "( ", "7 "};
    for (size_t i = 0; i < n; i++) {
        seed = seed * 6364136223846793005 + 1442695040888963407;
        similar_add(text, words[(seed >> 33) % array_length(words)], 0);
    }
}

TEST(every_passage_of_a_gram_and_a_window_is_found)
{
    struct similar_set none = {0};
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct similar_text a = {0}, b = {0};
        add_noise(&a, seed % 17, 3 * seed);
        add_noise(&b, seed % 23 + 5, 7 * seed);
        add_noise(&a, SIMILAR_GRAM + SIMILAR_WINDOW - 1, seed);
        add_noise(&b, SIMILAR_GRAM + SIMILAR_WINDOW - 1, seed);
        add_noise(&a, 30, 11 * seed);
        add_noise(&b, 30, 13 * seed);
        struct similar_set one = similar_prints(&a, &none);
        struct similar_set other = similar_prints(&b, &none);
        ck_assert_uint_ge(count_common(&one, &other), 1);
        free(one.numbers);
        free(other.numbers);
        free(a.tokens);
        free(b.tokens);
    }
}

TEST(a_gram_has_the_same_number_wherever_it_is)
{
    struct similar_text a = {0}, b = {0};
    size_t n, m;
    add_noise(&a, 40, 5);
    add_noise(&b, 33, 9);
    add_noise(&b, 40, 5);
    uint64_t *one = similar_grams(&a, &n), *other = similar_grams(&b, &m);
    ck_assert_uint_eq(n, 40 - SIMILAR_GRAM + 1);
    for (size_t i = 0; i < n; i++)
        ck_assert_uint_eq(one[i], other[33 + i]);
    free(one);
    free(other);
    free(a.tokens);
    free(b.tokens);
}

TEST(regions_are_where_the_passages_are)
{
    struct similar_text a = {0}, b = {0};
    struct similar_set none = {0};
    size_t n;
    add_noise(&a, 10, 3);
    add_noise(&a, 50, 5);
    add_noise(&b, 25, 9);
    add_noise(&b, 50, 5);
    struct similar_region *regions = similar_regions(&a, &b, &none, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_ge(regions[0].n, 50);
    ck_assert_uint_eq(regions[0].a + regions[0].n, 60);
    ck_assert_uint_eq(regions[0].b + regions[0].n, 75);
    free(regions);
    free(a.tokens);
    free(b.tokens);
}

// ---- what is shown ---------------------------------------------------------

TEST(several_who_are_alike_are_one_group)
{
    struct class_made *class = make_class(8);
    for (size_t i = 3; i < 8; i++)
        write_source(class, i, original);
    for (size_t i = 0; i < 3; i++)
        class->intake.list[i].n_files = 0;
    char *table = compare(class), *page = read_out("similar.html");
    size_t n = 0;
    for (char *row = table; *row != 0; row = strchr(row, '\n') + 1, n++)
        ck_assert(strncmp(strchr(row, '\r') - 6, ",s0003", 6) == 0);
    ck_assert_uint_eq(n, 10);
    ck_assert(strstr(page, "5 submissions around s0003") != NULL);
    free(page);
    free(table);
    drop_class(class);
}

TEST(passages_are_shown_side_by_side_and_are_only_text)
{
    struct class_made *class = make_class(2);
    write_source(class, 0, "// one\n" FIRST SECOND THIRD);
    write_source(class, 1, FIRST "// </pre><script>alert(1)</script>\x1b\n"
                           SECOND THIRD);
    free(compare(class));
    char *page = read_out("similar.html");
    ck_assert(strstr(page, "<b>   2</b> struct error *open_it(") != NULL);
    ck_assert(strstr(page, "<b>   1</b> struct error *open_it(") != NULL);
    ck_assert(strstr(page, "&lt;/pre&gt;&lt;script&gt;") != NULL);
    ck_assert(strstr(page, "<script") == NULL);
    ck_assert(strchr(page, '\x1b') == NULL);
    free(page);
    drop_class(class);
}

TEST(of_many_who_are_alike_it_is_said_how_many)
{
    char *said;
    struct class_made *class = make_class(4);
    for (size_t i = 0; i < 4; i++)
        write_source(class, i, original);
    expect_ok(class_output(class, &to_similar, &said));
    ck_assert_str_eq(said, "similar.html: a group of 4 alike (read before "
                           "acting)");
    free(said);
    drop_class(class);
}

TEST(it_is_said_that_this_is_no_verdict)
{
    char *said;
    struct class_made *class = make_class(2);
    write_source(class, 0, original);
    write_source(class, 1, original);
    expect_ok(class_output(class, &to_similar, &said));
    ck_assert_str_eq(said, "similar.html: 1 pair alike (read before acting)");
    free(said);
    char *page = read_out("similar.html");
    ck_assert(strstr(page, "never a verdict") != NULL);
    ck_assert(strstr(page, "1 pair stands out.") != NULL);
    free(page);
    drop_class(class);
}
// private: linnet-0f5d3f897d262c7d

// What C has had since 1999, and what GNU adds: _Generic, arrays of variable
// length, statement expressions, bit fields, flexible arrays, cleanup.
#include <complex.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>
#include <threads.h>
#include <time.h>
#include <wchar.h>

#define min(a, b)                                                              \
    ({                                                                         \
        __auto_type a_ = (a);                                                  \
        __auto_type b_ = (b);                                                  \
        a_ < b_ ? a_ : b_;                                                     \
    })
#define typed_swap(a, b)                                                       \
    do {                                                                       \
        typeof(a) swap_ = (a);                                                 \
        (a) = (b);                                                             \
        (b) = swap_;                                                           \
    } while (0)
#define length(array)                                                          \
    (sizeof(array) / sizeof((array)[0]) +                                      \
     0 * sizeof(char[1 - 2 * __builtin_types_compatible_p(                     \
                             typeof(array), typeof(&(array)[0]))]))
#define print(value)                                                           \
    printf(_Generic((value), char: "%c\n", int: "%d\n", unsigned: "%u\n",      \
                    long: "%ld\n", double: "%g\n", char *: "%s\n",             \
                    const char *: "%s\n", default: "%p\n"),                    \
           (value))
#define auto_free   __attribute__((cleanup(free_it)))
#define auto_close  __attribute__((cleanup(close_it)))
#define COUNT(...)  COUNT_(__VA_ARGS__, 5, 4, 3, 2, 1, 0)
#define COUNT_(a, b, c, d, e, n, ...) n
#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_(a, b)
#define UNIQUE       PASTE(unique_, __COUNTER__)

_Static_assert(CHAR_BIT == 8, "a byte has eight bits");

struct header {
    uint32_t version : 4, kind : 4, : 8, length : 16;
    unsigned is_last : 1;
    signed level : 3;
    _Bool is_new : 1;
} __attribute__((packed));

struct packet {
    struct header header;
    alignas(16) uint8_t digest[16];
    union {
        struct {
            uint16_t low, high;
        };
        uint32_t whole;
        float real;
    };
    size_t n;
    char text[];
};

typedef double matrix_row[3];
typedef int (*binary)(int, int);
typedef struct point {
    double x, y;
} point;

static inline void free_it(void *pointer)
{
    free(*(void **)pointer);
}

static inline void close_it(FILE **file)
{
    if (*file != NULL)
        fclose(*file);
}

static int add(int a, int b)
{
    return a + b;
}

static int sub(int a, int b)
{
    return a - b;
}

// A function that gives a pointer to a function that takes one.
static binary (*choose(int n))(binary)
{
    extern binary same(binary), other(binary);
    return n > 0 ? same : other;
}

binary same(binary f)
{
    return f;
}

binary other(binary f)
{
    return f == add ? sub : add;
}

static struct packet *new_packet(const char *text)
{
    size_t n = strlen(text);
    struct packet *packet = malloc(offsetof(struct packet, text[n + 1]));
    if (packet == NULL)
        return NULL;
    *packet = (struct packet){
        .header = {.version = 4, .kind = 2, .length = n & 0xffff, .level = -1},
        .digest = {[0] = 1, [4 ... 7] = 0xff, [15] = 2},
        .low = 1,
        .high = 2,
        .n = n,
    };
    memcpy(packet->text, text, n + 1);
    return packet;
}

static double sum(size_t n, size_t m, double numbers[static n][m])
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            total += numbers[i][j];
    return total;
}

static double trace(int n)
{
    double square[n][n];
    double(*row)[n] = square;
    memset(square, 0, sizeof(square));
    for (int i = 0; i < n; i++, row++)
        (*row)[i] = square[i][i] + 1.0 / (i + 1);
    return sum((size_t)n, (size_t)n, square);
}

static point middle(const point *restrict a, const point *restrict b)
{
    return (point){(a->x + b->x) / 2, (a->y + b->y) / 2};
}

static double complex rotate(double complex z, double angle)
{
    return z * cexp(angle * I);
}

static char *read_all(const char *path)
{
    auto_close FILE *in = fopen(path, "re");
    if (in == NULL)
        return NULL;
    char *text = NULL;
    size_t n = 0, room = 0;
    for (int c; (c = getc(in)) != EOF;) {
        if (n + 1 >= room) {
            char *larger = realloc(text, room = room * 2 + 64);
            if (larger == NULL)
                return free(text), NULL;
            text = larger;
        }
        text[n++] = (char)c;
    }
    if (text != NULL)
        text[n] = 0;
    return text;
}

static int count_words(const char *text)
{
    int n = 0;
    auto_free char *copy = strdup(text);
    for (char *rest = copy, *word; (word = strtok_r(rest, " ", &rest)); n++)
        continue;
    return n;
}

static int nested(int limit)
{
    __label__ found;
    int total = 0;
    for (int i = 0; i < limit; i++)
        for (int j = 0; j < limit; j++) {
            if (i * j == limit)
                goto found;
            total += i ^ j;
        }
found:
    return total;
}

static int work(void *arg)
{
    int *n = arg;
    (*n)++;
    thrd_sleep(&(struct timespec){.tv_nsec = 1000}, NULL);
    return *n;
}

static int with_threads(void)
{
    thrd_t threads[2];
    int numbers[2] = {0}, total = 0, result;
    for (unsigned i = 0; i < length(threads); i++)
        if (thrd_create(&threads[i], work, &numbers[i]) != thrd_success)
            return -1;
    for (unsigned i = 0; i < length(threads); i++) {
        thrd_join(threads[i], &result);
        total += result;
    }
    return total;
}

static void print_wide(const wchar_t *text)
{
    static const int none[] = {0};
    (void)none;
    wprintf(L"%ls\n", text);
}

static unsigned bits(uint64_t x)
{
    return (unsigned)__builtin_popcountll(x) + min(x != 0 ? 1u : 0u, 1u);
}

static const struct {
    const char *name;
    binary function;
    struct {
        int from, to;
    } range[2];
} table[] = {
    {"add", add, {{0, 1}, {.to = 3}}},
    [2] = {.name = "sub", .function = &sub, .range[1].from = 7},
};

int modern_main(int argc, char *argv[argc + 1])
{
    auto_free struct packet *packet = new_packet(argc > 1 ? argv[1] : "");
    int a = 1, b = 2, UNIQUE = 0, UNIQUE = 1;
    typed_swap(a, b);
    print(a);
    print("text");
    print(3.5);
    printf("%zu %" PRIu32 " %d\n", sizeof(struct header), packet->whole,
           COUNT(a, b, 0));
    point p = middle(&(point){0, 0}, &(const point){.y = 2});
    print(p.x ?: p.y);
    print(creal(rotate(1, 3.14)));
    print(choose(argc)(add)(1, 2));
    print(trace(4) > 2 ? "large" : "small");
    print(bits(0xdeadbeef));
    print(nested(6) + with_threads());
    print_wide(L"\u00e4");
    for (size_t i = 0; i < length(table); i++)
        if (table[i].function)
            print(table[i].function(table[i].range[0].to, b));
    auto_free char *text = read_all(argv[0]);
    return text != NULL ? count_words(text) != 0 : errno;
}

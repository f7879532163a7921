// Text: a pattern matcher, a printer of JSON, UTF-8, a diff, a small printf.
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// ---- patterns: c . * ^ $ ---------------------------------------------------

static int match_here(const char *pattern, const char *text);

static int match_star(int c, const char *pattern, const char *text)
{
    do {
        if (match_here(pattern, text))
            return 1;
    } while (*text != '\0' && (*text++ == c || c == '.'));
    return 0;
}

static int match_here(const char *pattern, const char *text)
{
    if (pattern[0] == '\0')
        return 1;
    if (pattern[1] == '*')
        return match_star(pattern[0], pattern + 2, text);
    if (pattern[0] == '$' && pattern[1] == '\0')
        return *text == '\0';
    if (*text != '\0' && (pattern[0] == '.' || pattern[0] == *text))
        return match_here(pattern + 1, text + 1);
    return 0;
}

int match(const char *pattern, const char *text)
{
    if (pattern[0] == '^')
        return match_here(pattern + 1, text);
    do {
        if (match_here(pattern, text))
            return 1;
    } while (*text++ != '\0');
    return 0;
}

// ---- a buffer that grows ---------------------------------------------------

struct buffer {
    char *bytes;
    size_t n, room;
    bool failed;
};

static bool make_room(struct buffer *b, size_t more)
{
    if (b->failed || b->n + more + 1 <= b->room)
        return !b->failed;
    size_t room = b->room ? b->room : 32;
    while (room < b->n + more + 1)
        room *= 2;
    char *bytes = realloc(b->bytes, room);
    if (bytes == NULL)
        return !(b->failed = true);
    b->bytes = bytes;
    b->room = room;
    return true;
}

static void put_bytes(struct buffer *b, const void *bytes, size_t n)
{
    if (make_room(b, n)) {
        memcpy(b->bytes + b->n, bytes, n);
        b->bytes[b->n += n] = '\0';
    }
}

static void put_char(struct buffer *b, char c)
{
    put_bytes(b, &c, 1);
}

static void put_utf8(struct buffer *b, uint32_t c)
{
    char bytes[4];
    int n = 0;
    if (c < 0x80) {
        bytes[n++] = (char)c;
    } else if (c < 0x800) {
        bytes[n++] = (char)(0xc0 | c >> 6);
        bytes[n++] = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        bytes[n++] = (char)(0xe0 | c >> 12);
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        bytes[n++] = (char)(0x80 | (c & 0x3f));
    } else {
        bytes[n++] = (char)(0xf0 | c >> 18);
        bytes[n++] = (char)(0x80 | (c >> 12 & 0x3f));
        bytes[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        bytes[n++] = (char)(0x80 | (c & 0x3f));
    }
    put_bytes(b, bytes, (size_t)n);
}

// ---- a printf of our own ---------------------------------------------------

static void put_number(struct buffer *b, unsigned long n, unsigned base,
                       int width, char fill)
{
    char digits[70], *d = digits + sizeof(digits);
    do
        *--d = "0123456789abcdef"[n % base];
    while ((n /= base) != 0);
    while (digits + sizeof(digits) - d < width)
        *--d = fill;
    put_bytes(b, d, (size_t)(digits + sizeof(digits) - d));
}

__attribute__((format(printf, 2, 0))) static void
put_formatted(struct buffer *b, const char *format, va_list words)
{
    for (const char *f = format; *f != '\0'; f++) {
        if (*f != '%') {
            put_char(b, *f);
            continue;
        }
        char fill = ' ';
        int width = 0;
        if (*++f == '0')
            fill = *f++;
        while (*f >= '0' && *f <= '9')
            width = width * 10 + *f++ - '0';
        switch (*f) {
        case 'c':
            put_char(b, (char)va_arg(words, int));
            break;
        case 's': {
            const char *text = va_arg(words, const char *);
            put_bytes(b, text ?: "(null)", strlen(text ?: "(null)"));
        } break;
        case 'd': {
            int n = va_arg(words, int);
            if (n < 0)
                put_char(b, '-');
            put_number(b, n < 0 ? -(unsigned long)n : (unsigned long)n, 10,
                       width, fill);
            break;
        }
        case 'x':
            put_number(b, va_arg(words, unsigned), 16, width, fill);
            break;
        case '%':
            put_char(b, '%');
            break;
        case '\0':
            return;
        default:
            put_char(b, '?');
        }
    }
}

__attribute__((format(printf, 1, 2))) static char *formatted(const char *f, ...)
{
    struct buffer b = {0};
    va_list words, again;
    va_start(words, f);
    va_copy(again, words);
    put_formatted(&b, f, words);
    va_end(again);
    va_end(words);
    return b.failed ? (free(b.bytes), NULL) : b.bytes;
}

// ---- JSON ------------------------------------------------------------------

struct value {
    enum { NOTHING, TRUTH, NUMBER, TEXT, LIST, OBJECT } is;
    union {
        bool truth;
        double number;
        const char *text;
        struct {
            const char *const *names;
            const struct value *values;
            size_t n;
        };
    };
};

static void put_json_text(struct buffer *b, const char *text)
{
    static const char *const short_forms[] = {
        ['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n", ['\r'] = "\\r",
        ['\t'] = "\\t", ['"'] = "\\\"", ['\\'] = "\\\\",
    };
    put_char(b, '"');
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c < sizeof(short_forms) / sizeof(*short_forms) && short_forms[*c])
            put_bytes(b, short_forms[*c], 2);
        else if (*c < 0x20)
            put_bytes(b, "\\u00", 4), put_number(b, *c, 16, 2, '0');
        else
            put_char(b, (char)*c);
    put_char(b, '"');
}

static void put_json(struct buffer *b, const struct value *value)
{
    char number[32];
    switch (value->is) {
    case NOTHING:
        put_bytes(b, "null", 4);
        break;
    case TRUTH:
        put_bytes(b, value->truth ? "true" : "false", value->truth ? 4 : 5);
        break;
    case NUMBER:
        put_bytes(b, number,
                  (size_t)snprintf(number, sizeof(number), "%.17g",
                                   value->number));
        break;
    case TEXT:
        put_json_text(b, value->text);
        break;
    case LIST:
    case OBJECT:
        put_char(b, value->is == LIST ? '[' : '{');
        for (size_t i = 0; i < value->n; i++) {
            if (i > 0)
                put_char(b, ',');
            if (value->is == OBJECT) {
                put_json_text(b, value->names[i]);
                put_char(b, ':');
            }
            put_json(b, &value->values[i]);
        }
        put_char(b, value->is == LIST ? ']' : '}');
    }
}

// ---- the longest common part -----------------------------------------------

static size_t common(const char *a, const char *b, char **out)
{
    size_t n = strlen(a), m = strlen(b);
    size_t(*length)[m + 1] = calloc(n + 1, sizeof(*length));
    if (length == NULL)
        return 0;
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;)
            length[i][j] = a[i] == b[j] ? 1 + length[i + 1][j + 1]
                           : length[i + 1][j] > length[i][j + 1]
                               ? length[i + 1][j]
                               : length[i][j + 1];
    size_t total = length[0][0];
    char *to = *out = malloc(total + 1);
    for (size_t i = 0, j = 0; to != NULL && i < n && j < m;)
        if (a[i] == b[j])
            *to++ = a[i++], j++;
        else if (length[i + 1][j] >= length[i][j + 1])
            i++;
        else
            j++;
    if (to != NULL)
        *to = '\0';
    free(length);
    return total;
}

int text_main(int argc, char **argv)
{
    struct buffer b = {0};
    int option, n = 0;
    while ((option = getopt(argc, argv, "n:v")) != -1)
        switch (option) {
        case 'n':
            n = atoi(optarg);
            break;
        case 'v':
            n++;
            break;
        default:
            return 2;
        }
    put_json(&b, &(struct value){
                     OBJECT,
                     .names = (const char *[]){"n", "list", "text"},
                     .values =
                         (struct value[]){
                             {NUMBER, .number = n},
                             {LIST, .values = (struct value[]){{TRUTH},
                                                               {NOTHING}},
                              .n = 2},
                             {TEXT, .text = "a\tb"},
                         },
                     .n = 3,
                 });
    put_utf8(&b, 0x1f600);
    if (b.bytes != NULL)
        puts(b.bytes);
    free(b.bytes);
    char *same = NULL, *words = formatted("%s %05d %x%%", "x", -7, 255u);
    if (words != NULL && common(words, argv[0], &same) > 0)
        puts(same);
    free(same);
    free(words);
    return match("^a.*b$", argv[argc - 1]) ? 0 : 1;
}

// A calculator: a scanner as a state machine of gotos, a parser by precedence,
// and a machine that runs what comes of it by computed gotos.
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPERATORS(X)                                                           \
    X(ADD, '+', 1, a + b)                                                      \
    X(SUB, '-', 1, a - b)                                                      \
    X(MUL, '*', 2, a * b)                                                      \
    X(DIV, '/', 2, b != 0 ? a / b : fail("division by zero"))                  \
    X(MOD, '%', 2, fmod(a, b))                                                 \
    X(POW, '^', 3, pow(a, b))

enum token {
    END,
    NUMBER = 256,
    NAME,
    STRING,
#define AS_ENUM(name, sign, level, value) T_##name = (sign),
    OPERATORS(AS_ENUM)
#undef AS_ENUM
};

enum op {
    OP_PUSH,
    OP_NEG,
    OP_CALL,
#define AS_OP(name, sign, level, value) OP_##name,
    OPERATORS(AS_OP)
#undef AS_OP
        OP_HALT,
};

struct instruction {
    enum op op;
    union {
        double number;
        double (*function)(double);
    };
};

struct parser {
    const char *at;
    enum token token;
    double number;
    char name[32];
    struct instruction code[256];
    int n_code;
};

static jmp_buf handler;
static char complaint[128];

__attribute__((noreturn, format(printf, 1, 2))) static void
fail_with(const char *format, ...)
{
    va_list words;
    va_start(words, format);
    vsnprintf(complaint, sizeof(complaint), format, words);
    va_end(words);
    longjmp(handler, 1);
}

static double fail(const char *what)
{
    fail_with("%s", what);
}

static enum token scan(struct parser *p)
{
    const char *c = p->at;
    char *name = p->name;

blank:
    switch (*c) {
    case ' ':
    case '\t':
        c++;
        goto blank;
    case '#':
        goto comment;
    case '\0':
        p->token = END;
        goto done;
    case '0' ... '9':
    case '.':
        goto number;
    case 'a' ... 'z':
    case 'A' ... 'Z':
    case '_':
        goto word;
    default:
        p->token = (enum token)(unsigned char)*c++;
        goto done;
    }

comment:
    while (*c != '\0' && *c != '\n')
        c++;
    goto blank;

number : {
    char *end;
    errno = 0;
    p->number = strtod(c, &end);
    if (errno == ERANGE)
        goto too_large;
    c = end;
    p->token = NUMBER;
    goto done;
}

word:
    do {
        if (name - p->name >= (long)sizeof(p->name) - 1)
            goto too_large;
        *name++ = *c++;
    } while (isalnum((unsigned char)*c) || *c == '_');
    *name = '\0';
    p->token = NAME;

done:
    p->at = c;
    return p->token;

too_large:
    fail_with("'%.10s' is too large", c);
}

static struct instruction *emit(struct parser *p, enum op op)
{
    if (p->n_code == sizeof(p->code) / sizeof(*p->code))
        fail_with("the formula is too long");
    p->code[p->n_code].op = op;
    return &p->code[p->n_code++];
}

static const struct {
    const char *name;
    double (*function)(double);
} functions[] = {
    {"sin", sin},   {"cos", cos},   {"sqrt", sqrt}, {"exp", exp},
    {"log", log},   {"abs", fabs},  {"up", ceil},   {"down", floor},
};

static int level_of(enum token token)
{
    switch ((int)token) {
#define AS_CASE(name, sign, level, value)                                      \
    case sign:                                                                 \
        return level;
        OPERATORS(AS_CASE)
#undef AS_CASE
    }
    return 0;
}

static enum op op_of(enum token token)
{
    static const enum op ops[256] = {
#define AS_ENTRY(name, sign, level, value) [sign] = OP_##name,
        OPERATORS(AS_ENTRY)
#undef AS_ENTRY
    };
    assert(token < 256);
    return ops[token];
}

static void expression(struct parser *p, int level);

static void call(struct parser *p)
{
    size_t i;
    for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
        if (strcmp(functions[i].name, p->name) == 0)
            break;
    if (i == sizeof(functions) / sizeof(functions[0]))
        fail_with("there is no function %s", p->name);
    if (scan(p) != (enum token)'(')
        fail_with("%s wants a (", p->name);
    scan(p);
    expression(p, 1);
    if (p->token != (enum token)')')
        fail_with("a ) is missing");
    emit(p, OP_CALL)->function = functions[i].function;
}

static void primary(struct parser *p)
{
    switch (p->token) {
    case NUMBER:
        emit(p, OP_PUSH)->number = p->number;
        break;
    case NAME:
        call(p);
        break;
    case '(':
        scan(p);
        expression(p, 1);
        if (p->token != (enum token)')')
            fail_with("a ) is missing");
        break;
    case T_SUB:
        scan(p);
        primary(p);
        emit(p, OP_NEG);
        return;
    case END:
        fail_with("something is missing at the end");
    default:
        fail_with("what is '%c'?", (char)p->token);
    }
    scan(p);
}

static void expression(struct parser *p, int level)
{
    int found;
    primary(p);
    while ((found = level_of(p->token)) >= level && found > 0) {
        enum op op = op_of(p->token);
        scan(p);
        expression(p, op == OP_POW ? found : found + 1);
        emit(p, op);
    }
}

static double run(const struct instruction *code)
{
    static const void *const labels[] = {
        [OP_PUSH] = &&push, [OP_NEG] = &&negate, [OP_CALL] = &&call_it,
#define AS_LABEL(name, sign, level, value) [OP_##name] = &&do_##name,
        OPERATORS(AS_LABEL)
#undef AS_LABEL
            [OP_HALT] = &&halt,
    };
    double stack[64], *top = stack - 1;
#define NEXT goto *labels[(code++)->op]
#define CHECK                                                                  \
    if (top + 1 >= stack + sizeof(stack) / sizeof(*stack))                     \
    fail("the stack is full")
    NEXT;
push:
    CHECK;
    *++top = code[-1].number;
    NEXT;
negate:
    *top = -*top;
    NEXT;
call_it:
    *top = code[-1].function(*top);
    NEXT;
#define AS_CODE(name, sign, level, value)                                      \
    do_##name:                                                                 \
    {                                                                          \
        double b = *top--, a = *top;                                           \
        *top = (value);                                                        \
        NEXT;                                                                  \
    }
    OPERATORS(AS_CODE)
#undef AS_CODE
halt:
    return *top;
}

static bool calculate(const char *text, double *value)
{
    struct parser parser = {.at = text};
    if (setjmp(handler) != 0)
        return false;
    scan(&parser);
    expression(&parser, 1);
    if (parser.token != END)
        fail_with("something is left: %s", parser.at);
    emit(&parser, OP_HALT);
    *value = run(parser.code);
    return true;
}

int parse_main(void)
{
    char *line = NULL;
    size_t room = 0;
    double value;
    while (getline(&line, &room, stdin) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (calculate(line, &value))
            printf("%.15g\n", value);
        else
            fprintf(stderr, "%s\n", complaint);
    }
    free(line);
    return 0;
}

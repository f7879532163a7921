// A page: escaped text, head and foot.
#include "page.h"
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *escape_of(char c)
{
    return c == '&'   ? "&amp;"
           : c == '<' ? "&lt;"
           : c == '>' ? "&gt;"
           : c == '"' ? "&quot;"
                      : "&#39;";
}

static void print_text(FILE *out, const char *text)
{
    char *clean = check_clean(text, strlen(text));
    const char *at = clean;
    while (*at != 0) {
        size_t n = strcspn(at, "&<>\"'");
        fwrite(at, 1, n, out);
        at += n;
        if (*at != 0)
            fputs(escape_of(*at++), out);
    }
    free(clean);
}

// Prints one argument; gives what comes after its "%...".
static const char *print_one(FILE *out, const char *spec, va_list *args)
{
    size_t n = 1 + strspn(spec + 1, "0123456789.lz");
    char one[16];
    snprintf(one, sizeof(one), "%.*s", (int)n + 1, spec);
    if (strcmp(one, "%%") == 0)
        fputc('%', out);
    else if (strcmp(one, "%s") == 0)
        print_text(out, va_arg(*args, const char *));
    else if (strcmp(one, "%lld") == 0)
        fprintf(out, "%lld", va_arg(*args, long long));
    else if (strcmp(one, "%zu") == 0)
        fprintf(out, "%zu", va_arg(*args, size_t));
    else if (spec[n] == 'd')
        fprintf(out, one, va_arg(*args, int));
    else if (spec[n] == 'f' || spec[n] == 'g')
        fprintf(out, one, va_arg(*args, double));
    else
        must(!"page_print knows this");
    return spec + n + 1;
}

void page_print(FILE *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    while (*format != 0) {
        size_t n = strcspn(format, "%");
        fwrite(format, 1, n, out);
        format += n;
        if (*format != 0)
            format = print_one(out, format, &args);
    }
    va_end(args);
}

// Only this style sheet is in force: a browser compares its digest.
static void print_digest(FILE *out, const char *text)
{
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char word[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = "";
    sha256_init(&hash);
    sha256_update(&hash, strlen(text), (const uint8_t *)text);
    sha256_digest(&hash, sizeof(digest), digest);
    base64_encode_raw(word, sizeof(digest), digest);
    fprintf(out, "'sha256-%s'", word);
}

void page_open(struct page *page, const char *title)
{
    *page = (struct page){0};
    page->out = open_memstream(&page->bytes, &page->n);
    must(page->out != NULL);
    page_print(page->out,
               "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
               "<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\""
               "default-src 'none'; base-uri 'none'; form-action 'none'; "
               "style-src ");
    print_digest(page->out, page_style);
    page_print(page->out,
               "\">\n<meta name=\"viewport\" content=\"width=device-width, "
               "initial-scale=1\">\n<meta name=\"color-scheme\" "
               "content=\"light dark\">\n<meta name=\"referrer\" "
               "content=\"no-referrer\">\n<title>%s</title>\n<style>",
               title);
    fputs(page_style, page->out);
    fputs("</style>\n</head>\n<body>\n<main>\n", page->out);
}

struct error *page_close(struct page *page, const char *path)
{
    fputs("</main>\n</body>\n</html>\n", page->out);
    must(fclose(page->out) == 0);
    struct error *err = check_write_file(path, page->bytes, page->n);
    free(page->bytes);
    return err;
}

void page_section(FILE *out, const char *id, const char *title)
{
    page_print(out, "<h2 id=\"%s\">%s</h2>\n", id, title);
}

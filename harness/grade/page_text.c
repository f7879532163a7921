// A page: escaped text, head and foot.
#include "page.h"
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

// Prints one argument; gives what comes after its "%...".
static const char *print_one(FILE *out, const char *spec, va_list *args)
{
    size_t n = 1 + strspn(spec + 1, "0123456789.lz");
    char one[16];
    snprintf(one, sizeof(one), "%.*s", (int)n + 1, spec);
    if (strcmp(one, "%%") == 0)
        fputc('%', out);
    else if (strcmp(one, "%s") == 0)
        write_xml(out, va_arg(*args, const char *));
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

void page_open(struct writing *page, const char *title)
{
    write_begin(page);
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

struct error *page_close(struct writing *page, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = check_format("%.*s", (int)(slash - path), path);
    fputs("</main>\n</body>\n</html>\n", page->out);
    struct error *err = write_end(page, folder, slash + 1);
    free(folder);
    return err;
}

const char *page_title(const struct check_lab *lab)
{
    const char *dot = strstr(lab->title, ". ");
    return dot != NULL ? dot + 2 : lab->title;
}

void page_section(FILE *out, const char *id, const char *title)
{
    page_print(out, "<h2 id=\"%s\">%s</h2>\n", id, title);
}

// SHA-256, as it is written in results: "sha256:" and 64 digits.
#include "grade.h"
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *digest_of_bytes(const void *bytes, size_t n)
{
    static const char name[] = "sha256:";
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char *text = malloc(sizeof(name) + 2 * sizeof(digest));
    must(text != NULL);
    sha256_init(&hash);
    sha256_update(&hash, n, bytes);
    sha256_digest(&hash, sizeof(digest), digest);
    char *at = stpcpy(text, name);
    for (size_t i = 0; i < sizeof(digest); i++)
        at += sprintf(at, "%02x", digest[i]);
    return text;
}

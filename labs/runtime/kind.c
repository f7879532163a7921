// The tree of kinds, and the place in it of what the operating system says.
#include "error.h"
#include <errno.h>
#include <uv.h>

const struct kind ANY = {.name = "ANY"};

const struct kind ORDINARY = {.name = "ORDINARY", .parent = &ANY};
const struct kind GROUP = {.name = "GROUP", .parent = &ORDINARY};
const struct kind INVALID = {.name = "INVALID", .parent = &ORDINARY};
const struct kind MISUSE = {.name = "MISUSE", .parent = &ORDINARY};
const struct kind CLOSED = {.name = "CLOSED", .parent = &ORDINARY};
const struct kind BUSY = {.name = "BUSY", .parent = &ORDINARY};
const struct kind TIMEOUT = {.name = "TIMEOUT", .parent = &ORDINARY};
const struct kind STUCK = {.name = "STUCK", .parent = &ORDINARY};

const struct kind SYSTEM = {.name = "SYSTEM", .parent = &ORDINARY};
const struct kind NOT_FOUND = {.name = "NOT_FOUND", .parent = &SYSTEM};
const struct kind DENIED = {.name = "DENIED", .parent = &SYSTEM};
const struct kind BROKEN = {.name = "BROKEN", .parent = &SYSTEM};
const struct kind EXHAUSTED = {.name = "EXHAUSTED", .parent = &SYSTEM};

const struct kind BASE_GROUP = {.name = "BASE_GROUP", .parent = &ANY};
const struct kind CANCELLED = {.name = "CANCELLED", .parent = &ANY};
const struct kind FATAL = {.name = "FATAL", .parent = &ANY};
const struct kind INTERRUPTED = {.name = "INTERRUPTED", .parent = &FATAL};

bool kind_is(const struct kind *a, const struct kind *b)
{
    for (; a != NULL; a = a->parent)
        if (a == b)
            return true;
    return false;
}

bool kind_is_group(const struct kind *kind)
{
    return kind_is(kind, &GROUP) || kind_is(kind, &BASE_GROUP);
}

const struct kind *kind_of_code(int code)
{
    // On Unix libuv's codes are errno values turned negative, and more.
    switch (code < 0 ? code : -code) {
    case UV_ENOENT:
    case UV_ESRCH:
    case UV_EAI_NODATA:
    case UV_EAI_NONAME:
        return &NOT_FOUND;
    case UV_EACCES:
    case UV_EPERM:
        return &DENIED;
    case UV_ECONNABORTED:
    case UV_ECONNRESET:
    case UV_EPIPE:
    case UV_EOF:
        return &BROKEN;
    case UV_EAGAIN: // fork's word for "no more processes"
    case UV_EAI_MEMORY:
    case UV_EMFILE:
    case UV_ENFILE:
    case UV_ENOBUFS:
    case UV_ENOMEM:
    case UV_ENOSPC:
        return &EXHAUSTED;
    default:
        return &SYSTEM;
    }
}

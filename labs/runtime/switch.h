// The context switch: puts one stack down and goes on with another.
//
// Only what a C function must preserve is saved: a few registers on x86-64,
// twelve and eight on aarch64. They are pushed on the stack that is put down, so a
// context is one pointer. Floating-point control words
// (rounding mode and the like) are not saved: tasks share them.
//
// AddressSanitizer and ThreadSanitizer keep books of the running stack; here
// is the one place where they are told that it changes.
#pragma once
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SWITCH_ASAN 1
#elif __has_feature(thread_sanitizer)
#define SWITCH_TSAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define SWITCH_ASAN 1
#elif defined(__SANITIZE_THREAD__)
#define SWITCH_TSAN 1
#endif
#if defined(SWITCH_ASAN)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#elif defined(SWITCH_TSAN)
#include <sanitizer/tsan_interface.h>
#endif

struct context {
    void *sp; // where its registers are saved; meaningless while it runs
#if defined(SWITCH_ASAN)
    void *fake_stack;   // ASan's own stack for this context
    const void *bottom; // lowest address of its stack
    size_t bytes;       // of its stack
#elif defined(SWITCH_TSAN)
    void *fiber; // TSan's name for this context
#endif
};

// Saves the registers on the running stack and its stack pointer in *from,
// then continues the stack saved in to. Returns when somebody switches back.
// (switch_x86_64.h, switch_aarch64.S, switch_ucontext.c)
#if defined(__x86_64__) && !defined(SWITCH_UCONTEXT)
#include "switch_x86_64.h"
#else
void switch_stacks(void **from, void *to);
#endif

// Lays down registers on a fresh stack such that switch_stacks to the result
// calls entry, with nothing to return to.
void *switch_first(void *top, void (*entry)(void));

// Makes context start at entry on a stack of the given extent.
static inline void context_init(struct context *context, void *bottom,
                                size_t bytes, void (*entry)(void))
{
    context->sp = switch_first((char *)bottom + bytes, entry);
#if defined(SWITCH_ASAN)
    context->fake_stack = NULL;
    context->bottom = bottom;
    context->bytes = bytes;
#elif defined(SWITCH_TSAN)
    context->fiber = __tsan_create_fiber(0);
#endif
}

// Makes context stand for the stack the caller runs on.
static inline void context_init_running(struct context *context)
{
    context->sp = NULL;
#if defined(SWITCH_ASAN)
    context->fake_stack = NULL;
    context->bottom = NULL;
    context->bytes = 0;
#elif defined(SWITCH_TSAN)
    context->fiber = __tsan_get_current_fiber();
#endif
}

// The first thing a new context does: ends the switch that began it. If from
// is not NULL, its extent is filled in.
static inline void context_entered(struct context *self, struct context *from)
{
#if defined(SWITCH_ASAN)
    const void *bottom;
    size_t bytes;
    __sanitizer_finish_switch_fiber(self->fake_stack, &bottom, &bytes);
    if (from != NULL && from->bottom == NULL) {
        from->bottom = bottom;
        from->bytes = bytes;
    }
#else
    (void)self;
    (void)from;
#endif
}

// Puts from down and goes on with to.
static inline void context_switch(struct context *from, struct context *to)
{
#if defined(SWITCH_ASAN)
    __sanitizer_start_switch_fiber(&from->fake_stack, to->bottom, to->bytes);
    switch_stacks(&from->sp, to->sp);
    __sanitizer_finish_switch_fiber(from->fake_stack, NULL, NULL);
#elif defined(SWITCH_TSAN)
    __tsan_switch_to_fiber(to->fiber, 0);
    switch_stacks(&from->sp, to->sp);
#else
    switch_stacks(&from->sp, to->sp);
#endif
}

// Goes on with to for good: the running stack, that of from, is free to be
// used again as soon as another task runs.
static inline void context_leave(struct context *from, struct context *to)
{
#if defined(SWITCH_ASAN)
    __sanitizer_start_switch_fiber(NULL, to->bottom, to->bytes);
    switch_stacks(&from->sp, to->sp);
#elif defined(SWITCH_TSAN)
    // The name of a context can go only when another has become the running.
    __tsan_switch_to_fiber(to->fiber, 0);
    __tsan_destroy_fiber(from->fiber);
    switch_stacks(&from->sp, to->sp);
#else
    switch_stacks(&from->sp, to->sp);
#endif
    __builtin_unreachable();
}

// Frees what a sanitizer keeps of a context that is put down and will not go
// on: its stack may be used for anything now.
static inline void context_free(struct context *context)
{
#if defined(SWITCH_ASAN)
    __asan_unpoison_memory_region(context->bottom, context->bytes);
#elif defined(SWITCH_TSAN)
    __tsan_destroy_fiber(context->fiber);
#else
    (void)context;
#endif
}

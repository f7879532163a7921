// The context switch for aarch64: see switch.h.
    .text

// void switch_stacks(void **from, void *to)      x0: from, x1: to
    .globl switch_stacks
    .type switch_stacks, %function
    .p2align 4
switch_stacks:
    .cfi_startproc
    sub sp, sp, #160
    stp x19, x20, [sp, #0]
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x9, sp
    str x9, [x0]
    mov sp, x1
    ldp x19, x20, [sp, #0]
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    add sp, sp, #160
    mov x10, x30
    br x10
    .cfi_endproc
    .size switch_stacks, . - switch_stacks

// void *switch_first(void *top, void (*entry)(void))    x0: top, x1: entry
//
// Twenty zeros, but for the link register: that is where the switch goes. A
// frame pointer of 0 ends a walk.
    .globl switch_first
    .type switch_first, %function
    .p2align 4
switch_first:
    .cfi_startproc
    sub x0, x0, #160
    stp xzr, xzr, [x0, #0]
    stp xzr, xzr, [x0, #16]
    stp xzr, xzr, [x0, #32]
    stp xzr, xzr, [x0, #48]
    stp xzr, xzr, [x0, #64]
    stp xzr, x1, [x0, #80]
    stp xzr, xzr, [x0, #96]
    stp xzr, xzr, [x0, #112]
    stp xzr, xzr, [x0, #128]
    stp xzr, xzr, [x0, #144]
    ret
    .cfi_endproc
    .size switch_first, . - switch_first

    .section .note.GNU-stack, "", %progbits

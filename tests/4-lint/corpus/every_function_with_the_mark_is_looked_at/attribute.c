// The mark written out, on a function of another type, without any header.
struct pool_x;
struct ticket_x {
    int number;
    struct pool_x *pool;
};

struct ticket_x submit_x(struct pool_x *pool_x, void (*fn_x)(void))
    __attribute__((annotate("gives-task")));
__attribute__((annotate("gives-task"))) int launch_x(void (*fn_x)(void));
extern void *detach_x(void) __attribute__((warn_unused_result))
__attribute__((annotate("gives-task")));

void use_x(struct pool_x *pool_x, void (*fn_x)(void))
{
    /*!submit_x*/submit_x(pool_x, fn_x);
    /*!launch_x*/launch_x(fn_x);
    /*!detach_x*/detach_x();
}

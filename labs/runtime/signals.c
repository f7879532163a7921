// Signals: the operating system's, received as values.
#include "signals.h"
#include "io.h"
#include "task.h"
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct signals {
    struct io_thing thing;

    // What has arrived: a ring that grows.
    int *arrived;
    size_t room; // a power of two, or 0
    size_t head; // counts signals taken
    size_t tail; // counts signals arrived

    struct task *reader; // in signals_next and parked, or NULL
    bool busy;           // a task is in signals_next
    bool closed;         // signals_close was called
    size_t n_handles;    // in use
    size_t n_closing;    // libuv has not let go of so many yet
    uv_signal_t handles[];
};

// ---- what was there before ------------------------------------------------

// libuv restores the default and not what was there before it, so that is kept
// here: one for all threads, as it is one for all to the system.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    unsigned n_receivers;
    struct sigaction before; // while there is a receiver
} kept[NSIG];

static int start(uv_signal_t *handle, uv_signal_cb arrived, int signum)
{
    pthread_mutex_lock(&lock);
    struct sigaction before;
    sigaction(signum, NULL, &before);
    int code = uv_signal_start(handle, arrived, signum);
    if (code == 0 && kept[signum].n_receivers++ == 0)
        kept[signum].before = before;
    pthread_mutex_unlock(&lock);
    return code;
}

static void stop(uv_signal_t *handle)
{
    int signum = handle->signum;
    pthread_mutex_lock(&lock);
    uv_signal_stop(handle);
    if (--kept[signum].n_receivers == 0)
        sigaction(signum, &kept[signum].before, NULL);
    pthread_mutex_unlock(&lock);
}

// ---- opening and closing --------------------------------------------------

static void free_if_unused(struct signals *signals)
{
    if (signals->n_closing > 0 || signals->busy || !signals->closed)
        return;
    free(signals->arrived);
    free(signals);
}

static void handle_gone(uv_handle_t *handle)
{
    struct signals *signals = handle->data;
    signals->n_closing--;
    free_if_unused(signals);
}

static void ref_all(struct signals *signals, bool on)
{
    for (size_t i = 0; i < signals->n_handles; i++)
        if (on)
            uv_ref((uv_handle_t *)&signals->handles[i]);
        else
            uv_unref((uv_handle_t *)&signals->handles[i]);
}

static void wake(struct signals *signals)
{
    struct task *reader = signals->reader;
    if (reader == NULL)
        return;
    signals->reader = NULL;
    ref_all(signals, false);
    task_unpark(reader, NULL);
}

void signals_close(struct signals *signals)
{
    if (signals == NULL)
        return;
    io_thing_remove(&signals->thing);
    signals->closed = true;
    for (size_t i = 0; i < signals->n_handles; i++) {
        stop(&signals->handles[i]);
        signals->n_closing++;
        uv_close((uv_handle_t *)&signals->handles[i], handle_gone);
    }
    wake(signals);
    free_if_unused(signals);
}

static void drop(struct io_thing *thing)
{
    struct signals *signals = container_of(thing, struct signals, thing);
    signals->reader = NULL;
    signals->busy = false;
    signals_close(signals);
}

static void make_room(struct signals *signals)
{
    if (signals->tail - signals->head < signals->room)
        return;
    size_t room = signals->room != 0 ? 2 * signals->room : 16;
    int *ring = malloc(room * sizeof(ring[0]));
    must(ring != NULL);
    for (size_t i = signals->head; i != signals->tail; i++)
        ring[i & (room - 1)] = signals->arrived[i & (signals->room - 1)];
    free(signals->arrived);
    signals->arrived = ring;
    signals->room = room;
}

static void on_arrival(uv_signal_t *handle, int signum)
{
    struct signals *signals = handle->data;
    make_room(signals);
    signals->arrived[signals->tail++ & (signals->room - 1)] = signum;
    wake(signals);
}

static bool has(const struct signals *signals, int signum)
{
    for (size_t i = 0; i < signals->n_handles; i++)
        if (signals->handles[i].signum == signum)
            return true;
    return false;
}

static struct error *add(struct signals *signals, int signum)
{
    if (signum < 1 || signum >= NSIG)
        return error_new(&INVALID, "there is no signal %d", signum);
    if (has(signals, signum))
        return NULL;
    uv_signal_t *handle = &signals->handles[signals->n_handles];
    must(uv_signal_init(io_loop(), handle) == 0);
    handle->data = signals;
    if (start(handle, on_arrival, signum) != 0) {
        signals->n_closing++;
        uv_close((uv_handle_t *)handle, handle_gone);
        return error_new(&INVALID, "signal %d cannot be caught", signum);
    }
    uv_unref((uv_handle_t *)handle);
    signals->n_handles++;
    return NULL;
}

struct error *signals_open(const int *signums, size_t n,
                           struct signals **opened)
{
    TRY(io_needs_real_clock("signals_open"));
    if (n == 0)
        return error_new(&INVALID, "a receiver for no signals");
    struct signals *signals =
        calloc(1, sizeof(*signals) + n * sizeof(signals->handles[0]));
    must(signals != NULL);
    io_thing_add(&signals->thing, drop);
    for (size_t i = 0; i < n; i++) {
        struct error *err = add(signals, signums[i]);
        if (err != NULL) {
            signals_close(signals);
            return err;
        }
    }
    *opened = signals;
    return NULL;
}

// ---- waiting --------------------------------------------------------------

static enum abort stop_reading(struct task *task, void *arg)
{
    (void)task;
    struct signals *signals = arg;
    signals->reader = NULL;
    ref_all(signals, false);
    return ABORT_SUCCEEDED;
}

static struct error *next(struct signals *signals, int *signum)
{
    bool waits = signals->head == signals->tail;
    if (waits) {
        signals->reader = task_self();
        ref_all(signals, true);
        task_waits_for("signal");
        TRY(task_park(stop_reading, signals));
    }
    if (signals->closed)
        return error_new(&CLOSED, "the receiver of signals was closed");
    *signum = signals->arrived[signals->head++ & (signals->room - 1)];
    if (!waits)
        task_yield();
    return NULL;
}

struct error *signals_next(struct signals *signals, int *signum)
{
    if (signals->busy)
        return error_new(&BUSY, "another task waits for these signals");
    TRY(task_cancelled());
    signals->busy = true;
    struct error *err = next(signals, signum);
    signals->busy = false;
    free_if_unused(signals);
    return err;
}

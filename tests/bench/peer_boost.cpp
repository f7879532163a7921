// Boost.Fiber's side of the benchmarks: peer_boost NAME [N]. It has no nursery,
// no cancellation and no deadline scope: a row for it is missing where one of
// them is needed. See bench.c.
#include <boost/fiber/all.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <sys/mman.h>
#include <vector>

namespace fibers = boost::fibers;
using steady = std::chrono::steady_clock;

static size_t counter;

static double nsEach(steady::time_point start, size_t n)
{
    std::chrono::duration<double, std::nano> took = steady::now() - start;
    return took.count() / static_cast<double>(n);
}

// Stacks are kept and used again, as ours are.
static std::vector<fibers::fiber> startBatch(
    size_t n, boost::fibers::pooled_fixedsize_stack &stacks)
{
    std::vector<fibers::fiber> batch;
    batch.reserve(n);
    for (size_t i = 0; i < n; i++)
        batch.emplace_back(fibers::launch::post, std::allocator_arg, stacks,
                           [] { counter++; });
    return batch;
}

static void joinAll(std::vector<fibers::fiber> &batch)
{
    for (fibers::fiber &fiber : batch)
        fiber.join();
}

// Each fiber is run at once, so a trivial one has ended when the next begins.
static double spawn(size_t n)
{
    boost::fibers::pooled_fixedsize_stack stacks;
    const size_t rounds = 300;
    steady::time_point start = steady::now();
    for (size_t i = 0; i < rounds; i++) {
        std::vector<fibers::fiber> batch;
        batch.reserve(n);
        for (size_t j = 0; j < n; j++)
            batch.emplace_back(fibers::launch::dispatch, std::allocator_arg,
                               stacks, [] { counter++; });
        joinAll(batch);
    }
    return nsEach(start, rounds * n);
}

// All exist before the first one runs, each with its stack.
static double spawnLive(size_t n)
{
    boost::fibers::pooled_fixedsize_stack stacks;
    const size_t rounds = 300;
    std::vector<fibers::fiber> warm = startBatch(n, stacks);
    joinAll(warm);
    steady::time_point start = steady::now();
    for (size_t i = 0; i < rounds; i++) {
        std::vector<fibers::fiber> batch = startBatch(n, stacks);
        joinAll(batch);
    }
    return nsEach(start, rounds * n);
}

static double yieldOften(size_t n)
{
    const size_t times = 10 * 1000 * 1000 / n;
    std::vector<fibers::fiber> batch;
    steady::time_point start = steady::now();
    for (size_t i = 0; i < n; i++)
        batch.emplace_back([times] {
            for (size_t j = 0; j < times; j++)
                boost::this_fiber::yield();
        });
    joinAll(batch);
    return nsEach(start, times * n);
}

template <typename Channel>
static double stream(std::vector<std::unique_ptr<Channel>> channels)
{
    const size_t all = 4 * 1000 * 1000, each = all / channels.size();
    std::vector<fibers::fiber> batch;
    steady::time_point start = steady::now();
    for (auto &channel : channels) {
        Channel *items = channel.get();
        batch.emplace_back([items, each] {
            for (size_t j = 0; j < each; j++)
                items->push(j);
            items->close();
        });
        batch.emplace_back([items] {
            for (size_t item : *items)
                counter += item;
        });
    }
    joinAll(batch);
    return nsEach(start, all);
}

static double stream0(size_t n)
{
    using Channel = fibers::unbuffered_channel<size_t>;
    std::vector<std::unique_ptr<Channel>> channels;
    for (size_t i = 0; i < n; i++)
        channels.push_back(std::make_unique<Channel>());
    return stream(std::move(channels));
}

static double stream64(size_t n)
{
    using Channel = fibers::buffered_channel<size_t>;
    std::vector<std::unique_ptr<Channel>> channels;
    for (size_t i = 0; i < n; i++)
        channels.push_back(std::make_unique<Channel>(64));
    return stream(std::move(channels));
}

// What boost's protected_fixedsize_stack does, which aborts when the system has
// no more mappings; this one throws.
struct GuardedStack {
    boost::context::stack_context allocate()
    {
        const size_t bytes = 64 * 1024;
        void *base = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
        if (base == MAP_FAILED || mprotect(base, 4096, PROT_NONE) != 0)
            throw std::bad_alloc();
        boost::context::stack_context context;
        context.size = bytes;
        context.sp = static_cast<char *>(base) + bytes;
        return context;
    }

    void deallocate(boost::context::stack_context &context)
    {
        munmap(static_cast<char *>(context.sp) - context.size, context.size);
    }
};

// Guarded stacks; the program ends without joining what it could start.
static double liveTasks(size_t n)
{
    static fibers::mutex mutex;
    static fibers::condition_variable never;
    GuardedStack stacks;
    try {
        for (size_t i = 0; i < n; i++)
            fibers::fiber(std::allocator_arg, stacks, [] {
                counter++;
                std::unique_lock<fibers::mutex> lock(mutex);
                never.wait(lock);
            }).detach();
    } catch (const std::exception &) {
        // No more mappings: what is alive is the result.
    }
    boost::this_fiber::yield();
    std::printf("%zu\n", counter);
    std::fflush(stdout);
    std::_Exit(0);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        double (*measure)(size_t n);
        size_t n;
    } rows[] = {
        {"spawn", spawn, 1000},
        {"spawn_live", spawnLive, 1000},
        {"yield", yieldOften, 2},
        {"stream_0", stream0, 1},
        {"stream_64", stream64, 1},
        {"live_tasks", liveTasks, 1000 * 1000},
    };
    for (const auto &row : rows) {
        if (argc < 2 || std::strcmp(row.name, argv[1]) != 0)
            continue;
        size_t n = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : row.n;
        std::printf("%.2f\n", row.measure(n));
        return 0;
    }
    return 2;
}
// private: linnet-0f5d3f897d262c7d

"""Trio's side of the benchmarks: peer_trio.py NAME [N]. See bench.c."""
import random
import sys
import time

import trio

count = 0


def ns_each(start, n):
    return (time.perf_counter_ns() - start) / n


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096


async def bump():
    global count
    count += 1


async def block(event):
    global count
    count += 1
    await event.wait()


async def gather(nursery, n, body, *args):
    """Starts n tasks; each counts itself when it has come to its wait."""
    global count
    count = 0
    for _ in range(n):
        nursery.start_soon(body, *args)
    while count < n:
        await trio.sleep(0)


async def spawn(n):
    start = time.perf_counter_ns()
    for _ in range(50):
        async with trio.open_nursery() as nursery:
            for _ in range(n):
                nursery.start_soon(bump)
    return ns_each(start, 50 * n)


async def spawn_live(n):
    start = time.perf_counter_ns()
    for _ in range(50):
        event = trio.Event()
        async with trio.open_nursery() as nursery:
            await gather(nursery, n, block, event)
            event.set()
    return ns_each(start, 50 * n)


async def yield_(n):
    times = 400_000 // n

    async def often():
        for _ in range(times):
            await trio.sleep(0)

    start = time.perf_counter_ns()
    async with trio.open_nursery() as nursery:
        for _ in range(n):
            nursery.start_soon(often)
    return ns_each(start, times * n)


async def stream(n, capacity):
    times = 100_000 // n

    async def send(items):
        async with items:
            for item in range(times):
                await items.send(item)

    async def receive(items):
        global count
        async for item in items:
            count += item

    start = time.perf_counter_ns()
    async with trio.open_nursery() as nursery:
        for _ in range(n):
            sender, receiver = trio.open_memory_channel(capacity)
            nursery.start_soon(send, sender)
            nursery.start_soon(receive, receiver)
    return ns_each(start, times * n)


async def stream_0(n):
    return await stream(n, 0)


async def stream_64(n):
    return await stream(n, 64)


async def idle_bytes(n):
    before = resident()
    async with trio.open_nursery() as nursery:
        await gather(nursery, n, block, trio.Event())
        each = (resident() - before) / n
        nursery.cancel_scope.cancel()
    return each


async def cancel(n):
    async with trio.open_nursery() as nursery:
        await gather(nursery, n, block, trio.Event())
        start = time.perf_counter_ns()
        nursery.cancel_scope.cancel()
    return ns_each(start, n)


async def timed_pass(n, timed):
    begin, end = trio.Event(), trio.Event()

    async def body():
        global count
        count += 1
        await begin.wait()
        count += 1
        if timed:
            with trio.move_on_after(20 + random.random()):
                await end.wait()
        else:
            await end.wait()

    async with trio.open_nursery() as nursery:
        await gather(nursery, n, body)
        start = time.perf_counter_ns()
        begin.set()
        while count < 2 * n:
            await trio.sleep(0)
        end.set()
    return ns_each(start, n)


async def deadline(n):
    plain = await timed_pass(n, False)
    return await timed_pass(n, True) - plain


async def lateness(n):
    done = False

    async def storm():
        while not done:
            await trio.sleep(0)

    worst = 0
    async with trio.open_nursery() as nursery:
        for _ in range(n):
            nursery.start_soon(storm)
        for _ in range(20):
            start = time.perf_counter_ns()
            await trio.sleep(0.01)
            worst = max(worst, time.perf_counter_ns() - start - 10_000_000)
        done = True
    return worst


ROWS = {
    "spawn": (spawn, 1000),
    "spawn_live": (spawn_live, 1000),
    "yield": (yield_, 2),
    "stream_0": (stream_0, 1),
    "stream_64": (stream_64, 1),
    "idle_bytes": (idle_bytes, 100_000),
    "cancel": (cancel, 100_000),
    "deadline": (deadline, 20_000),  # a hundred thousand take half a minute
    "lateness": (lateness, 2),
}

if len(sys.argv) < 2 or sys.argv[1] not in ROWS:
    sys.exit(2)
row, usual = ROWS[sys.argv[1]]
n_tasks = int(sys.argv[2]) if len(sys.argv) > 2 else usual
print(f"{trio.run(row, n_tasks):.2f}")
# private: linnet-0f5d3f897d262c7d

"""asyncio's side of the benchmarks: peer_asyncio.py NAME [N]. See bench.c."""
import asyncio
import random
import sys
import time

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


async def spawn(n):
    start = time.perf_counter_ns()
    for _ in range(50):
        await asyncio.gather(*[asyncio.create_task(bump()) for _ in range(n)])
    return ns_each(start, 50 * n)


async def gather(n, body, *args):
    """Starts n tasks; each counts itself when it has come to its wait."""
    global count
    count = 0
    tasks = [asyncio.create_task(body(*args)) for _ in range(n)]
    while count < n:
        await asyncio.sleep(0)
    return tasks


async def spawn_live(n):
    start = time.perf_counter_ns()
    for _ in range(50):
        event = asyncio.Event()
        tasks = await gather(n, block, event)
        event.set()
        await asyncio.gather(*tasks)
    return ns_each(start, 50 * n)


async def yield_(n):
    times = 400_000 // n

    async def often():
        for _ in range(times):
            await asyncio.sleep(0)

    start = time.perf_counter_ns()
    await asyncio.gather(*[often() for _ in range(n)])
    return ns_each(start, times * n)


# A queue of 64; one without room does not exist. None is the end.
async def stream_64(n):
    times = 200_000 // n

    async def send(queue):
        for item in range(times):
            await queue.put(item)
        await queue.put(None)

    async def receive(queue):
        global count
        while (item := await queue.get()) is not None:
            count += item

    queues = [asyncio.Queue(64) for _ in range(n)]
    start = time.perf_counter_ns()
    await asyncio.gather(*[send(queue) for queue in queues],
                         *[receive(queue) for queue in queues])
    return ns_each(start, times * n)


# Sleepers: to leave an asyncio.Event takes time in proportion to those who wait
# for it, so a hundred thousand on one event would need 15 s.
async def sleep_long():
    global count
    count += 1
    await asyncio.sleep(3600)


async def stop(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def idle_bytes(n):
    before = resident()
    event = asyncio.Event()
    tasks = await gather(n, block, event)
    each = (resident() - before) / n
    event.set()
    await asyncio.gather(*tasks)
    return each


async def cancel(n):
    tasks = await gather(n, sleep_long)
    start = time.perf_counter_ns()
    await stop(tasks)
    return ns_each(start, n)


async def timed_pass(n, timed):
    begin, end = asyncio.Event(), asyncio.Event()

    async def body():
        global count
        count += 1
        await begin.wait()
        count += 1
        if timed:
            await asyncio.wait_for(end.wait(), 20 + random.random())
        else:
            await asyncio.ensure_future(end.wait())  # wait_for makes a task too

    tasks = await gather(n, body)
    start = time.perf_counter_ns()
    begin.set()
    while count < 2 * n:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    end.set()
    await asyncio.gather(*tasks)
    return ns_each(start, n)


async def deadline(n):
    plain = await timed_pass(n, False)
    return await timed_pass(n, True) - plain


async def lateness(n):
    done = False

    async def storm():
        while not done:
            await asyncio.sleep(0)

    storms = [asyncio.create_task(storm()) for _ in range(n)]
    worst = 0
    for _ in range(20):
        start = time.perf_counter_ns()
        await asyncio.sleep(0.01)
        worst = max(worst, time.perf_counter_ns() - start - 10_000_000)
    done = True
    await asyncio.gather(*storms)
    return worst


ROWS = {
    "spawn": (spawn, 1000),
    "spawn_live": (spawn_live, 1000),
    "yield": (yield_, 2),
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
print(f"{asyncio.run(row(n_tasks)):.2f}")
# private: linnet-0f5d3f897d262c7d

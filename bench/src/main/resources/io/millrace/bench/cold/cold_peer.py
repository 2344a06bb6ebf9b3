"""What a Python program with numpy, shared memory and a pool of two processes takes.

cold_peer.py program COUNT START    shared memory, fill, sum, squares, end; prints the sum
cold_peer.py passes COUNT START     fills and sums an array again and again: one "name nanoseconds" a line

START is how the pool makes its processes: fork, forkserver or spawn.
"""

import multiprocessing
import sys
import time
from multiprocessing import shared_memory

import numpy

WORKERS = 2


def views(name, count):
    memory = shared_memory.SharedMemory(name)
    return memory, numpy.ndarray((2, count), dtype=numpy.float64, buffer=memory.buf)


def attach(name, count):
    global MEMORY, ARRAYS
    MEMORY, ARRAYS = views(name, count)


def fill(part):
    ARRAYS[0, part[0] : part[1]] = 0.5


def total(part):
    return float(ARRAYS[0, part[0] : part[1]].sum())


def squares(part):
    numpy.square(ARRAYS[0, part[0] : part[1]], out=ARRAYS[1, part[0] : part[1]])


def timed(name, times, work):
    for turn in range(1, times + 1):
        start = time.perf_counter_ns()
        work()
        print(f"{name}.{turn} {time.perf_counter_ns() - start}")


def main():
    what, count, start = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    parts = [(count * i // WORKERS, count * (i + 1) // WORKERS) for i in range(WORKERS)]
    memory = shared_memory.SharedMemory(create=True, size=2 * count * 8)
    try:
        context = multiprocessing.get_context(start)
        with context.Pool(WORKERS, attach, (memory.name, count)) as pool:
            if what == "program":
                pool.map(fill, parts, 1)
                print("sum", sum(pool.map(total, parts, 1)))
                pool.map(squares, parts, 1)
            else:
                timed("fill", 2, lambda: pool.map(fill, parts, 1))
                timed("sum", 10, lambda: sum(pool.map(total, parts, 1)))
    finally:
        memory.close()
        memory.unlink()


if __name__ == "__main__":
    main()

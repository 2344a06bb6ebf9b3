"""Times of multiprocessing.Pool on standard output: seconds of a task, or nanoseconds of each call.

pool_peer.py apply WORKERS COUNT    an empty call, there and back
pool_peer.py map WORKERS COUNT      the squares of so many numbers of numpy
pool_peer.py calls WORKERS COUNT CALLS    an identity over so many numbers, call after call
"""

import multiprocessing
import sys
import time

import numpy


def nothing():
    pass


def square(number):
    return number * number


def same(number):
    return number


def calls(workers, count, times):
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        numbers = list(range(count))
        for call in range(1, times + 1):
            start = time.perf_counter_ns()
            results = pool.map(same, numbers)
            print(f"call.{call} {time.perf_counter_ns() - start}")
            if results != numbers:
                sys.exit("wrong results")


def main():
    if sys.argv[1] == "calls":
        return calls(*map(int, sys.argv[2:]))
    what, workers, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        for _ in range(min(count, 100)):
            pool.apply(nothing)
        numbers = numpy.arange(count)
        start = time.perf_counter()
        if what == "apply":
            for _ in range(count):
                pool.apply(nothing)
        else:
            squares = pool.map(square, numbers)
        seconds = time.perf_counter() - start
        if what == "map" and squares[-1] != (count - 1) ** 2:
            sys.exit("wrong square")
    print(seconds / count)


if __name__ == "__main__":
    main()

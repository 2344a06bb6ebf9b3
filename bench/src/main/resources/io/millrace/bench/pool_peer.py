"""Seconds a task takes in multiprocessing.Pool: one number on standard output.

pool_peer.py apply WORKERS COUNT    an empty call, there and back
pool_peer.py map WORKERS COUNT      the squares of so many numbers of numpy
"""

import multiprocessing
import sys
import time

import numpy


def nothing():
    pass


def square(number):
    return number * number


def main():
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

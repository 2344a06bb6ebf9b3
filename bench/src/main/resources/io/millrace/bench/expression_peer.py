"""Nanoseconds of each round of (x - 3)² w, summed and written, of the sum of where(x > w, (x - 3) w, 0), and of
-x + 99 in place: four lines of numbers on standard output.

expression_peer.py numpy ELEMENTS ROUNDS THREADS      one operation after the other, in one thread
expression_peer.py numexpr ELEMENTS ROUNDS THREADS    one expression
"""

import sys
import time

import numpy


def numpy_into(x, w, out):
    numpy.subtract(x, 3.0, out=out)
    numpy.square(out, out=out)
    numpy.multiply(out, w, out=out)


def numpy_sum(x, w, out):
    numpy_into(x, w, out)
    return out.sum()


def numpy_where(x, w, out):
    numpy.subtract(x, 3.0, out=out)
    numpy.multiply(out, w, out=out)
    return numpy.where(x > w, out, 0.0).sum()


def numpy_place(x, w, out):
    numpy.negative(x, out=x)
    numpy.add(x, 99.0, out=x)


def numexpr_into(x, w, out):
    import numexpr

    numexpr.evaluate("(x - 3) ** 2 * w", out=out)


def numexpr_sum(x, w, out):
    import numexpr

    return numexpr.evaluate("sum((x - 3) ** 2 * w)")


def numexpr_where(x, w, out):
    import numexpr

    return numexpr.evaluate("sum(where(x > w, (x - 3) * w, 0))")


def numexpr_place(x, w, out):
    import numexpr

    numexpr.evaluate("-x + 99", out=x)


def times(rounds, run, *arrays):
    nanos = []
    for round_ in range(-3, rounds):
        start = time.perf_counter_ns()
        run(*arrays)
        if round_ >= 0:
            nanos.append(time.perf_counter_ns() - start)
    return nanos


def main():
    what, elements, rounds, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    if what == "numexpr":
        import numexpr

        numexpr.set_num_threads(threads)
    x = numpy.arange(elements, dtype=numpy.float64) % 100
    w = numpy.arange(elements, dtype=numpy.float64) % 10
    out = numpy.zeros(elements)
    for run in ("sum", "into", "where", "place"):
        print(*times(rounds, globals()[what + "_" + run], x, w, out))


if __name__ == "__main__":
    main()

"""Times of one sum of squares over COUNT doubles with numpy, as "name nanoseconds" lines.

small_peer.py COUNT SECONDS    after 100 calls; after 100,000 calls or SECONDS
"""

import sys
import time

import numpy

EARLY, WARM, RECORDED = 100, 100_000, 20_000


def record(array, most, seconds):
    end = time.perf_counter_ns() + int(seconds * 1e9)
    recorded = []
    while len(recorded) < most and time.perf_counter_ns() < end:
        begin = time.perf_counter_ns()
        numpy.dot(array, array)
        recorded.append(time.perf_counter_ns() - begin)
    return sorted(recorded)


def report(name, recorded):
    print(f"{name}.median {recorded[len(recorded) // 2]}")
    print(f"{name}.p99 {recorded[len(recorded) - 1 - len(recorded) // 100]}")


def main():
    array = numpy.full(int(sys.argv[1]), 0.5)
    seconds = float(sys.argv[2])
    for _ in range(EARLY):
        numpy.dot(array, array)
    report("early", record(array, EARLY, seconds))
    end = time.perf_counter_ns() + int(seconds * 1e9)
    for _ in range(WARM):
        numpy.dot(array, array)
        if time.perf_counter_ns() > end:
            break
    report("warm", record(array, RECORDED, seconds))


if __name__ == "__main__":
    main()

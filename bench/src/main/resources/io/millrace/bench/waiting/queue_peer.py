"""Objects a second through multiprocessing.Queue, from one process to another: one number on standard output."""

import multiprocessing
import sys
import time


def produce(queue, count):
    for number in range(count):
        queue.put((number, "millrace", number * 0.5))


def main():
    count = int(sys.argv[1])
    context = multiprocessing.get_context("fork")
    queue = context.Queue(1024)
    producer = context.Process(target=produce, args=(queue, count))
    producer.start()
    queue.get()
    start = time.perf_counter()
    total = 0
    for _ in range(count - 1):
        total += queue.get()[0]
    seconds = time.perf_counter() - start
    producer.join()
    if total != count * (count - 1) // 2:
        sys.exit("wrong sum")
    print((count - 1) / seconds)


if __name__ == "__main__":
    main()

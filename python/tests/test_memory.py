"""Attachments, events and queues, on a file of the tests; JVMs are the matter of the integration tests."""

import os
import queue
import signal
import threading
import unittest

import millrace
from tests import files


def in_child(path, step):
    """Runs the step in a process that attaches to the file, and is killed at the end."""
    pid = os.fork()
    if pid == 0:
        try:
            step(millrace.attach(path))
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)


class MemoryTest(unittest.TestCase):

    def setUp(self):
        self.path = files.create([files.event(0, "event"), files.queue(1, "jobs")])
        self.addCleanup(files.remove, self.path)
        self.memory = millrace.attach(self.path, name="tests")
        self.addCleanup(self.memory.close)

    def damage(self, offset, data):
        with open(self.path, "r+b") as file:
            file.seek(offset)
            file.write(data)

    def test_files_that_must_not_be_trusted_are_refused(self):
        os.chmod(self.path, 0o640)
        with self.assertRaisesRegex(millrace.FileAccessError, "others may open it: .*; chmod 600 it"):
            millrace.attach(self.path)
        os.chmod(self.path, 0o600)
        with self.assertRaisesRegex(millrace.FileAccessError, "cannot be opened: path=/none, error=No such file"):
            millrace.attach("/none")

    def test_other_boots_and_damaged_headers_are_refused(self):
        self.damage(0, files.header(boot=5))
        with self.assertRaisesRegex(millrace.FileFormatError, "of another boot"):
            millrace.attach(self.path)
        millrace.attach(self.path, read_only=True).close()
        self.damage(20, b"\x01")
        with self.assertRaisesRegex(millrace.FileFormatError, "header damaged"):
            millrace.attach(self.path, read_only=True)
        self.damage(8, b"\x63")
        with self.assertRaisesRegex(millrace.FileFormatError, "of another format version: .*version=99"):
            millrace.attach(self.path)

    def test_slots_of_the_dead_are_freed_by_the_next_one(self):
        in_child(self.path, lambda memory: None)
        with millrace.attach(self.path) as other:
            self.assertEqual([1, 3], [process.slot for process in other.processes()])
            with millrace.attach(self.path) as third:
                self.assertEqual([1, 2, 3], [process.slot for process in third.processes()])

    def test_a_row_that_a_dead_process_reserved_is_free_again(self):
        def die_inside(memory):
            memory._zero = lambda row, count: os.kill(os.getpid(), signal.SIGKILL)
            memory.create_array("half", "int8", 5)

        in_child(self.path, die_inside)
        with self.assertRaises(millrace.NoSuchRegionError):
            self.memory.array("half")
        self.assertEqual((3,), self.memory.create_array("half", "int64", 3).shape)

    def test_space_between_regions_is_found(self):
        names = [f"a{number}" for number in range(5)]
        for name in names:
            self.memory.create_array(name, "int8", 4096)
        rows = sorted((row.offset, row.offset + row.footprint) for row in self.memory._directory.rows())
        for (_, end), (start, _) in zip(rows, rows[1:]):
            self.assertLessEqual(end, start)

    def test_an_event_wakes_a_thread(self):
        event = self.memory.event("event")
        self.assertFalse(event.wait(0.01))
        threading.Timer(0.02, event.set).start()
        self.assertTrue(event.wait(20))
        self.assertTrue(event.is_set())
        event.clear()
        self.assertFalse(event.is_set())

    def test_messages_come_in_order_around_the_ring_and_around_the_turns(self):
        jobs = self.memory.queue("jobs")
        jobs._ring._tail.store(4 * 0xFFFFFFFF)
        jobs._ring._head.store(4 * 0xFFFFFFFF)
        for index in range(4):
            jobs._ring.word(index).store(0xFFFFFFFF << 32)
        for number in range(10):
            jobs.put(f"{number} a")
            jobs.put(f"{number} b")
            self.assertEqual([f"{number} a", f"{number} b"], [jobs.get(0), jobs.get(0)])

    def test_a_delivery_holds_up_no_others_and_comes_again_first(self):
        jobs = self.memory.queue("jobs")
        jobs.put("first")
        held = jobs.take_delivery(0)
        for number in range(12):
            jobs.put(str(number))
            self.assertEqual(str(number), jobs.get(0))
        jobs.put("last")
        held.release()
        again = jobs.take_delivery(0)
        self.assertEqual(("first", 2, held.sequence), (again.value, again.attempts, again.sequence))
        again.ack()
        self.assertEqual("last", jobs.get(0))
        with self.assertRaisesRegex(millrace.MillraceError, "the delivery was ended before"):
            again.ack()

    def test_a_full_queue_waits_and_says_so(self):
        jobs = self.memory.queue("jobs")
        for number in range(4):
            jobs.put_nowait(str(number))
        self.assertEqual(4, jobs.qsize())
        with self.assertRaises(queue.Full):
            jobs.put("more", 0.01)
        threading.Timer(0.02, jobs.get).start()
        jobs.put("more", 20)
        jobs.close()
        with self.assertRaises(millrace.QueueClosedError):
            jobs.put("none")
        self.assertEqual(["1", "2", "3", "more"], [jobs.get() for _ in range(4)])
        with self.assertRaises(millrace.QueueClosedError):
            jobs.get()

    def test_a_consumer_that_raises_gives_the_message_back(self):
        jobs = self.memory.queue("jobs")
        jobs.put("bad")
        with self.assertRaises(ZeroDivisionError):
            jobs.process(lambda message: 1 / 0)
        self.assertEqual("bad", jobs.get(0))

    def test_an_interrupted_put_holds_up_no_consumer(self):
        jobs = self.memory.queue("jobs")
        write = jobs._ring.write

        def interrupted(position, message):
            raise KeyboardInterrupt

        jobs._ring.write = interrupted
        with self.assertRaises(KeyboardInterrupt):
            jobs.put("never")
        jobs._ring.write = write
        jobs.put("behind it")
        self.assertEqual("behind it", jobs.get(0))

    def test_threads_share_a_queue(self):
        jobs = self.memory.queue("jobs")
        taken = []
        consumers = [threading.Thread(target=lambda: [taken.append(jobs.get()) for _ in range(100)]) for _ in range(2)]
        for consumer in consumers:
            consumer.start()
        for number in range(200):
            jobs.put(str(number))
        for consumer in consumers:
            consumer.join()
        self.assertEqual(sorted(map(str, range(200))), sorted(taken))

    def test_a_closed_memory_ends_waits(self):
        memory = millrace.attach(self.path)
        jobs = memory.queue("jobs")
        failures = []

        def wait():
            try:
                jobs.get()
            except millrace.MemoryClosedError as closed:
                failures.append(closed)

        waiter = threading.Thread(target=wait)
        waiter.start()
        memory.close()
        waiter.join(20)
        self.assertEqual(1, len(failures))

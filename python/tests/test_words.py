"""Words, hashes and records, without a file."""

import ctypes
import doctest
import platform
import threading
import unittest

import numpy as np

from millrace import _atomic, _layout, _ring, record
from millrace._atomic import Word
from millrace._codec import CODECS
from millrace._errors import FileFormatError, NotTransportableError, UnsupportedPlatformError


class WordTest(unittest.TestCase):

    def setUp(self):
        self.memory = (ctypes.c_uint64 * 2)()
        self.start = ctypes.addressof(self.memory)

    def test_a_compare_and_set_changes_the_expected_value_alone(self):
        word = Word(self.start, 8, self.memory)
        self.assertTrue(word.compare_and_set(0, (1 << 64) - 1))
        self.assertFalse(word.compare_and_set(0, 5))
        self.assertEqual((1 << 64) - 1, word.load())
        word.store(1 << 63)
        self.assertEqual(1 << 63, self.memory[0])
        self.assertEqual(0, self.memory[1])

    def test_a_word_of_four_bytes_leaves_its_neighbours_alone(self):
        word = Word(self.start + 4, 4, self.memory)
        self.assertTrue(word.compare_and_set(0, 0xFFFFFFFF))
        self.assertEqual(0xFFFFFFFF << 32, self.memory[0])
        word.store(7)
        self.assertEqual(7, word.load())
        self.assertEqual(7 << 32, self.memory[0])

    def test_words_are_aligned(self):
        for offset, size in (4, 8), (2, 4):
            with self.assertRaisesRegex(ValueError, "a word must be aligned"):
                Word(self.start + offset, size, self.memory)

    def test_no_update_of_two_threads_is_lost(self):
        word = Word(self.start, 8, self.memory)
        threads = [threading.Thread(target=lambda: [word.update(lambda seen: seen + 1) for _ in range(5000)])
                   for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(15000, word.load())

    def test_there_is_code_for_two_processors(self):
        for machine in "x86_64", "aarch64":
            for name, code in _atomic.machine_code(machine).items():
                self.assertLessEqual(len(code), _atomic._FUNCTION_BYTES, name)
        self.assertEqual(0, len(_atomic.machine_code("aarch64")["cas8"]) % 4)
        with self.assertRaisesRegex(UnsupportedPlatformError, "machine=riscv64"):
            _atomic.machine_code("riscv64")
        self.assertIn(platform.machine(), ("x86_64", "aarch64"))


class LayoutTest(unittest.TestCase):

    def test_the_checksum_is_that_of_the_standard(self):
        self.assertEqual(0xE3069283, _layout.crc32c(b"123456789"))
        self.assertEqual(_layout.crc32c(bytes(9)), _layout.crc32c(b"\0\0\0\x05\x06\0\0\0\0", (3, 5)))

    def test_a_mark_comes_back_and_a_damaged_one_means_everything(self):
        word = _layout.mark_of(1 << 20)
        self.assertEqual(1 << 20, _layout.offset_of_mark(word))
        for bit in range(64):
            self.assertGreaterEqual(_layout.offset_of_mark(word ^ 1 << bit), 1 << 20)

    def test_a_record_has_the_text_and_the_fingerprint_of_java(self):
        point = record(tag="byte", x="double", n="short")
        self.assertEqual("{ byte tag @0; double x @8; short n @16 } 24 bytes", _layout.record_text(point))
        nested = record(flag="boolean", corner=record(x="float"), letter="char")
        self.assertEqual("{ boolean flag @0; float corner.x @4; char letter @8 } 12 bytes",
                         _layout.record_text(nested))
        with self.assertRaisesRegex(TypeError, "no Java type"):
            _layout.fingerprint(np.dtype([("x", "<u8")]))

    def test_long_names_end_at_a_whole_character(self):
        self.assertEqual("ä" * 7, _layout.text(_layout.padded("ä" * 20, 16)))

    def test_turns_wrap(self):
        self.assertEqual(1, _ring.int32(0 - 0xFFFFFFFF))
        self.assertEqual(-1, _ring.int32(0xFFFFFFFF - 0))

    def test_examples_of_the_comments(self):
        self.assertEqual(0, doctest.testmod(_layout, extraglobs={"record": record}).failed)


class CodecTest(unittest.TestCase):

    def test_values_come_back(self):
        for name, value in ("bytes", b"\0\xff"), ("bytes", b""), ("utf8", "größe 𝄞"), ("utf8", ""):
            self.assertEqual(value, CODECS[name].decode(CODECS[name].encode(value)))
        for name, value in ("longs", [-(1 << 63), 5]), ("doubles", [0.1, 2]), ("longs", []), ("doubles", []):
            self.assertEqual(value, CODECS[name].decode(CODECS[name].encode(value)).tolist())
        self.assertEqual(b"\x01\x02", CODECS["bytes"].encode(np.array([1, 2], "u1")))

    def test_what_does_not_fit_is_refused(self):
        for name, value in (("bytes", "text"), ("utf8", b"bytes"), ("utf8", "\ud800"), ("longs", [0.5]),
                            ("longs", np.array([1 << 63], "u8")), ("doubles", "text"), ("doubles", [[1.0]])):
            with self.assertRaises(NotTransportableError, msg=(name, value)):
                CODECS[name].encode(value)

    def test_damaged_messages_are_told(self):
        for name, message in ("utf8", b"\xff"), ("longs", bytes(7)), ("doubles", bytes(9)):
            with self.assertRaises(FileFormatError):
                CODECS[name].decode(message)

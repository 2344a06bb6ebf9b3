"""What the package needs of Linux: locks on bytes, futexes, mappings, the identity of a process."""

import ctypes
import errno
import fcntl
import mmap
import os
import platform
import struct
import sys
import time
import uuid
from typing import NamedTuple, Optional

import numpy as np

from ._errors import FileAccessError, UnsupportedPlatformError

_F_OFD_GETLK, _F_OFD_SETLK = 36, 37
_FLOCK = struct.Struct("hhqqi4x")
_FUTEX_NUMBERS = {"x86_64": 202, "amd64": 202, "aarch64": 98, "arm64": 98}
_FUTEX_WAIT, _FUTEX_WAKE = 0, 1

SLICE_SECONDS = 0.05
"""The longest sleep: afterwards a waiter looks at its word, and for the dead, again."""

_PAUSE_SECONDS = 0.001


def require_platform() -> None:
    """Raises UnsupportedPlatformError unless this is Linux on a known processor."""
    known = sys.platform.startswith("linux") and platform.machine().lower() in _FUTEX_NUMBERS
    if not known or sys.byteorder != "little":
        raise UnsupportedPlatformError(
            "Millrace works on Linux on x86-64 and AArch64 only:"
            f" system={sys.platform}, machine={platform.machine()}; run it there")


class Deadline:
    """The end of a wait."""

    def __init__(self, timeout: Optional[float]) -> None:
        """In ``timeout`` seconds; None: never."""
        self._end = None if timeout is None else time.monotonic() + timeout

    def left(self) -> float:
        """Seconds that are left, at most a slice; 0 when the wait is over."""
        if self._end is None:
            return SLICE_SECONDS
        return min(SLICE_SECONDS, max(0.0, self._end - time.monotonic()))

    def pause(self) -> bool:
        """Sleeps for a millisecond; False, at once, when the wait is over."""
        if self.left() == 0:
            return False
        time.sleep(_PAUSE_SECONDS)
        return True


def _lock(descriptor: int, command: int, kind: int, byte: int, count: int) -> int:
    flock = _FLOCK.pack(kind, os.SEEK_SET, byte, count, 0)
    return _FLOCK.unpack(fcntl.fcntl(descriptor, command, flock))[0]


def try_lock(descriptor: int, byte: int, exclusive: bool) -> bool:
    """Locks a byte for the open file description; False when another one holds it."""
    try:
        _lock(descriptor, _F_OFD_SETLK, fcntl.F_WRLCK if exclusive else fcntl.F_RDLCK, byte, 1)
        return True
    except OSError as refused:
        if refused.errno in (errno.EAGAIN, errno.EACCES):
            return False
        raise FileAccessError(
            f"this system has no locks on bytes of files: byte={byte}, error={refused.strerror};"
            " they need Linux 3.15 or later and a file system with locks") from refused


def unlock(descriptor: int, byte: int) -> None:
    """Releases a byte."""
    _lock(descriptor, _F_OFD_SETLK, fcntl.F_UNLCK, byte, 1)


def is_locked(descriptor: int, byte: int) -> bool:
    """Whether another open file description holds a lock on the byte; needs a file open to write."""
    return _lock(descriptor, _F_OFD_GETLK, fcntl.F_WRLCK, byte, 1) != fcntl.F_UNLCK


class _Timespec(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long)]


_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long


def _futex(address: int, operation: int, value: int, limit: Optional[_Timespec]) -> int:
    return _LIBC.syscall(
        ctypes.c_long(_FUTEX_NUMBERS[platform.machine().lower()]), ctypes.c_void_p(address),
        ctypes.c_int(operation), ctypes.c_uint32(value), None if limit is None else ctypes.byref(limit))


def futex_wait(address: int, expected: int, seconds: float) -> bool:
    """Sleeps while the word holds ``expected``, at most ``seconds``; whether another thread woke this one.

    It may return early, also for no reason. Other threads of Python run meanwhile.
    """
    limit = _Timespec(int(seconds), int(seconds % 1 * 1e9))
    return _futex(address, _FUTEX_WAIT, expected, limit) == 0


def futex_wake(address: int, count: int) -> None:
    """Wakes up to ``count`` threads of any process that sleep on the word."""
    _futex(address, _FUTEX_WAKE, count, None)


def reopen(descriptor: int, writable: bool) -> int:
    """A descriptor with an open file description of its own for the same file."""
    flags = (os.O_RDWR if writable else os.O_RDONLY) | os.O_CLOEXEC
    return os.open(f"/proc/self/fd/{descriptor}", flags)


class Mapping:
    """A part of the file in memory.

    The map owns a duplicate of the descriptor, so it keeps the open file description, and its
    locks, for as long as anything refers to ``map`` or to an array over it.
    """

    __slots__ = ("map", "offset", "address", "byte_size", "__weakref__")

    def __init__(self, descriptor: int, offset: int, byte_size: int, writable: bool) -> None:
        start = offset - offset % mmap.ALLOCATIONGRANULARITY
        protection = mmap.PROT_READ | (mmap.PROT_WRITE if writable else 0)
        length = offset - start + max(byte_size, 1)
        self.map = mmap.mmap(descriptor, length, mmap.MAP_SHARED, protection, offset=start)
        self.offset = offset - start
        self.byte_size = byte_size
        self.address = self.array(np.dtype(np.uint8), (0,)).__array_interface__["data"][0]

    def array(self, dtype: np.dtype, shape: tuple) -> np.ndarray:
        """The bytes as an array, in place."""
        return np.ndarray(shape, dtype, self.map, self.offset)

    def bytes(self, offset: int, count: int) -> bytes:
        """A copy of some bytes."""
        return ctypes.string_at(self.address + offset, count)

    def write(self, offset: int, data: bytes) -> None:
        """Stores some bytes, in no order with other stores."""
        ctypes.memmove(self.address + offset, data, len(data))

    def zero(self, offset: int, count: int) -> None:
        """Stores zero bytes."""
        ctypes.memset(self.address + offset, 0, count)


class Identity(NamedTuple):
    """What stands in a process slot."""

    pid: int
    start_ticks: int
    pid_namespace: int

    @staticmethod
    def of_this_process() -> "Identity":
        """Start and namespace are 0 where /proc does not tell them."""
        try:
            with open("/proc/self/stat", encoding="utf-8", errors="replace") as stat:
                ticks = int(stat.read().rpartition(")")[2].split()[19])
            namespace = os.stat("/proc/self/ns/pid").st_ino
        except (OSError, IndexError, ValueError):
            return Identity(os.getpid(), 0, 0)
        return Identity(os.getpid(), ticks, namespace)


def boot_id() -> uuid.UUID:
    """The identity of this boot of the machine; all zero if the system does not tell it."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return uuid.UUID(file.read().strip())
    except (OSError, ValueError):
        return uuid.UUID(int=0)

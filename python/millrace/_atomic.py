"""Atomic words in shared memory, by a few bytes of machine code.

Python has no compare-and-set on memory, and ctypes can call any address. So this module keeps one
page with six tiny functions of the processor: compare-and-set, load and store of 4 and 8 bytes.

=========  ======================================  =============================================
function   x86-64                                  AArch64
=========  ======================================  =============================================
``cas``    ``lock cmpxchg``, a full fence          ``ldaxr``, ``stlxr``, then ``dmb ish``
``load``   ``mov``, an acquire on this processor   ``ldar``
``store``  ``xchg``, a full fence                  ``stlr``, then ``dmb ish``
=========  ======================================  =============================================

All three are in one order with the volatile accesses of a JVM. The page is writable first and
executable then, never both; the kernel makes the instruction cache coherent when it maps the page
as executable. Each function begins with the landing pad of its processor (``endbr64``, ``bti c``).
"""

import ctypes
import functools
import mmap
import operator
import os
import platform
from typing import Callable, Dict, NamedTuple

from ._errors import UnsupportedPlatformError

_X86_64 = {
    "cas8": "f30f1efa 4889f0 f0480fb117 0f94c0 0fb6c0 c3",
    "cas4": "f30f1efa 89f0 f00fb117 0f94c0 0fb6c0 c3",
    "load8": "f30f1efa 488b07 c3",
    "load4": "f30f1efa 8b07 c3",
    "store8": "f30f1efa 488737 c3",
    "store4": "f30f1efa 8737 c3",
}

# Words of four bytes, the most significant digit first, as disassemblers print them.
_AARCH64 = {
    "cas8": "d503245f c85ffc03 eb01007f 540000c1 c804fc02 35ffff84 d5033bbf 52800020 d65f03c0"
            " d5033f5f d5033bbf 52800000 d65f03c0",
    "cas4": "d503245f 885ffc03 6b01007f 540000c1 8804fc02 35ffff84 d5033bbf 52800020 d65f03c0"
            " d5033f5f d5033bbf 52800000 d65f03c0",
    "load8": "d503245f c8dffc00 d65f03c0",
    "load4": "d503245f 88dffc00 d65f03c0",
    "store8": "d503245f c89ffc01 d5033bbf d65f03c0",
    "store4": "d503245f 889ffc01 d5033bbf d65f03c0",
}

_FUNCTION_BYTES = 64
_INTEGERS = {4: ctypes.c_uint32, 8: ctypes.c_uint64}


def machine_code(machine: str) -> Dict[str, bytes]:
    """The functions for a processor, by name.

    Raises UnsupportedPlatformError for a processor other than x86-64 and AArch64.
    """
    if machine in ("x86_64", "amd64"):
        return {name: bytes.fromhex(code) for name, code in _X86_64.items()}
    if machine in ("aarch64", "arm64"):
        return {
            name: b"".join(bytes.fromhex(word)[::-1] for word in code.split())
            for name, code in _AARCH64.items()
        }
    raise UnsupportedPlatformError(
        f"there is no machine code for this processor: machine={machine};"
        " run on x86-64 or AArch64, or attach with read_only=True")


class _Functions(NamedTuple):
    """The callable functions, and the page in which they lie."""

    page: mmap.mmap
    cas: Dict[int, Callable[..., int]]
    load: Dict[int, Callable[..., int]]
    store: Dict[int, Callable[..., None]]


@functools.lru_cache(maxsize=None)
def _functions() -> _Functions:
    """Makes the page at the first use."""
    page = mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    start = ctypes.addressof(ctypes.c_char.from_buffer(page))
    places = {}
    for number, (name, code) in enumerate(machine_code(platform.machine().lower()).items()):
        offset = number * _FUNCTION_BYTES
        page[offset:offset + len(code)] = code
        places[name] = start + offset
    _make_executable(start)
    # PYFUNCTYPE keeps the interpreter's lock: the functions take nanoseconds.
    cas, load, store = {}, {}, {}
    for size, integer in _INTEGERS.items():
        cas[size] = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, integer, integer)(places[f"cas{size}"])
        load[size] = ctypes.PYFUNCTYPE(integer, ctypes.c_void_p)(places[f"load{size}"])
        store[size] = ctypes.PYFUNCTYPE(None, ctypes.c_void_p, integer)(places[f"store{size}"])
    return _Functions(page, cas, load, store)


def _make_executable(start: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    read_and_execute = ctypes.c_int(mmap.PROT_READ | mmap.PROT_EXEC)
    if libc.mprotect(ctypes.c_void_p(start), ctypes.c_size_t(mmap.PAGESIZE), read_and_execute) != 0:
        raise UnsupportedPlatformError(
            "the system allows no machine code in memory, which atomic words need:"
            f" call=mprotect, error={os.strerror(ctypes.get_errno())};"
            " allow it (SELinux: execmem), or attach with read_only=True")


def whole(number: object, what: str) -> int:
    """The int of a whole number, Python's own or numpy's. Raises TypeError, which names ``what``, for others."""
    try:
        return operator.index(number)
    except TypeError:
        raise TypeError(f"no whole number: {what}={number!r}; give an int") from None


class Word:
    """One word of 4 or 8 bytes in shared memory, an unsigned number."""

    __slots__ = ("address", "_size", "_cas", "_load", "_store", "_memory")

    def __init__(self, address: int, size: int, memory: object) -> None:
        """The word at ``address``, a multiple of ``size``; keeps ``memory`` mapped."""
        if address % size != 0:
            raise ValueError(f"a word must be aligned: address={address:#x}, size={size}")
        functions = _functions()
        self.address = address
        self._size = size
        self._cas = functions.cas[size]
        self._load = functions.load[size]
        self._store = functions.store[size]
        self._memory = memory

    def load(self) -> int:
        """The value; sees what was stored before it was set."""
        return self._load(self.address)

    def store(self, value: int) -> None:
        """Sets the value, after all earlier stores."""
        self._store(self.address, value)

    def compare_and_set(self, expected: int, value: int) -> bool:
        """Sets the value if it is ``expected``; whether it was."""
        return self._cas(self.address, expected, value) != 0

    def update(self, change: Callable[[int], int]) -> int:
        """Replaces the value by ``change`` of it, truncated to the word; returns the new value."""
        mask = (1 << 8 * self._size) - 1
        while True:
            seen = self.load()
            value = change(seen) & mask
            if self.compare_and_set(seen, value):
                return value

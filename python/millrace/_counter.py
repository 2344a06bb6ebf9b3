"""Counters: numbers that all processes add to, and that only rise."""

import struct
import threading
from typing import Callable, Dict

import numpy as np

from . import _layout as layout
from ._atomic import Word, whole
from ._errors import FileFormatError, ReadOnlyError
from ._system import Mapping

_HEADER_BYTES, _STRIPE_BYTES = 512, 128
_CONSTANTS = struct.Struct("<II504s")


class Counter:
    """A counter of the file. Nobody owns it, so no death harms it: an addition is counted whole or not at all."""

    def __init__(self, name: str, mapping: Mapping, check: Callable[[], None]) -> None:
        """Raises FileFormatError when its header is damaged."""
        self.name = name
        self._mapping = mapping
        self._check = check
        header = mapping.bytes(0, min(_HEADER_BYTES, mapping.byte_size))
        stripes, crc, labels = _CONSTANTS.unpack(header.ljust(_HEADER_BYTES, b"\0"))
        if crc != layout.crc32c(header, (4, 8)) or mapping.byte_size != _HEADER_BYTES + stripes * _STRIPE_BYTES:
            raise FileFormatError(f"the counter is damaged: counter={name}; drop it and make it anew")
        lines = (line.partition("=") for line in layout.text(labels).split("\n"))
        self.labels: Dict[str, str] = {key: value for key, _, value in lines if key}
        self._stripes = stripes
        words = mapping.array(np.dtype("<u8"), (mapping.byte_size // 8,))
        self._counts = words[_HEADER_BYTES // 8::_STRIPE_BYTES // 8]

    def sum(self) -> int:
        """What was added since the counter was made, modulo 2^63."""
        self._check()
        return sum(int(count) for count in self._counts) % (1 << 63)

    def add(self, delta: int = 1) -> None:
        """Adds ``delta``, atomically among all processes. Raises ValueError when it is negative or too large."""
        delta = whole(delta, f"counter={self.name}, delta")
        if not 0 <= delta < 1 << 63:
            raise ValueError(f"a counter only rises: counter={self.name}, delta={delta}; give 0 to 2^63 - 1")
        self._check()
        if not self._counts.flags.writeable:
            raise ReadOnlyError(f"the memory was attached read-only: counter={self.name}; attach it to write")
        stripe = threading.get_native_id() % self._stripes
        offset = _HEADER_BYTES + stripe * _STRIPE_BYTES
        Word(self._mapping.address + offset, 8, self._mapping).update(lambda seen: seen + delta)  # N1

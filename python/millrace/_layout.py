"""Where things are in the file, after ``shm/FORMAT.md``."""

import struct
import uuid
from typing import List, NamedTuple, Tuple

import numpy as np

from ._errors import FileFormatError

MAGIC = b"MILLRACE"
BYTE_ORDER = 0x01020304
HEADER_BYTES = 4096

VERSION = 4
"""The version that this package reads."""

CHANGING_BYTES = 256
DROP_EPOCH, USER_MARK = 256, 272
FLAG_TEMPORARY = 1

SLOT_COUNT, SLOT_BYTES = 1023, 128
SLOT_FREE, SLOT_JOINING, SLOT_LIVE, SLOT_LEAVING = range(4)
SWEEPERS, DROP_ACKNOWLEDGED = 40, 48
SWEEPER_QUEUES = 1 << 2

ROW_BYTES = 256
ROW_FREE, ROW_RESERVED, ROW_ACTIVE, ROW_RETIRED, ROW_DROPPING = range(5)

LOCKS = 1 << 62
DIRECTORY_LOCK = LOCKS + 1024
VIEW_LOCKS = LOCKS + 2048

ARRAY, VALUE, STRUCT, BYTES, ENGINE, EVENT, QUEUE, COUNTER = 1, 2, 3, 4, 5, 10, 12, 16
KINDS = {
    1: "array", 2: "value", 3: "struct", 4: "bytes", 5: "engine", 6: "lock", 7: "read-write lock", 8: "condition",
    9: "semaphore", 10: "event", 11: "barrier", 12: "queue", 13: "pipe", 14: "broadcast", 15: "map", 16: "counter",
}
NUMBERS = {1: np.dtype("<i1"), 2: np.dtype("<i2"), 3: np.dtype("<i4"), 4: np.dtype("<i8"), 5: np.dtype("<f4"),
           6: np.dtype("<f8")}
_FIELDS = {"boolean": "?", "byte": "<i1", "char": "<u2", "short": "<i2", "int": "<i4", "long": "<i8", "float": "<f4",
           "double": "<f8"}
_JAVA_TYPES = {np.dtype(code): name for name, code in _FIELDS.items()}

_HEADER = struct.Struct("<8sIIQQQQQQQIIQQQQQII")
_ROW = struct.Struct("<QQQQIIII64s64sQ")


def _crc_table() -> List[int]:
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_CRC_TABLE = _crc_table()


def crc32c(data: bytes, *holes: Tuple[int, int]) -> int:
    """CRC-32C of the bytes, each hole ``(from, to)`` taken as zero."""
    clean = bytearray(data)
    for start, end in holes:
        clean[start:end] = bytes(end - start)
    crc = 0xFFFFFFFF
    for byte in clean:
        crc = crc >> 8 ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def text(field: bytes) -> str:
    """The text of a field that is padded with zero bytes."""
    return field.split(b"\0", 1)[0].decode("utf-8", "replace")


def padded(value: str, size: int) -> bytes:
    """As much of a text as fits, in whole characters, and at least one zero byte."""
    encoded = value.encode("utf-8", "replace")[:size - 1]
    return encoded.decode("utf-8", "ignore").encode("utf-8").ljust(size, b"\0")


class Header(NamedTuple):
    """The constants of a file."""

    version: int
    file_byte_size: int
    boot: uuid.UUID
    slot_offset: int
    entry_count: int
    entry_offset: int
    engine_offset: int
    user_offset: int
    user_byte_size: int
    flags: int

    @staticmethod
    def parse(data: bytes, path: str) -> "Header":
        """Checks the first 4,096 bytes of a file. Raises FileFormatError."""
        if len(data) < HEADER_BYTES or data[:8] != MAGIC:
            raise _refused("not a Millrace file", path, f"magic={data[:8]!r}", "check the path")
        (_, version, order, size, _, _, boot_high, boot_low, _, slot_offset, slot_count, entry_count, entry_offset,
         engine_offset, engine_size, user_offset, user_size, flags, crc) = _HEADER.unpack_from(data)
        if order != BYTE_ORDER or version != VERSION:
            raise _refused("of another format version", path, f"version={version}, supported={VERSION}",
                           "use the release that wrote it, or write it again")
        if crc != crc32c(data, (124, 128), (CHANGING_BYTES, HEADER_BYTES)):
            raise _refused("header damaged", path, f"crc={crc:#x}", "delete it and write it again")
        ordered = (HEADER_BYTES <= slot_offset and slot_count == SLOT_COUNT
                   and slot_offset + SLOT_COUNT * SLOT_BYTES <= entry_offset
                   and entry_offset + entry_count * ROW_BYTES <= engine_offset
                   and engine_offset + engine_size <= user_offset and user_offset + user_size <= size)
        if not ordered:
            raise _refused("its parts overlap", path, f"entryCount={entry_count}", "delete it and write it again")
        return Header(version, size, uuid.UUID(int=boot_high << 64 | boot_low), slot_offset, entry_count,
                      entry_offset, engine_offset, user_offset, user_size, flags)


def _refused(why: str, path: str, values: str, remedy: str) -> FileFormatError:
    return FileFormatError(f"file refused, {why}: path={path}, {values}; {remedy}")


class RowState(NamedTuple):
    """The first word of a row of the directory."""

    phase: int
    slot: int
    generation: int

    @staticmethod
    def of(word: int) -> "RowState":
        """The parts of a word."""
        return RowState(word & 7, word >> 3 & 0x3FF, word >> 13)

    def word(self) -> int:
        """The word."""
        return self.phase | self.slot << 3 | self.generation << 13

    @property
    def exists(self) -> bool:
        """Whether the region can be used."""
        return self.phase in (ROW_ACTIVE, ROW_RETIRED)


class Row(NamedTuple):
    """A row of the directory: what a region is, and where."""

    index: int
    state: RowState
    drop_epoch: int
    offset: int
    byte_size: int
    kind: int
    element_type: int
    shape: Tuple[int, ...]
    name: str

    @staticmethod
    def parse(index: int, data: bytes) -> "Row":
        """Checks a copy of a row. Raises FileFormatError."""
        state, epoch, offset, size, kind, element, rank, crc, shape, name, generation = _ROW.unpack_from(data)
        if crc != crc32c(data, (0, 16), (44, 48)) or generation != state >> 13 or rank > 8:
            raise FileFormatError(f"the directory is damaged: row={index}; save what can be read to a new file")
        lengths = struct.unpack_from(f"<{rank}Q", shape)
        return Row(index, RowState.of(state), epoch, offset, size, kind, element, lengths, text(name))

    def pack(self) -> bytes:
        """Bytes 16 to 255 of the row, with their checksum."""
        shape = struct.pack(f"<{len(self.shape)}Q", *self.shape)
        fields = [0, 0, self.offset, self.byte_size, self.kind, self.element_type, len(self.shape), 0, shape,
                  self.name.encode(), self.state.generation]
        data = _ROW.pack(*fields).ljust(ROW_BYTES, b"\0")
        fields[7] = crc32c(data)
        return _ROW.pack(*fields).ljust(ROW_BYTES, b"\0")[16:]

    @property
    def footprint(self) -> int:
        """The bytes that the region takes in its area."""
        return footprint(self.byte_size)

    def __str__(self) -> str:
        shape = " x ".join(map(str, self.shape))
        return f"{self.name} ({KINDS.get(self.kind, self.kind)} {shape})".replace(" )", ")")


def footprint(byte_size: int) -> int:
    """The bytes that a region of that size takes: whole cache lines, at least one."""
    return max(64, round_up(byte_size, 64))


def round_up(value: int, unit: int) -> int:
    """The next multiple of ``unit``."""
    return -(-value // unit) * unit


_GOLDEN = 0x9E3779B97F4A7C15


def mark_of(offset: int) -> int:
    """The word that says that an area was used up to ``offset``."""
    units = offset >> 6
    return units | ((units + 1) * _GOLDEN >> 48 & 0xFFFF) << 48


def offset_of_mark(word: int) -> int:
    """Up to where an area was ever used, by its mark; behind everything when the word is damaged."""
    if word == 0:
        return 0
    offset = (word & (1 << 48) - 1) << 6
    return offset if mark_of(offset) == word else 1 << 63


def record(**fields: object) -> np.dtype:
    """The dtype of a Java record: names of components with Java types, or with the dtype of a nested record.

    >>> record(tag="byte", x="double").itemsize
    16
    """
    types = [(name, _FIELDS[kind] if isinstance(kind, str) else kind) for name, kind in fields.items()]
    return np.dtype(types, align=True)


def record_text(dtype: np.dtype) -> str:
    """How Millrace writes a record down: Java types, names and offsets.

    Raises TypeError for a dtype that no record has.
    """
    fields = "; ".join(f"{kind} {name} @{offset}" for kind, name, offset in _fields(dtype, "", 0))
    return f"{{ {fields} }} {dtype.itemsize} bytes"


def _fields(dtype: np.dtype, prefix: str, start: int) -> List[Tuple[str, str, int]]:
    if dtype.names is None:
        raise TypeError(f"a record has named fields: dtype={dtype}; make it by millrace.record(x=\"double\")")
    found = []
    for name in dtype.names:
        kind, offset = dtype.fields[name][:2]
        if kind.names is not None:
            found += _fields(kind, f"{prefix}{name}.", start + offset)
        elif kind in _JAVA_TYPES:
            found.append((_JAVA_TYPES[kind], prefix + name, start + offset))
        else:
            raise TypeError(f"no Java type of a record's component: field={prefix}{name}, dtype={kind};"
                            f" use {', '.join(_FIELDS)}")
    return found


def fingerprint(dtype: np.dtype) -> int:
    """The number by which a reader recognizes a record: FNV-1a over the UTF-16 units of its text."""
    units = np.frombuffer(record_text(dtype).encode("utf-16-le"), "<u2")
    value = 0xCBF29CE484222325
    for unit in units.tolist():
        value = (value ^ unit) * 0x100000001B3 & (1 << 64) - 1
    return value & (1 << 63) - 1

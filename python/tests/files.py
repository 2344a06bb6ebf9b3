"""A small file, written after the page of the file format, for tests that need no JVM."""

import os
import struct
import tempfile
from typing import List

from millrace import _layout as layout
from millrace import _ring as ring
from millrace._layout import Row, RowState
from millrace._system import boot_id

ENTRIES = 16
ENGINE = layout.HEADER_BYTES + 1024 * layout.SLOT_BYTES + ENTRIES * layout.ROW_BYTES
USER = layout.round_up(ENGINE, 4096)
USER_BYTES = 1 << 18


def header(flags: int = 0, boot: int = -1) -> bytes:
    """The first 4,096 bytes."""
    boot = boot_id().int if boot < 0 else boot
    fields = [layout.MAGIC, layout.VERSION, layout.BYTE_ORDER, USER + USER_BYTES, 1, 2, boot >> 64,
              boot & (1 << 64) - 1, 0, 4096, layout.SLOT_COUNT, ENTRIES, 4096 + 1024 * layout.SLOT_BYTES, ENGINE,
              USER - ENGINE, USER, USER_BYTES - ENTRIES * 64, flags, 0]
    data = struct.pack("<8sIIQQQQQQQIIQQQQQII", *fields).ljust(4096, b"\0")
    return data[:124] + struct.pack("<I", layout.crc32c(data)) + data[128:]


def create(rows: List[Row] = ()) -> str:
    """A file with these regions, in a new folder in memory; the path of it."""
    folder = tempfile.mkdtemp(prefix="millrace-test-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    path = os.path.join(folder, "test.mill")
    with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b") as file:
        file.truncate(USER + USER_BYTES)
        file.write(header())
        for row in rows:
            file.seek(4096 + 1024 * layout.SLOT_BYTES + row.index * layout.ROW_BYTES)
            file.write(struct.pack("<QQ", row.state.word(), 0) + row.pack())
            if row.kind == layout.QUEUE:
                file.seek(row.offset)
                file.write(queue_constants(row))
        last = max((row.offset + row.footprint for row in rows), default=0)
        file.seek(layout.USER_MARK)
        file.write(struct.pack("<Q", layout.mark_of(last) if last else 0))
    return path


def remove(path: str) -> None:
    """The file and its folder."""
    os.remove(path)
    os.rmdir(os.path.dirname(path))


def event(index: int, name: str) -> Row:
    """An event."""
    return Row(index, RowState(layout.ROW_ACTIVE, 0, 1), 0, USER + index * 4096, 128, layout.EVENT, 0, (), name)


def queue(index: int, name: str, codec_capacity: int = 4, largest: int = 32) -> Row:
    """A queue of the codec utf8."""
    size = 640 + codec_capacity * layout.round_up(32 + largest, 64)
    return Row(index, RowState(layout.ROW_ACTIVE, 0, 1), 0, USER + index * 4096, size, layout.QUEUE, 0,
               (codec_capacity, largest), name)


def queue_constants(row: Row) -> bytes:
    """The first 128 bytes of a queue."""
    fields = [*row.shape, 3, 1, 0, 0, 0, b"utf8"]
    data = ring._CONSTANTS.pack(*fields).ljust(128, b"\0")
    fields[6] = layout.crc32c(data)
    return ring._CONSTANTS.pack(*fields).ljust(128, b"\0")

"""Attaching to a file, and what is in it."""

import os
import stat
import threading
import weakref
from contextlib import contextmanager
from typing import Any, Iterator, List, NamedTuple, Optional, Set, Tuple, Union

import numpy as np

from . import _layout as layout
from ._counter import Counter
from ._directory import Directory
from ._errors import (FileAccessError, FileFormatError, MemoryClosedError, ReadOnlyError, RegionDroppedError,
                      WrongRegionTypeError)
from ._event import Event
from ._layout import Header, Row, RowState
from ._queue import Peer, Queue, with_dead_letters
from ._ring import Ring, owner_bits
from ._slots import Process, Slots
from ._system import Mapping, boot_id, reopen, require_platform, try_lock
from ._value import Value

_MEMORIES: "weakref.WeakSet[SharedMemory]" = weakref.WeakSet()


def attach(path: Union[str, "os.PathLike[str]"], name: str = "python", read_only: bool = False) -> "SharedMemory":
    """Attaches to the file of a living program, in a process slot of its own.

    ``name`` is how ``./millrace inspect`` shows this process. With ``read_only`` it takes no slot and
    changes nothing, and reads files of an earlier boot too.

    Raises FileAccessError, FileFormatError, TooManyProcessesError, UnsupportedPlatformError.
    """
    require_platform()
    while True:
        memory = SharedMemory(os.path.abspath(os.fspath(path)), read_only)
        try:
            if read_only or memory._join(name):
                return memory
        except BaseException:
            memory._abandon()
            raise
        memory._abandon()  # another process removed the file meanwhile


class Region(NamedTuple):
    """What the file holds under a name."""

    name: str
    kind: str
    dtype: Optional[np.dtype]
    shape: Tuple[int, ...]
    byte_size: int


class SharedMemory:
    """A file that this process is attached to; made by ``attach``. Close it, or use it in a ``with``.

    Arrays, values, structs, events and queues stay what they are after a drop by another process:
    no other region gets their bytes while an object over them lives. Arrays may outlive ``close``.

    A forked child (``os.fork``, ``multiprocessing`` with ``fork``) may go on with its arrays, and has
    to attach anew for everything else. The slot stays that of the parent.
    """

    def __init__(self, path: str, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._closed = False
        self._lock = threading.RLock()
        self._slots: Optional[Slots] = None
        self._descriptor = _open(path, read_only)
        try:
            _check_trust(path, os.fstat(self._descriptor), read_only)
            self._header = Header.parse(os.pread(self._descriptor, layout.HEADER_BYTES, 0), path)
            _check_file(path, self._header, os.fstat(self._descriptor).st_size, read_only)
            head = Mapping(self._descriptor, 0, self._header.engine_offset, not read_only)
            self._directory = Directory(head, self._header, path)
            if not read_only:
                self._slots = Slots(head, self._header, reopen(self._descriptor, True))
        except BaseException:
            os.close(self._descriptor)
            raise

    def _join(self, name: str) -> bool:
        if not self._own().join(name, self._is_named, self._sweep):
            return False
        _MEMORIES.add(self)
        self.recover_dead()
        return True

    def _is_named(self) -> bool:
        try:
            return os.path.samestat(os.stat(self.path, follow_symlinks=False), os.fstat(self._descriptor))
        except FileNotFoundError:
            return False

    def _own(self) -> Slots:
        if self._slots is None:
            raise ReadOnlyError(f"the file was attached read-only: file={self.path}; attach it to write")
        return self._slots

    def _check_open(self) -> None:
        if self._closed:
            raise MemoryClosedError(f"memory closed: file={self.path}; attach to it again")

    # What is in the file.

    def regions(self) -> List[Region]:
        """The regions of the users that can be opened now."""
        self._check_open()
        return [Region(row.name, layout.KINDS.get(row.kind, str(row.kind)), layout.NUMBERS.get(row.element_type),
                       row.shape, row.byte_size)
                for row in self._directory.rows() if row.state.exists and row.kind != layout.ENGINE]

    def processes(self) -> List[Process]:
        """The living processes that are attached to the file, this one included."""
        self._check_open()
        return list(self._own().living())

    def array(self, name: str) -> np.ndarray:
        """The array, or bytes, of that name: in place, writeable unless attached read-only.

        Raises NoSuchRegionError, WrongRegionTypeError.
        """
        row, mapping = self._open(name, layout.ARRAY, layout.BYTES)
        return mapping.array(layout.NUMBERS.get(row.element_type, np.dtype("<i1")), row.shape)

    def value(self, name: str) -> Value:
        """The single number of that name. Raises NoSuchRegionError, WrongRegionTypeError."""
        row, mapping = self._open(name, layout.VALUE)
        return Value(name, mapping, layout.NUMBERS[row.element_type])

    def struct(self, name: str, dtype: np.dtype) -> np.ndarray:
        """The records of that name, in place, as an array of ``dtype``: see ``record``.

        Raises NoSuchRegionError, and WrongRegionTypeError when the file holds other records.
        """
        row, mapping = self._open(name, layout.STRUCT)
        wanted = (dtype.itemsize, layout.fingerprint(dtype))
        if row.shape[1:] != wanted:
            raise WrongRegionTypeError(
                f"the region holds other records: region={row}, wanted={layout.record_text(dtype)};"
                " give the components of the Java record, with their names and types, in their order")
        return mapping.array(dtype, row.shape[:1])

    def create_array(self, name: str, dtype: Any, shape: Union[int, Tuple[int, ...]]) -> np.ndarray:
        """Makes an array of zeros in the file, of int8 to int64, float32 or float64.

        Raises RegionExistsError, OutOfSpaceError, and ValueError for a name or shape that no region has.
        """
        self._check_open()
        slots = self._usable()
        lengths = (shape,) if isinstance(shape, int) else tuple(int(length) for length in shape)
        codes = [code for code, known in layout.NUMBERS.items() if known == np.dtype(dtype)]
        size = len(name.encode())
        if not codes or not 1 <= len(lengths) <= 8 or min(lengths) < 0 or not 1 <= size <= 63 or _has_controls(name):
            raise ValueError(
                f"no such array: name={name!r}, dtype={np.dtype(dtype)}, shape={lengths}; a name has 1 to 63 bytes of"
                " UTF-8 and no control characters, a shape 1 to 8 lengths, a dtype int8 to int64, float32 or float64")
        byte_size = int(np.prod(lengths, dtype=object)) * np.dtype(dtype).itemsize
        self.recover_dead()
        wanted = Row(0, RowState(0, 0, 0), 0, 0, byte_size, layout.ARRAY, codes[0], lengths, name)
        row = self._directory.create(slots, wanted, self._zero)
        return self._hold(row).array(np.dtype(dtype), lengths)

    def _zero(self, row: Row, count: int) -> None:
        if count > 0:
            Mapping(self._descriptor, row.offset, row.footprint, True).zero(0, count)

    def counter(self, name: str) -> Counter:
        """The counter of that name. Raises NoSuchRegionError, WrongRegionTypeError, FileFormatError."""
        row, mapping = self._open(name, layout.COUNTER)
        return Counter(name, mapping, lambda: self._check_row(row))

    def event(self, name: str) -> Event:
        """The event of that name. Raises NoSuchRegionError, WrongRegionTypeError, ReadOnlyError."""
        self._usable()
        row, mapping = self._open(name, layout.EVENT)
        return Event(name, mapping, lambda: self._check_row(row))

    def queue(self, name: str, codec: Optional[str] = None) -> Queue:
        """The queue of that name; with ``codec``, only if its messages are of that one.

        Raises NoSuchRegionError, WrongRegionTypeError, FileFormatError, ReadOnlyError.
        """
        slots = self._usable()
        row, mapping = self._open(name, layout.QUEUE)
        cells = Ring(name, mapping)
        if codec is not None and codec != cells.codec:
            raise WrongRegionTypeError(
                f"the queue carries messages of another codec: queue={name}, codec={cells.codec}, wanted={codec};"
                " open it with its own")
        slots.need_sweeper(layout.SWEEPER_QUEUES)
        return Queue(cells, _QueuePeer(self, row, cells))

    # Regions.

    def _usable(self) -> Slots:
        """The slot of this process."""
        self._check_open()
        return self._own()

    def _open(self, name: str, *kinds: int) -> Tuple[Row, Mapping]:
        self._check_open()
        if not isinstance(name, str):
            raise TypeError(f"the name of a region is a str: name={name!r}")
        while True:
            row = self._directory.find(name, self._slots)
            if row.kind not in kinds:
                raise WrongRegionTypeError(
                    f"the region is of another kind: region={row}, wanted={layout.KINDS[kinds[0]]};"
                    " open it as what it is")
            try:
                return row, self._hold(row)
            except RegionDroppedError:
                continue  # the name may be that of another region by now

    def _hold(self, row: Row) -> Mapping:
        """The bytes of a region, which no other region gets as long as the mapping lives."""
        descriptor = reopen(self._descriptor, not self.read_only)
        try:
            try_lock(descriptor, layout.VIEW_LOCKS + row.index, exclusive=False)  # no process locks it exclusively
            self._check_row(row)
            return Mapping(descriptor, row.offset, row.byte_size, not self.read_only)
        finally:
            os.close(descriptor)

    def _check_row(self, row: Row) -> None:
        self._check_open()
        now = self._directory.state(row.index)
        if not now.exists or now.generation != row.state.generation:
            raise RegionDroppedError(f"the region was dropped: region={row}; open it anew by name")

    def _hold_or_none(self, index: int, generation: int) -> Optional[Ring]:
        row = self._directory.read(index)
        if row is None or row.kind != layout.QUEUE or row.state.generation != generation:
            return None
        try:
            return Ring(row.name, self._hold(row))
        except (RegionDroppedError, FileFormatError):
            return None

    # The dead.

    def recover_dead(self) -> None:
        """Recovers the slots of dead processes, as far as they used nothing but arrays, events and queues.

        Calls that wait do it by themselves. What a process did with locks, pipes or pools only a JVM
        can put right.
        """
        with self._lock:
            slots = self._usable()
            for slot in list(slots.in_use()):
                if not slots.is_alive(slot):
                    slots.recover(slot, self._sweep)

    def _sweep(self, dead: int) -> int:
        """Puts right what a dead process left; the bits of the sweepers that are missing here."""
        slots = self._own()
        self._directory.sweep(slots, dead)
        sweepers = slots.sweepers(dead)
        if sweepers & layout.SWEEPER_QUEUES:
            self._sweep_queues(dead)
        return sweepers & ~layout.SWEEPER_QUEUES

    def _sweep_queues(self, dead: int) -> None:
        rings, rows = [], []
        for row in self._directory.rows():
            if row.state.phase == layout.ROW_ACTIVE and row.kind == layout.QUEUE:
                cells = self._hold_or_none(row.index, row.state.generation)
                if cells is not None:
                    rings.append(cells)
                    rows.append((row.index, row.state.generation))
        pairs = with_dead_letters(rings, rows)
        for cells, dead_letters in pairs:
            cells.finish_moves(dead, dead_letters)
        for cells, _ in pairs:
            cells.sweep(dead)

    # The end.

    def close(self) -> None:
        """Gives un-acked messages back, then the slot. Arrays stay usable; a second call does nothing.

        A thread that waits in a call of an event or queue gets MemoryClosedError within 50 ms.
        """
        with self._lock:
            if self._closed:
                return
            if self._slots is not None:
                if self._slots.sweepers(self._slots.own) & layout.SWEEPER_QUEUES:
                    self._sweep_queues(self._slots.own)
                self._slots.leave()
            self._abandon()

    def _abandon(self) -> None:
        """Closes the descriptors, without a word to the file."""
        self._closed = True
        _MEMORIES.discard(self)
        if self._slots is not None:
            self._slots.close()
        os.close(self._descriptor)

    def __enter__(self) -> "SharedMemory":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"SharedMemory({self.path!r}{', closed' if self._closed else ''})"


class _QueuePeer(Peer):
    """A queue's view of the memory."""

    def __init__(self, memory: SharedMemory, row: Row, cells: Ring) -> None:
        self._memory = memory
        self._row = row
        self._cells = cells
        self._target: Optional[Ring] = None
        self.owner = owner_bits(memory._own().own)

    @contextmanager
    def using(self) -> Iterator[None]:
        with self._memory._lock:
            self._memory._check_row(self._row)
            try:
                yield
            except Exception:
                raise
            except BaseException:  # an interrupt between claim and publish: consumers would wait for this process
                self._cells.abandon(self._memory._own().own)
                raise

    def look_after(self, slots: Set[int]) -> None:
        with self.using():
            own = self._memory._own()
            for slot in slots:
                if not own.is_alive(slot):
                    own.recover(slot, self._memory._sweep)

    def dead_letters(self) -> Optional[Ring]:
        constants = self._cells.constants
        if self._target is None and constants.dead_letter_row != 0:
            self._target = self._memory._hold_or_none(constants.dead_letter_row - 1, constants.dead_letter_generation)
        return self._target


def _forget_in_child() -> None:
    for memory in list(_MEMORIES):
        memory._lock = threading.RLock()  # another thread of the parent may have held it
        memory._abandon()


os.register_at_fork(after_in_child=_forget_in_child)


def _open(path: str, read_only: bool) -> int:
    try:
        return os.open(path, (os.O_RDONLY if read_only else os.O_RDWR) | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError as error:
        raise FileAccessError(
            f"the file cannot be opened: path={path}, error={error.strerror};"
            " give the path of a file that a Millrace program of this user has made") from error


def _check_trust(path: str, status: os.stat_result, read_only: bool) -> None:
    """Who else may open the file could lock its bytes, and so make dead processes look alive."""
    forbidden = 0o022 if read_only else 0o077
    faults = [
        (not stat.S_ISREG(status.st_mode), "it is not a regular file", "give the path of a Millrace file"),
        (status.st_uid != os.geteuid(), "it belongs to another user", "run as its owner"),
        (status.st_mode & forbidden != 0, "others may open it", "chmod 600 it, if it is a Millrace file of yours"),
        (status.st_nlink > 1, "it has several names", "remove the other hard links"),
    ]
    for wrong, why, remedy in faults:
        if wrong:
            raise FileAccessError(
                f"file refused, {why}: path={path}, mode={stat.filemode(status.st_mode)}, owner={status.st_uid},"
                f" links={status.st_nlink}; {remedy}")


def _check_file(path: str, header: Header, byte_size: int, read_only: bool) -> None:
    if byte_size != header.file_byte_size:
        raise FileFormatError(
            f"file refused, not as long as its header says: path={path}, byteSize={byte_size},"
            f" expected={header.file_byte_size}; it was truncated or enlarged")
    if not read_only and header.boot != boot_id():
        raise FileFormatError(
            f"file refused, of another boot of the machine, so it may be half written: path={path},"
            f" boot={header.boot}; look at it with read_only=True, or delete it")


def _has_controls(name: str) -> bool:
    return any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in name)

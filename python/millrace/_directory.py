"""The regions of a file: finding, creating and tidying up rows of the directory."""

from contextlib import contextmanager
from typing import Callable, Iterator, List, Optional, Tuple

import numpy as np

from . import _layout as layout
from ._atomic import Word
from ._errors import FileFormatError, NoSuchRegionError, OutOfSpaceError, RegionExistsError
from ._layout import Row, RowState
from ._slots import Slots
from ._system import Deadline, Mapping, is_locked

_OUTCOME_SECONDS = 10
_DROP_SECONDS = 1
_PAGED_FROM = 64 << 10
_PAGE = 4096


class Directory:
    """The rows, as one attachment sees them."""

    def __init__(self, head: Mapping, header: layout.Header, path: str) -> None:
        self._head = head
        self._header = header
        self._path = path
        rows = head.array(np.dtype("u1"), (head.byte_size,))[header.entry_offset:]
        rows = rows[:header.entry_count * layout.ROW_BYTES].reshape(header.entry_count, layout.ROW_BYTES)
        self._states = rows[:, :8].view("<u8")[:, 0]

    def _offset(self, index: int) -> int:
        return self._header.entry_offset + index * layout.ROW_BYTES

    def _word(self, index: int) -> Word:
        return Word(self._head.address + self._offset(index), 8, self._head)

    def state(self, index: int) -> RowState:
        """The state of a row now. It needs no machine code: an attachment for reading has none."""
        return RowState.of(int(self._states[index]))

    def _used(self) -> List[int]:
        return np.flatnonzero(self._states & np.uint64(7)).tolist()

    def read(self, index: int) -> Optional[Row]:
        """A row as it was at one moment; None when it is free."""
        while True:
            before = self.state(index)
            if before.phase == layout.ROW_FREE:
                return None
            data = self._head.bytes(self._offset(index), layout.ROW_BYTES)
            try:
                row = Row.parse(index, data)
            except FileFormatError:
                if self.state(index) == before:
                    raise
                continue
            if self.state(index) == before == row.state:
                return row

    def rows(self, name: Optional[str] = None) -> Iterator[Row]:
        """All rows that are not free, or those with a name."""
        wanted = None if name is None else layout.padded(name, 64)
        for index in self._used():
            if wanted is not None and self._head.bytes(self._offset(index) + 112, 64) != wanted:
                continue
            row = self.read(index)
            if row is not None:
                yield row

    def find(self, name: str, settle: Optional[Slots]) -> Row:
        """The row of a region; waits while another process is creating it.

        Raises NoSuchRegionError.
        """
        wait = Deadline(_OUTCOME_SECONDS)
        while True:
            row = next((row for row in self.rows(name) if row.name == name and row.kind != layout.ENGINE
                        and row.state.phase != layout.ROW_DROPPING), None)
            if row is not None and row.state.exists:
                return row
            alive = row is not None and settle is not None and settle.is_alive(row.state.slot)
            if not alive or not wait.pause():
                raise NoSuchRegionError(
                    f"no region of that name: name={name}, file={self._path}; check the name, or create it first")

    @contextmanager
    def _mutex(self, slots: Slots) -> Iterator[None]:
        slots.enter_directory()
        try:
            yield
        finally:
            slots.exit_directory()

    def create(self, slots: Slots, wanted: Row, zero: Callable[[Row, int], None]) -> Row:
        """Makes a region of zeros; of ``wanted`` the index, state and offset are not used.

        ``zero`` clears so many bytes at the start of the new region.

        Raises RegionExistsError, OutOfSpaceError.
        """
        wait = Deadline(_DROP_SECONDS)
        while True:
            with self._mutex(slots):
                rows = list(self.rows())
                self._refuse_taken(slots, wanted, rows)
                index = next((index for index, word in enumerate(self._states.tolist()) if word & 7 == 0), None)
                offset, room = self._place(rows, wanted)
                if index is not None and offset is not None:
                    row, dirty_to = self._reserve(slots, wanted, index, offset)
                    break
            self.reclaim(slots)
            pending = any(row.state.phase == layout.ROW_DROPPING for row in rows)
            if not pending or not wait.pause():
                raise OutOfSpaceError(
                    f"the file has no room for the region: name={wanted.name}, needed={wanted.byte_size},"
                    f" available={room}, rows={self._header.entry_count}, used rows={len(rows)};"
                    " drop regions, or create the file with a larger byteSize or more maxRegions")
        done = layout.ROW_FREE
        try:
            zero(row, max(0, min(dirty_to - row.offset, row.footprint)))
            done = layout.ROW_ACTIVE
        finally:
            self._change(index, row.state, done)
        return row._replace(state=self.state(index))

    def _change(self, index: int, seen: RowState, phase: int) -> None:
        """Moves a row on, unless another process has; the row then names no slot."""
        self._word(index).compare_and_set(seen.word(), RowState(phase, 0, seen.generation).word())

    def _refuse_taken(self, slots: Slots, wanted: Row, rows: List[Row]) -> None:
        for row in rows:
            dead = row.state.phase == layout.ROW_RESERVED and not slots.is_alive(row.state.slot)
            named = row.state.phase != layout.ROW_DROPPING and row.kind != layout.ENGINE and row.name == wanted.name
            if named and not dead:
                raise RegionExistsError(
                    f"the name is taken: region={row}; open it, drop it, or choose another name")

    def _place(self, rows: List[Row], wanted: Row) -> Tuple[Optional[int], int]:
        """Where the region fits, and the size of the largest that would."""
        header = self._header
        area = sorted((row.offset, row.offset + row.footprint) for row in rows if row.kind != layout.ENGINE)
        used = sum(row.byte_size for row in rows if row.kind != layout.ENGINE)
        quota = max(0, header.user_byte_size - used)
        reserve = quota - wanted.byte_size + 64 * (header.entry_count - len(area))
        found, largest, gap_start = None, 0, header.user_offset
        for gap_end, next_start in area + [(header.file_byte_size, header.file_byte_size)]:
            start = layout.round_up(gap_start, 64)
            largest = max(largest, gap_end - start)
            if found is None and wanted.byte_size <= quota and gap_end - start >= wanted.footprint:
                tail = gap_end == header.file_byte_size
                at_page = layout.round_up(start, _PAGE if wanted.byte_size >= _PAGED_FROM else 64)
                fits = gap_end - (reserve if tail else 0) - at_page >= wanted.footprint
                found = at_page if fits else start
            gap_start = next_start
        return found, min(largest, quota)

    def _reserve(self, slots: Slots, wanted: Row, index: int, offset: int) -> Tuple[Row, int]:
        """D1; the row, and up to where memory may hold old data."""
        free = self.state(index)
        reserved = RowState(layout.ROW_RESERVED, slots.own, free.generation + 1)
        row = wanted._replace(index=index, state=reserved, offset=offset)
        self._head.write(self._offset(index) + 8, bytes(8) + row.pack())
        mark = Word(self._head.address + layout.USER_MARK, 8, self._head)
        dirty_to = layout.offset_of_mark(mark.load())
        end = offset + row.footprint
        if end > dirty_to:
            mark.store(layout.mark_of(end))
        if not self._word(index).compare_and_set(free.word(), reserved.word()):
            raise FileFormatError(
                f"the directory is damaged: row={index}, a free row changed under the mutex;"
                " save what can be read to a new file")
        return row, dirty_to

    def reclaim(self, slots: Slots) -> None:
        """Frees the rows of dropped regions that no living process uses."""
        for index in self._used():
            state = self.state(index)
            if state.phase != layout.ROW_DROPPING:
                continue
            epoch = int.from_bytes(self._head.bytes(self._offset(index) + 8, 8), "little")
            if slots.acknowledged_by_all(epoch) and not is_locked(slots.descriptor, layout.VIEW_LOCKS + index):
                self._change(index, state, layout.ROW_FREE)

    def sweep(self, slots: Slots, dead: int) -> None:
        """Finishes or undoes what a dead process was doing to rows."""
        for index in self._used():
            state = self.state(index)
            if state.slot != dead:
                continue
            if state.phase == layout.ROW_RESERVED:
                self._change(index, state, layout.ROW_FREE)
            elif state.phase == layout.ROW_RETIRED:
                self._change(index, state, layout.ROW_ACTIVE)
            elif state.phase == layout.ROW_DROPPING:
                with self._mutex(slots):
                    newest = Word(self._head.address + layout.DROP_EPOCH, 8, self._head)
                    epoch = int.from_bytes(self._head.bytes(self._offset(index) + 8, 8), "little")
                    newest.store(max(epoch, newest.load()))

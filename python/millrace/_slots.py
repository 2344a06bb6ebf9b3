"""The slot of this process, and who else is alive."""

import os
import threading
import time
from typing import Callable, Iterator, NamedTuple

from . import _layout as layout
from ._atomic import Word
from ._errors import FileAccessError, TooManyProcessesError
from ._system import Deadline, Identity, Mapping, is_locked, try_lock, unlock

_ACKNOWLEDGED_FOR_EVER = (1 << 63) - 1
_WAIT_SECONDS = 10
_MUTEX_SECONDS = 30


class Process(NamedTuple):
    """A living process that is attached to the file."""

    slot: int
    pid: int
    name: str
    role: str


class Slots:
    """The slots of a file, as one attachment sees them.

    The descriptor carries the locks of this attachment and no mapping, so a forked child that
    closes it takes no part in them.
    """

    def __init__(self, head: Mapping, header: layout.Header, descriptor: int) -> None:
        self.descriptor = descriptor
        self.own = 0
        self._head = head
        self._header = header
        self._recovery = threading.RLock()
        self._mutex = threading.Lock()
        self._recovering = 0

    def _offset(self, slot: int) -> int:
        return self._header.slot_offset + (slot - 1) * layout.SLOT_BYTES

    def _word(self, slot: int, field: int) -> Word:
        return Word(self._head.address + self._offset(slot) + field, 8, self._head)

    def _phase(self, slot: int) -> int:
        return self._word(slot, 0).load() & 7

    def _set_phase(self, slot: int, phase: int) -> None:
        """Only for the holder of the byte of the slot."""
        word = self._word(slot, 0)
        joins = (word.load() >> 3) + (phase == layout.SLOT_JOINING)
        word.store(joins << 3 | phase)

    def in_use(self) -> Iterator[int]:
        """The numbers of the slots that are not free."""
        for slot in range(1, layout.SLOT_COUNT + 1):
            if self._phase(slot) != layout.SLOT_FREE:
                yield slot

    def join(self, name: str, is_named: Callable[[], bool], sweep: Callable[[int], int]) -> bool:
        """Takes a slot. False, with nothing taken, when the path no longer names the file.

        ``sweep`` is what ``recover`` needs; it also tidies up what a damaged file says of the new slot.
        """
        wait = Deadline(_WAIT_SECONDS)
        while not try_lock(self.descriptor, layout.LOCKS, exclusive=False):
            if not wait.pause():
                raise FileAccessError(
                    "another process is removing the file and does not go on:"
                    f" waited={_WAIT_SECONDS}s; resume it (SIGCONT) or end it")
        try:
            if not self._take():
                for slot in list(self.in_use()):
                    self.recover(slot, sweep)
                if not self._take():
                    raise TooManyProcessesError(
                        "all process slots are held by living processes:"
                        f" slots={layout.SLOT_COUNT}; end some")
            sweep(self.own)
            self._describe(name)
            if not is_named():
                self.leave()
                return False
            self._word(self.own, layout.DROP_ACKNOWLEDGED).store(_ACKNOWLEDGED_FOR_EVER)
            self._set_phase(self.own, layout.SLOT_LIVE)
            return True
        finally:
            unlock(self.descriptor, layout.LOCKS)

    def _take(self) -> bool:
        for slot in range(1, layout.SLOT_COUNT + 1):
            if self._phase(slot) == layout.SLOT_FREE and try_lock(self.descriptor, layout.LOCKS + slot, exclusive=True):
                if self._phase(slot) == layout.SLOT_FREE:
                    self.own = slot
                    return True
                unlock(self.descriptor, layout.LOCKS + slot)
        return False

    def _describe(self, name: str) -> None:
        identity = Identity.of_this_process()
        offset = self._offset(self.own)
        numbers = (identity.pid, identity.start_ticks, identity.pid_namespace, int(time.time() * 1000))
        self._word(self.own, layout.SWEEPERS).store(0)
        self._head.write(offset + 8, b"".join(number.to_bytes(8, "little") for number in numbers))
        self._head.write(offset + 56, layout.padded("user", 16) + layout.padded(name, 56))
        self._set_phase(self.own, layout.SLOT_JOINING)

    def need_sweeper(self, bits: int) -> None:
        """Marks what this process may leave behind, before it uses it."""
        word = self._word(self.own, layout.SWEEPERS)
        if word.load() & bits != bits:
            word.update(lambda seen: seen | bits)

    def sweepers(self, slot: int) -> int:
        """What the process of that slot may leave behind."""
        return self._word(slot, layout.SWEEPERS).load()

    def is_alive(self, slot: int) -> bool:
        """Whether a process holds the byte of the slot; not for the slot that this process recovers."""
        if slot == self.own:
            return True
        in_range = 1 <= slot <= layout.SLOT_COUNT and slot != self._recovering
        return in_range and is_locked(self.descriptor, layout.LOCKS + slot)

    def recover(self, dead: int, sweep: Callable[[int], int]) -> bool:
        """If the owner of the slot is dead, sweeps it, and frees it if nothing is left to sweep.

        ``sweep`` tells which bits of the sweepers are still missing. Whether the slot is free.
        """
        if dead == self.own or self._phase(dead) == layout.SLOT_FREE:
            return False
        with self._recovery:
            if self._recovering == dead or not try_lock(self.descriptor, layout.LOCKS + dead, exclusive=True):
                return False
            outer, self._recovering = self._recovering, dead
            try:
                if sweep(dead) == 0:
                    self._word(dead, layout.SWEEPERS).store(0)
                    self._set_phase(dead, layout.SLOT_FREE)
                return self._phase(dead) == layout.SLOT_FREE
            finally:
                self._recovering = outer
                unlock(self.descriptor, layout.LOCKS + dead)

    def acknowledged_by_all(self, epoch: int) -> bool:
        """Whether every living process has closed what was dropped up to ``epoch``."""
        return not any(
            self._phase(slot) == layout.SLOT_LIVE
            and self._word(slot, layout.DROP_ACKNOWLEDGED).load() < epoch
            and self.is_alive(slot)
            for slot in self.in_use())

    def living(self) -> Iterator[Process]:
        """The processes that are attached now."""
        for slot in self.in_use():
            if self._phase(slot) == layout.SLOT_LIVE and self.is_alive(slot):
                data = self._head.bytes(self._offset(slot), layout.SLOT_BYTES)
                yield Process(slot, int.from_bytes(data[8:16], "little"), layout.text(data[72:]),
                              layout.text(data[56:72]))

    def enter_directory(self) -> None:
        """Takes the mutex of the directory. Raises FileAccessError when its holder is stopped."""
        self._mutex.acquire()
        try:
            wait = Deadline(_MUTEX_SECONDS)
            while not try_lock(self.descriptor, layout.DIRECTORY_LOCK, exclusive=True):
                if not wait.pause():
                    raise FileAccessError(
                        "another process holds the directory and does not go on:"
                        f" waited={_MUTEX_SECONDS}s; resume it (SIGCONT) or end it")
        except BaseException:
            self._mutex.release()
            raise

    def exit_directory(self) -> None:
        """Releases the mutex of the directory."""
        try:
            unlock(self.descriptor, layout.DIRECTORY_LOCK)
        finally:
            self._mutex.release()

    def leave(self) -> None:
        """Gives the slot back."""
        self._set_phase(self.own, layout.SLOT_LEAVING)
        self._word(self.own, layout.SWEEPERS).store(0)
        self._set_phase(self.own, layout.SLOT_FREE)
        unlock(self.descriptor, layout.LOCKS + self.own)
        self.own = 0

    def close(self) -> None:
        """Closes the descriptor, so that the kernel releases every lock of this attachment."""
        os.close(self.descriptor)

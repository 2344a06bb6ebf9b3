"""The cells of a queue: which thread may write or read which of them.

The steps C1 to C8 and Q1 to Q3 are those of the page of the file format::

              C1 claim               C2 publish            C3 take
    EMPTY(k) ---------> WRITING(k,p) ---------> FULL(k) ---------> READING(k,c)
       ^                     | C4 p aborts         ^                |  |   |  ^
       |                     v    or is dead       +--- C5 c gives -+  |   +--+
       |  C7 any thread      |                      back or is dead    |  C8 pass: READING(k+N, c)
       +------------------ SKIP(k)                                     |
       +----------- EMPTY(k + N) <---------------------------- C6 ack -+
"""

import struct
import time
from typing import NamedTuple, Optional

import numpy as np

from . import _layout as layout
from ._atomic import Word
from ._errors import FileFormatError, MillraceError
from ._system import Mapping, futex_wait, futex_wake

EMPTY, WRITING, FULL, READING, SKIP = range(5)
_OWNER_MASK = (1 << 28) - 1
_THREAD = 1
_HEADER_BYTES, _MESSAGE = 640, 32
_CONSTANTS = struct.Struct("<QQIIQII64s")
_CONSTANT_BYTES = 128
_TAIL, _HEAD, _ARRIVALS, _CLOSED, _ROOM, _ACKS = 128, 256, 384, 388, 512, 516
_DESCRIPTION = struct.Struct("<QQIHH")
_MOST_ATTEMPTS = 0xFFFF
_MAX_WALK_CELLS = 64

NONE, BUSY = -1, -2


def int32(value: int) -> int:
    """The low 32 bits as a signed number: turns wrap."""
    return (value + (1 << 31) & 0xFFFFFFFF) - (1 << 31)


def cell_word(turn: int, state: int, owner: int) -> int:
    """A word of a cell; the owner is 0 for none."""
    return (turn & 0xFFFFFFFF) << 32 | state << 28 | owner


def turn_of(word: int) -> int:
    """The turn in a word."""
    return word >> 32


def state_of(word: int) -> int:
    """The state in a word."""
    return word >> 28 & 7


def owner_of(word: int) -> int:
    """The owner in a word."""
    return word & _OWNER_MASK


def slot_of(word: int) -> int:
    """The slot of the owner in a word."""
    return word >> 18 & 0x3FF


def owner_bits(slot: int) -> int:
    """The owner bits of this process. All its threads share a number: no two claim the same cell."""
    return slot << 18 | _THREAD


class EventCount:
    """A word on which threads sleep until a condition that stands elsewhere may hold."""

    def __init__(self, mapping: Mapping, offset: int) -> None:
        self._word = Word(mapping.address + offset, 4, mapping)

    def announce(self) -> int:
        """Says that the caller is about to sleep. Call it, look, then sleep on its result."""
        return self._word.update(lambda seen: seen | 1)

    def sleep(self, announced: int, seconds: float) -> bool:
        """Sleeps while the word is as announced; whether it changed."""
        if self._word.load() == announced:
            futex_wait(self._word.address, announced, seconds)
        return self._word.load() != announced

    def wake(self, count: int) -> None:
        """Wakes up to ``count`` threads if any may sleep, after a compare-and-set or an atomic store."""
        seen = self._word.load()
        while seen & 1:
            if self._word.compare_and_set(seen, (seen + 2 & 0xFFFFFFFF) & ~1):
                futex_wake(self._word.address, count)
                return
            seen = self._word.load()


ALL = (1 << 31) - 1


class Constants(NamedTuple):
    """What the creator of a queue chose."""

    capacity: int
    max_message_byte_size: int
    max_deliveries: int
    waiting: int
    dead_letter_generation: int
    dead_letter_row: int
    crc: int
    codec: bytes


class Ring:
    """The cells of one queue; holds no state of its own."""

    def __init__(self, name: str, mapping: Mapping) -> None:
        self.name = name
        self.memory = mapping
        data = mapping.bytes(0, _CONSTANT_BYTES) if mapping.byte_size >= _HEADER_BYTES else b""
        if not data or layout.crc32c(data, (36, 40)) != _CONSTANTS.unpack_from(data)[6]:
            raise self._damaged("its checksum is wrong")
        self.constants = Constants(*_CONSTANTS.unpack_from(data))
        self.capacity = self.constants.capacity
        self.stride = layout.round_up(_MESSAGE + self.constants.max_message_byte_size, 64)
        if self.capacity < 1 or mapping.byte_size != _HEADER_BYTES + self.capacity * self.stride:
            raise self._damaged("its numbers do not fit its size")
        self.codec = layout.text(self.constants.codec)
        self.arrivals = EventCount(mapping, _ARRIVALS)
        self.room = EventCount(mapping, _ROOM)
        self.acks = EventCount(mapping, _ACKS)
        self._tail = Word(mapping.address + _TAIL, 8, mapping)
        self._head = Word(mapping.address + _HEAD, 8, mapping)
        self._closed = Word(mapping.address + _CLOSED, 4, mapping)
        self._most_steps = 4 * self.capacity + (1 << 16)
        cells = mapping.array(np.dtype("u1"), (mapping.byte_size,))[_HEADER_BYTES:]
        self._words = cells.reshape(self.capacity, self.stride)[:, :8].view("<u8")[:, 0]

    def _damaged(self, what: str) -> FileFormatError:
        return FileFormatError(f"the queue is damaged: queue={self.name}, {what}; drop it and make it anew")

    def _offset(self, index: int) -> int:
        return _HEADER_BYTES + index * self.stride

    def word(self, index: int) -> Word:
        """The word of the cell with that index."""
        return Word(self.memory.address + self._offset(index), 8, self.memory)

    def _at(self, position: int) -> Word:
        return self.word(position % self.capacity)

    def _turn(self, position: int) -> int:
        return position // self.capacity & 0xFFFFFFFF

    def position(self, index: int, word: int) -> int:
        """The position in which a cell is used, from its word."""
        lap = self.tail() // self.capacity
        return (lap - int32(lap - turn_of(word))) * self.capacity + index

    def tail(self) -> int:
        """The next position to be claimed, or a little less."""
        return self._tail.load()

    def head(self) -> int:
        """Where consumers begin to look."""
        return self._head.load()

    def is_closed(self) -> bool:
        """Whether the queue is closed to producers."""
        return self._closed.load() != 0

    def close(self) -> None:
        """Closes the queue to producers, for good."""
        self._closed.store(1)
        self.wake_all()

    def wake_all(self) -> None:
        """Wakes all threads that wait for anything in this queue."""
        for count in (self.arrivals, self.room, self.acks):
            count.wake(ALL)

    # Producers.

    def claim(self, owner: int) -> int:
        """Claims the next position; NONE when there is no room."""
        position = self.tail()
        for _ in range(self._most_steps):
            cell = self._at(position)
            word = cell.load()
            ahead = int32(turn_of(word) - self._turn(position))
            if ahead == 0 and state_of(word) == EMPTY:
                if cell.compare_and_set(word, cell_word(turn_of(word), WRITING, owner)):  # C1
                    self._tail.compare_and_set(position, position + 1)  # Q1
                    return position
            elif ahead >= 0:  # claimed by a producer that has not moved the tail yet
                self._tail.compare_and_set(position, position + 1)  # Q1
                position = self.tail()
            elif not self._make_room(position, cell, word):
                if self.tail() == position:
                    return NONE
                position = self.tail()
        raise self._damaged(f"tail={position}")

    def _make_room(self, position: int, cell: Word, word: int) -> bool:
        """Tries to free or pass a cell of the lap before; False when its message still waits."""
        turn, state = turn_of(word), state_of(word)
        if turn != self._turn(position - self.capacity) or state not in (SKIP, READING, FULL, WRITING):
            raise self._damaged(f"tail={position}, word={word:#x}")
        if state == SKIP:
            cell.compare_and_set(word, cell_word(turn + 1, EMPTY, 0))  # C7
        elif state == READING:
            if position - self.head() >= 2 * self.capacity:  # nothing but un-acked messages
                return False
            if cell.compare_and_set(word, cell_word(turn + 1, READING, owner_of(word))):  # C8
                self._tail.compare_and_set(position, position + 1)  # Q1
        else:
            return False
        return True

    def write(self, position: int, message: bytes) -> None:
        """Writes the message of a claimed position."""
        offset = self._offset(position % self.capacity)
        self.memory.write(offset + _MESSAGE, message)
        self.memory.write(offset + 8, _DESCRIPTION.pack(position, int(time.time() * 1000), len(message), 0, 0))

    def publish(self, position: int, owner: int) -> None:
        """Lets consumers take the message of a claimed position."""
        self._finish_writing(position, owner, FULL)  # C2
        self.arrivals.wake(1)

    def abort(self, position: int, owner: int) -> None:
        """Gives a claimed position up."""
        self._finish_writing(position, owner, SKIP)  # C4
        self.arrivals.wake(1)
        self.room.wake(1)

    def _finish_writing(self, position: int, owner: int, state: int) -> None:
        turn = self._turn(position)
        if not self._at(position).compare_and_set(cell_word(turn, WRITING, owner), cell_word(turn, state, 0)):
            raise MillraceError(
                f"the claim was given up: queue={self.name}, position={position}; put the message again")

    # Consumers.

    def take(self, owner: int) -> int:
        """Takes the first message that waits; NONE, or BUSY when the next one is being written."""
        start = position = self.head()
        passed = NONE
        for step in range(self._most_steps):
            cell = self._at(position)
            word = cell.load()
            ahead, state = int32(turn_of(word) - self._turn(position)), state_of(word)
            if ahead > 0:
                far = step >= _MAX_WALK_CELLS
                position = max(position + 1, self.tail() - self.capacity) if far else position + 1
            elif ahead == 0 and state == FULL:
                if cell.compare_and_set(word, cell_word(turn_of(word), READING, owner)):  # C3
                    self._move_head(start, position + 1, passed)
                    return position
            elif ahead == 0 and state == SKIP:
                cell.compare_and_set(word, cell_word(turn_of(word) + 1, EMPTY, 0))  # C7
            elif ahead == 0 and state == READING:
                passed = position if passed == NONE else passed
                position += 1
            else:
                self._move_head(start, position, passed)
                return self._end_of_walk(position, ahead, state)
        raise self._damaged(f"head={start}")

    def _end_of_walk(self, position: int, ahead: int, state: int) -> int:
        if ahead == 0 and state == WRITING:
            return BUSY
        if ahead < -1 or ahead == 0 and state != EMPTY:
            raise self._damaged(f"head={position}, state={state}, laps={ahead}")
        return NONE

    def _move_head(self, start: int, end: int, passed: int) -> None:
        """Moves the head over cells that were looked at; ``passed``: the first of them that is un-acked."""
        if start == end or not self._head.compare_and_set(start, end) or passed == NONE:  # Q2
            return
        for position in range(max(passed, end - self.capacity), end):
            if self._at(position).load() == cell_word(self._turn(position), FULL, 0):
                self.pull_head(position)
                return

    def pull_head(self, position: int) -> None:
        """Moves the head back."""
        head = self.head()
        while head > position and not self._head.compare_and_set(head, position):  # Q3
            head = self.head()

    def pull_head_to(self, index: int, word: int) -> None:
        """Moves the head back to a message of the last lap that waits."""
        position = self.position(index, word)
        if position >= max(0, self.tail() - self.capacity):
            self.pull_head(position)

    def free(self, position: int, owner: int) -> None:
        """Acknowledges a taken message."""
        self._finish_reading(position, owner, EMPTY)  # C6
        self.room.wake(1)
        self.acks.wake(ALL)

    def give_back(self, position: int, owner: int) -> None:
        """Gives a taken message back, to be taken again."""
        self.pull_head(self._finish_reading(position, owner, FULL))  # C5
        self.arrivals.wake(1)

    def _finish_reading(self, position: int, owner: int, state: int) -> int:
        """The position in which the message stood last: C8 may have moved it."""
        cell = self._at(position)
        while True:
            word = cell.load()
            turn = turn_of(word)
            laps = int32(turn - self._turn(position))
            if state_of(word) != READING or owner_of(word) != owner or laps < 0:
                raise MillraceError(
                    f"the message is no longer taken by this process: queue={self.name}, position={position};"
                    " take it again")
            if cell.compare_and_set(word, cell_word(turn + (state == EMPTY), state, 0)):
                return position + laps * self.capacity

    def message(self, position: int) -> bytes:
        """A copy of the message of a taken position."""
        size = self._description(position)[2]
        if size > self.constants.max_message_byte_size:
            raise self._damaged(f"position={position}, byteSize={size}")
        return self.memory.bytes(self._offset(position % self.capacity) + _MESSAGE, size)

    def _description(self, position: int) -> tuple:
        return _DESCRIPTION.unpack(self.memory.bytes(self._offset(position % self.capacity) + 8, _DESCRIPTION.size))

    def sequence(self, position: int) -> int:
        """The number of the message of a taken position."""
        return self._description(position)[0]

    def attempts(self, position: int) -> int:
        """How often the message of a taken position was handed out."""
        return self._description(position)[3]

    def count_attempt(self, position: int) -> None:
        """Counts one more delivery of a taken message."""
        attempts = min(self.attempts(position) + 1, _MOST_ATTEMPTS)
        self.memory.write(self._offset(position % self.capacity) + 28, attempts.to_bytes(2, "little"))

    def begin_move(self, position: int, target: int) -> None:
        """Says that a taken message moves to that position of the queue for dead letters."""
        offset = self._offset(position % self.capacity)
        self.memory.write(offset + 8, target.to_bytes(8, "little"))
        Word(self.memory.address + offset + 28, 4, self.memory).update(lambda seen: seen & 0xFFFF | 1 << 16)

    # Recovery.

    def finish_moves(self, dead: int, target: Optional["Ring"]) -> None:
        """Finishes the moves of a dead process to the queue for dead letters."""
        for index in self._owned(dead, READING):
            word = self.word(index).load()
            description = self._description(index)
            if slot_of(word) != dead or state_of(word) != READING or description[4] == 0:
                continue
            if target is not None:
                target.publish_for(dead, description[0])
            self.free(self.position(index, word), owner_of(word))

    def publish_for(self, dead: int, position: int) -> None:
        """Publishes a message that a dead process had written completely."""
        cell = self._at(position)
        word = cell.load()
        if word == cell_word(self._turn(position), WRITING, owner_of(word)) and slot_of(word) == dead:
            cell.compare_and_set(word, cell_word(turn_of(word), FULL, 0))  # C2

    def sweep(self, dead: int) -> None:
        """Gives up what a process was writing, gives back what it had taken, and corrects the head."""
        self.abandon(dead)
        for index in self._owned(dead, READING):
            cell = self.word(index)
            word = cell.load()
            while slot_of(word) == dead and state_of(word) == READING:
                cell.compare_and_set(word, cell_word(turn_of(word), FULL, 0))  # C5
                word = cell.load()
        self.pull_head_to_waiting()
        self.wake_all()

    def abandon(self, slot: int) -> None:
        """Gives up what a process was writing: it is dead, or none of its threads is writing."""
        for index in self._owned(slot, WRITING):
            cell = self.word(index)
            word = cell.load()
            if slot_of(word) == slot and state_of(word) == WRITING:
                cell.compare_and_set(word, cell_word(turn_of(word), SKIP, 0))  # C4
        self.arrivals.wake(1)
        self.room.wake(1)

    def pull_head_to_waiting(self) -> None:
        """Moves the head back to the first message that waits, if it is behind it."""
        for index in self._in_state(FULL):
            word = self.word(index).load()
            if state_of(word) == FULL:
                self.pull_head_to(index, word)

    def _in_state(self, state: int) -> list:
        return np.flatnonzero(self._words >> np.uint64(28) & np.uint64(7) == state).tolist()

    def _owned(self, slot: int, state: int) -> list:
        return [index for index in self._in_state(state) if slot_of(int(self._words[index])) == slot]

    def owners(self) -> set:
        """The slots that own cells now."""
        return {slot_of(int(self._words[index])) for state in (WRITING, READING) for index in self._in_state(state)}

    def waiting(self) -> int:
        """How many messages wait now."""
        return len(self._in_state(FULL))

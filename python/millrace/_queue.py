"""Queues of messages between all processes, JVMs included."""

import queue as standard
from typing import Any, Callable, ContextManager, List, Optional, Set, Tuple

from ._codec import codec_of
from ._errors import MessageTooLargeError, MillraceError, QueueClosedError
from ._ring import BUSY, NONE, EventCount, Ring
from ._system import Deadline


class Peer:
    """What a queue needs of the memory it lies in."""

    owner: int

    def using(self) -> ContextManager[None]:
        """Keeps the memory open meanwhile. Raises when the region was dropped or the memory closed."""
        raise NotImplementedError

    def look_after(self, slots: Set[int]) -> None:
        """Recovers those of the slots whose processes are dead."""
        raise NotImplementedError

    def dead_letters(self) -> Optional[Ring]:
        """The queue for dead letters; None when there is none."""
        raise NotImplementedError


class Delivery:
    """A message that stays un-acked until ``ack``; ``release`` gives it back.

    If this process dies first, the message is delivered to another one.
    """

    def __init__(self, queue: "Queue", position: int, value: Any) -> None:
        self.value = value
        self.sequence = queue._ring.sequence(position)
        self.attempts = queue._ring.attempts(position)
        self._queue: Optional["Queue"] = queue
        self._position = position

    def ack(self) -> None:
        """Ends it for good."""
        queue = self._end()
        with queue._peer.using():
            queue._ring.free(self._position, queue._peer.owner)

    def release(self) -> None:
        """Gives the message back, to be delivered again."""
        queue = self._end()
        with queue._peer.using():
            queue._release(self._position)

    def _end(self) -> "Queue":
        if self._queue is None:
            raise MillraceError(f"the delivery was ended before: sequence={self.sequence}; take the next one")
        queue, self._queue = self._queue, None
        return queue

    def __enter__(self) -> Any:
        return self.value

    def __exit__(self, failure: Any, *_: Any) -> None:
        if self._queue is not None:
            self.ack() if failure is None else self.release()


class Queue:
    """A bounded queue of the file, used as a ``queue.Queue`` is: many producers, many consumers.

    Messages are ``bytes``, ``str``, or arrays of float64 or int64, as the codec of the queue says:
    ``bytes``, ``utf8``, ``doubles`` or ``longs``. All threads may make all calls. A process that
    dies during ``put`` loses that message; one that dies with a delivery loses nothing.
    """

    def __init__(self, cells: Ring, peer: Peer) -> None:
        self.name = cells.name
        self.codec = cells.codec
        self.capacity = cells.capacity
        self.max_message_byte_size = cells.constants.max_message_byte_size
        self._codec = codec_of(cells.name, cells.codec)
        self._ring = cells
        self._peer = peer

    def put(self, value: Any, timeout: Optional[float] = None) -> None:
        """Puts a message in; waits for room.

        Raises queue.Full when there is none within ``timeout`` seconds, QueueClosedError,
        MessageTooLargeError, NotTransportableError, RegionDroppedError.
        """
        message = self._codec.encode(value)
        if len(message) > self.max_message_byte_size:
            raise MessageTooLargeError(
                f"the message does not fit: queue={self.name}, needed={len(message)},"
                f" largest={self.max_message_byte_size}; make the queue with room for larger ones,"
                " or put the data into an array")
        if self._await(lambda: self._try_put(message), self._ring.room, timeout) is None:
            raise standard.Full(f"no room: queue={self.name}, capacity={self.capacity}, timeout={timeout}")

    def _try_put(self, message: bytes) -> Optional[bool]:
        owner = self._peer.owner
        if self._ring.is_closed():
            raise self._closed()
        position = self._ring.claim(owner)
        if position < 0:
            return None
        try:
            if self._ring.is_closed():  # closed in between: consumers do not wait for this one
                raise self._closed()
            self._ring.write(position, message)
        except BaseException:
            self._ring.abort(position, owner)
            raise
        self._ring.publish(position, owner)
        return True

    def get(self, timeout: Optional[float] = None) -> Any:
        """Takes a message; waits for one. At most once: if this process dies after that, it is lost.

        Raises queue.Empty when none comes within ``timeout`` seconds, QueueClosedError when the
        queue is closed and empty, RegionDroppedError.
        """
        return self._wait_for(self._try_get, timeout)

    def _try_get(self) -> Any:
        position = self._take()
        if position < 0:
            return None
        try:
            value = self._codec.decode(self._ring.message(position))
        except BaseException:
            if self._peer.dead_letters() is None:  # else it would be the first one for ever
                self._ring.free(position, self._peer.owner)
            else:
                self._release(position)
            raise
        self._ring.free(position, self._peer.owner)
        return value

    def take_delivery(self, timeout: Optional[float] = None) -> Delivery:
        """Takes a message that stays un-acked until the delivery is ended; at least once. Raises as ``get``."""
        return self._wait_for(self._try_deliver, timeout)

    def _try_deliver(self) -> Optional[Delivery]:
        position = self._take()
        if position < 0:
            return None
        try:
            return Delivery(self, position, self._codec.decode(self._ring.message(position)))
        except BaseException:
            self._release(position)
            raise

    def process(self, consumer: Callable[[Any], Any], timeout: Optional[float] = None) -> None:
        """Hands a message to ``consumer``, and acks it when that returns; if it raises, gives it back.

        Raises as ``get``.
        """
        with self.take_delivery(timeout) as value:
            consumer(value)

    def get_nowait(self) -> Any:
        """Takes a message that waits now, or raises queue.Empty."""
        return self.get(0)

    def put_nowait(self, value: Any) -> None:
        """Puts a message in if there is room now, or raises queue.Full."""
        self.put(value, 0)

    def qsize(self) -> int:
        """How many messages wait now."""
        with self._peer.using():
            return self._ring.waiting()

    def close(self) -> None:
        """Lets no process put messages in any more; what is in the queue can be taken."""
        with self._peer.using():
            self._ring.close()

    def _closed(self) -> QueueClosedError:
        return QueueClosedError(
            f"the queue is closed: queue={self.name}; nothing can be put in any more, and what was in is taken")

    def _wait_for(self, take: Callable[[], Any], timeout: Optional[float]) -> Any:
        found = self._await(take, self._ring.arrivals, timeout)
        if found is None:
            raise standard.Empty(f"no message: queue={self.name}, timeout={timeout}")
        return found

    def _take(self) -> int:
        """The position of a taken message; NONE or BUSY."""
        owner = self._peer.owner
        closed = self._ring.is_closed()
        position = self._ring.take(owner)
        while position >= 0 and self._is_dead_letter(position):
            if not self._move(position):
                self._ring.give_back(position, owner)
                return BUSY
            position = self._ring.take(owner)
        if position >= 0:
            self._ring.count_attempt(position)
        elif position == NONE and closed:
            raise self._closed()
        return position

    def _is_dead_letter(self, position: int) -> bool:
        constants = self._ring.constants
        due = constants.dead_letter_row != 0 and self._ring.attempts(position) >= constants.max_deliveries
        return due and self._peer.dead_letters() is not None

    def _move(self, position: int) -> bool:
        """Moves a taken message to the queue for dead letters, once whatever process dies; False: no room there."""
        target, owner = self._peer.dead_letters(), self._peer.owner
        if target is None or target.is_closed():
            return False
        place = target.claim(owner)
        if place < 0:
            return False
        target.write(place, self._ring.message(position))
        self._ring.begin_move(position, place)
        target.publish(place, owner)
        self._ring.free(position, owner)
        return True

    def _release(self, position: int) -> None:
        if not self._is_dead_letter(position) or not self._move(position):
            self._ring.give_back(position, self._peer.owner)

    def _await(self, step: Callable[[], Any], sleepers: EventCount, timeout: Optional[float]) -> Any:
        """The result of the first step that has one; None when the time is over first."""
        deadline = Deadline(timeout)
        found = self._look(step)
        if found is not None or deadline.left() == 0:
            return found
        try:
            while True:
                announced = sleepers.announce()
                found = self._look(step)
                left = deadline.left()
                if found is not None or left == 0:
                    return found
                if not sleepers.sleep(announced, left):
                    self._peer.look_after(self._ring.owners())
                    self._ring.pull_head_to_waiting()
        finally:
            sleepers.wake(1)  # the wake that ended this wait may have been another sleeper's

    def _look(self, step: Callable[[], Any]) -> Any:
        with self._peer.using():
            return step()


def with_dead_letters(rings: List[Ring], rows: List[Tuple[int, int]]) -> List[Tuple[Ring, Optional[Ring]]]:
    """Each ring with the one for its dead letters, or None; ``rows`` are the rows and generations of the rings."""
    by_row = dict(zip(rows, rings))
    return [(cells, by_row.get((cells.constants.dead_letter_row - 1, cells.constants.dead_letter_generation)))
            for cells in rings]

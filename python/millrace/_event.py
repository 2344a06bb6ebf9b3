"""Events: set or not, waited for in any process."""

from typing import Callable, Optional

from ._atomic import Word
from ._system import Deadline, Mapping, futex_wait, futex_wake

_EPOCH = (1 << 30) - 1
_SET, _WAITERS = 1 << 30, 1 << 31
_ALL = (1 << 31) - 1


class Event:
    """An event of the file, used as a ``threading.Event`` is. Nobody owns it, so no death harms it."""

    def __init__(self, name: str, mapping: Mapping, check: Callable[[], None]) -> None:
        self.name = name
        self._word = Word(mapping.address, 4, mapping)
        self._check = check

    def is_set(self) -> bool:
        """Whether it is set now."""
        self._check()
        return self._word.load() & _SET != 0

    def set(self) -> None:
        """Sets it, and wakes all that wait in any process; they see what was written before."""
        self._check()
        seen = self._word.load()
        while seen & _SET == 0:
            if self._word.compare_and_set(seen, seen + 1 & _EPOCH | _SET):  # E1
                if seen & _WAITERS:
                    futex_wake(self._word.address, _ALL)
                return
            seen = self._word.load()

    def clear(self) -> None:
        """Makes later waits sleep again."""
        self._check()
        seen = self._word.load()
        while seen & _SET and not self._word.compare_and_set(seen, seen & ~_SET):  # E3
            seen = self._word.load()

    def wait(self, timeout: Optional[float] = None) -> bool:
        """Waits until it is set, or was set since the call began; False when ``timeout`` seconds pass first.

        Raises RegionDroppedError within 50 ms when another process drops it.
        """
        self._check()
        deadline = Deadline(timeout)
        seen = self._word.load()
        epoch = seen & _EPOCH
        while seen & _SET == 0 and seen & _EPOCH == epoch:
            left = deadline.left()
            if left == 0:
                return False
            waited = seen | _WAITERS
            if seen == waited or self._word.compare_and_set(seen, waited):  # E2
                futex_wait(self._word.address, waited, left)
                self._check()
            seen = self._word.load()
        return True

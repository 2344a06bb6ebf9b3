"""Single numbers."""

from typing import Union

import numpy as np

from ._atomic import Word, whole
from ._errors import ReadOnlyError
from ._system import Mapping

Number = Union[int, float]


class Value:
    """One number of the file. Loads and stores are atomic."""

    def __init__(self, name: str, mapping: Mapping, dtype: np.dtype) -> None:
        self.name = name
        self.dtype = dtype
        self._array = mapping.array(dtype, (1,))
        self._mapping = mapping

    @property
    def value(self) -> Number:
        """The number as it is now."""
        return self._array[0].item()

    @value.setter
    def value(self, number: Number) -> None:
        self._require_writable()
        self._array[0] = number

    def add(self, delta: int) -> int:
        """Adds to an integer of 4 or 8 bytes, atomically among all processes; returns the new number.

        It wraps as Java's does. Raises TypeError for other types.
        """
        change = whole(delta, f"value={self.name}, delta")
        return self._signed(self._word().update(lambda seen: seen + change))

    def compare_and_set(self, expected: int, number: int) -> bool:
        """Sets an integer of 4 or 8 bytes if it is ``expected``, atomically among all processes; whether it was."""
        word = self._word()
        mask = (1 << 8 * self.dtype.itemsize) - 1
        before = whole(expected, f"value={self.name}, expected")
        after = whole(number, f"value={self.name}, number")
        return word.compare_and_set(before & mask, after & mask)

    def _word(self) -> Word:
        if self.dtype.kind != "i" or self.dtype.itemsize < 4:
            raise TypeError(f"no atomic update of this type: value={self.name}, type={self.dtype}; use int32 or int64")
        self._require_writable()
        return Word(self._mapping.address, self.dtype.itemsize, self._mapping)

    def _require_writable(self) -> None:
        if not self._array.flags.writeable:
            raise ReadOnlyError(f"the memory was attached read-only: value={self.name}; attach it to write")

    def _signed(self, word: int) -> int:
        bits = 8 * self.dtype.itemsize
        return word - (1 << bits) if word >> bits - 1 else word

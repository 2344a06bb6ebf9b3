"""The codecs of messages that Python reads and writes: the bytes, the text or the numbers, and nothing else."""

from typing import Any, Callable, Dict, NamedTuple

import numpy as np

from ._errors import FileFormatError, NotTransportableError, WrongRegionTypeError


class Codec(NamedTuple):
    """How values stand in messages."""

    name: str
    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]


def _encode_bytes(value: Any) -> bytes:
    try:
        return bytes(memoryview(value).cast("B"))
    except TypeError as wrong:
        raise _refused("bytes", value, "give bytes, or an object with a contiguous buffer") from wrong


def _encode_utf8(value: Any) -> bytes:
    if not isinstance(value, str):
        raise _refused("utf8", value, "give a str")
    try:
        return value.encode("utf-8")
    except UnicodeEncodeError as lone:
        raise _refused("utf8", value, "half a surrogate pair has no UTF-8") from lone


def _decode_utf8(message: bytes) -> str:
    try:
        return message.decode("utf-8")
    except UnicodeDecodeError as malformed:
        raise _damaged("utf8", message) from malformed


def _numbers(name: str, dtype: str) -> Codec:
    def encode(value: Any) -> bytes:
        array = np.asarray(value)
        if array.ndim != 1 or array.size > 0 and not np.can_cast(array.dtype, dtype, "same_kind"):
            raise _refused(name, value, f"give a sequence of numbers that fit {dtype}")
        converted = array.astype(dtype)
        if converted.dtype.kind == "i" and array.size > 0 and not np.array_equal(converted, array):
            raise _refused(name, value, f"give a sequence of numbers that fit {dtype}")
        return converted.tobytes()

    def decode(message: bytes) -> np.ndarray:
        if len(message) % 8 != 0:
            raise _damaged(name, message)
        return np.frombuffer(message, dtype).copy()

    return Codec(name, encode, decode)


def _refused(name: str, value: Any, remedy: str) -> NotTransportableError:
    return NotTransportableError(
        f"the codec cannot write the value: codec={name}, type={type(value).__name__}; {remedy}")


def _damaged(name: str, message: bytes) -> FileFormatError:
    return FileFormatError(f"the message is not one that the codec wrote: codec={name}, byteSize={len(message)};"
                           " see that all sides use the same codec")


CODECS: Dict[str, Codec] = {
    "bytes": Codec("bytes", _encode_bytes, lambda message: message),
    "utf8": Codec("utf8", _encode_utf8, _decode_utf8),
    "doubles": _numbers("doubles", "<f8"),
    "longs": _numbers("longs", "<i8"),
}


def codec_of(queue: str, name: str) -> Codec:
    """The codec of that name. Raises WrongRegionTypeError for one that only JVMs have."""
    if name not in CODECS:
        raise WrongRegionTypeError(
            f"Python has no such codec: queue={queue}, codec={name};"
            f" let the queue be made with one of {', '.join(CODECS)}")
    return CODECS[name]

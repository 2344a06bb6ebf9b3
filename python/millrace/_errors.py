"""The exceptions of this package: each message tells what happened, the values, and the remedy."""


class MillraceError(Exception):
    """Base of all exceptions of this package."""


class UnsupportedPlatformError(MillraceError):
    """The system or the processor is another one, or it allows no machine code."""


class FileAccessError(MillraceError):
    """The system refuses the file, or the file is one that must not be trusted."""


class FileFormatError(MillraceError):
    """The file, or a region in it, is damaged or of another version."""


class TooManyProcessesError(MillraceError):
    """All process slots of the file are held by living processes."""


class NoSuchRegionError(MillraceError):
    """The file has no region of that name."""


class WrongRegionTypeError(MillraceError):
    """The region of that name is of another kind, type, record or codec."""


class RegionExistsError(MillraceError):
    """The name is taken by another region of the file."""


class RegionDroppedError(MillraceError):
    """The region was dropped by another process."""


class OutOfSpaceError(MillraceError):
    """The file has no room for what was asked."""


class ReadOnlyError(MillraceError):
    """The file was attached read-only."""


class QueueClosedError(MillraceError):
    """The queue was closed and, for takers, drained."""


class MessageTooLargeError(MillraceError):
    """The message does not fit into the space given to one message."""


class NotTransportableError(MillraceError):
    """The value cannot be written by the codec of the queue."""


class MemoryClosedError(MillraceError):
    """The memory was closed, or belongs to the parent of this forked process."""

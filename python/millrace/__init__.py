"""Arrays, values, structs, counters, events and queues of a Millrace file, in place, beside the JVMs that use it.

>>> import millrace
>>> with millrace.attach("/dev/shm/prices.mill") as memory:   # doctest: +SKIP
...     memory.array("prices")[:] *= 2
...     memory.event("doubled").set()
"""

from ._counter import Counter
from ._errors import (FileAccessError, FileFormatError, MemoryClosedError, MessageTooLargeError, MillraceError,
                      NoSuchRegionError, NotTransportableError, OutOfSpaceError, QueueClosedError, ReadOnlyError,
                      RegionDroppedError, RegionExistsError, TooManyProcessesError, UnsupportedPlatformError,
                      WrongRegionTypeError)
from ._event import Event
from ._layout import record
from ._memory import Region, SharedMemory, attach
from ._queue import Delivery, Queue
from ._slots import Process
from ._value import Value

__all__ = [
    "Counter", "Delivery", "Event", "FileAccessError", "FileFormatError", "MemoryClosedError",
    "MessageTooLargeError", "MillraceError", "NoSuchRegionError", "NotTransportableError", "OutOfSpaceError",
    "Process", "Queue", "QueueClosedError", "ReadOnlyError", "Region", "RegionDroppedError", "RegionExistsError",
    "SharedMemory", "TooManyProcessesError", "UnsupportedPlatformError", "Value", "WrongRegionTypeError", "attach",
    "record",
]

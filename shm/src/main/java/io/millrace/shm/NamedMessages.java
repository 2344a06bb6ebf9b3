package io.millrace.shm;

/// From names to what carries messages. As `NamedRegions`: `newX` makes, `x` opens, `openOrNewX`
/// does whichever is needed.
public abstract sealed class NamedMessages extends NamedWaits permits SharedMemory {
    NamedMessages() {}
}

package io.millrace.shm;

/// From names to what processes wait on. As `NamedRegions`: `newX` makes, `x` opens, `openOrNewX`
/// does whichever is needed.
public abstract sealed class NamedWaits extends NamedRegions permits NamedMessages {
    NamedWaits() {}
}

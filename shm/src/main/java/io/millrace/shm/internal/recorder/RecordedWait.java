package io.millrace.shm.internal.recorder;

import io.millrace.shm.RegionKind;
import org.jspecify.annotations.Nullable;

/// One wait of a thread, as the Flight Recorder sees it. A loop that sleeps in slices begins it before each slice,
/// and the first call counts, so a recording that is started meanwhile has the rest of the wait:
///
/// ```java
/// RecordedWait wait = RecordedWait.NONE;
/// try {
///     while (!isThere() && !deadline.isOver()) {
///         wait = wait.begun(WaitedFor.EVENT, region.name(), region.kind());
///         sleepOneSlice();
///     }
///     return wait.ended(isThere());
/// } finally {
///     wait.close();
/// }
/// ```
public interface RecordedWait {
    /// A wait that nobody records.
    RecordedWait NONE = new RecordedWait() {};

    /// This wait; if it is [#NONE] and the recorder runs, a new one that begins now.
    ///
    /// @param region its name; empty for a wait for several things
    /// @param kind of the region; null for a wait for several things
    default RecordedWait begun(WaitedFor what, String region, @Nullable RegionKind kind) {
        return FlightRecording.isOn() ? WaitEvent.begin(what, region, kind) : this;
    }

    /// Says which process had what the thread waits for, when the wait began.
    default void heldBy(long pid) {}

    /// Says how the wait ends; gives `reached` back.
    ///
    /// @param reached false when the time was over first
    default boolean ended(boolean reached) {
        return reached;
    }

    /// Says that the wait ends with a lock whose owner died.
    default void ownerDied() {}

    /// Ends the wait. One that said nothing before was ended by an exception: an interrupt, the death of a peer, a
    /// memory that was closed.
    default void close() {}
}

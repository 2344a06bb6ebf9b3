package io.millrace.shm;

/// What a region holds.
public enum RegionKind {
    /// Elements of one type, with a shape.
    ARRAY,
    /// One element.
    VALUE,
    /// Records of primitive components in C layout.
    STRUCT,
    /// Plain bytes, for messages and foreign views.
    BYTES,
    /// Bookkeeping of the engine; lives in the engine's own area and is hidden from users.
    ENGINE,
    /// The word of a `SharedLock`.
    LOCK,
    /// The words of a `SharedReadWriteLock`.
    READ_WRITE_LOCK,
    /// The word of a `SharedCondition`.
    CONDITION,
    /// The words of a `SharedSemaphore`.
    SEMAPHORE,
    /// The word of a `SharedEvent`.
    EVENT,
    /// The words of a `SharedBarrier`.
    BARRIER,
    /// The cells of a `SharedQueue`.
    QUEUE,
    /// The two rings of a `Pipe`.
    PIPE,
    /// The ring of a `Broadcast`.
    BROADCAST,
    /// The entries of a `SharedMap`.
    MAP,
    /// The stripes of a `SharedCounter`.
    COUNTER
}

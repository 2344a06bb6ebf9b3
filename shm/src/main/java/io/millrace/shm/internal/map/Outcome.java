package io.millrace.shm.internal.map;

/// What an update did.
public enum Outcome {
    /// The entry was inserted, replaced or removed.
    CHANGED,
    /// Nothing was to be done.
    KEPT,
    /// The entry was to be inserted, and no row is free.
    FULL
}

package io.millrace.shm.internal.process;

/// Undoes or finishes what a dead slot has begun in one part of the file.
public interface Sweeper {
    /// Its bit in the `sweepers` word of a slot; 0 for a part that every process can sweep.
    long bit();

    /// Sweeps the part; `by` holds the byte of `deadSlot`. It is idempotent: it may run again after
    /// it was completed, or interrupted.
    void sweep(ProcessSlotHolder by, int deadSlot);
}

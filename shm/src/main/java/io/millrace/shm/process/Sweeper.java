package io.millrace.shm.process;

/// Undoes what a dead slot left half done in one part of the file.
public interface Sweeper {
    /// Its bit in the slot's `sweepers` word; 0 for what every process can sweep.
    long bit();

    /// Sweeps; `by` holds the byte of `deadSlot`. Must do no harm when it is done again, in part or
    /// as a whole.
    void sweep(Attachment by, int deadSlot);
}

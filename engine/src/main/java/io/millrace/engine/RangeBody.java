package io.millrace.engine;

import java.io.Serializable;

/// Any code over a range of indices, in whatever process; it works on arrays and other handles that it
/// captured.
///
/// A range runs at least once: when a worker dies in it, another worker runs it again from its start. Code
/// that writes elements from what it does not change stays right; code that adds to what it finds counts
/// twice.
@FunctionalInterface
public interface RangeBody extends Serializable {
    /// Works on the indices from `from` up to below `to`.
    ///
    /// @throws Exception what the code throws: a [io.millrace.shm.WorkerException] has it as its cause
    void run(long from, long to) throws Exception;
}

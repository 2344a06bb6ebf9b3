package io.millrace.engine.expression;

/// A job over the elements of an expression that gives a `double`, prepared once, to be run any number of
/// times by any thread.
///
/// It keeps no array from being dropped between two runs. A run over up to 262,144 elements by built-in
/// operations of C allocates nothing, and makes no system call.
public interface PreparedDouble {
    /// Computes the number from what the arrays hold now.
    ///
    /// @throws io.millrace.shm.RegionDroppedException when an array was dropped
    /// @throws io.millrace.shm.WorkerException when a function of the user's throws, or too many workers die of
    ///         one chunk
    /// @throws IllegalStateException when the pool is closed
    double run();
}

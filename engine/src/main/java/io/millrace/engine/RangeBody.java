package io.millrace.engine;

import java.io.Serializable;

/// Any code over a range of indices, in whichever process it runs; it works on arrays and other
/// handles that it captured.
///
/// A range runs at least once: when a worker dies in it, another one runs it again from its start. Code
/// that writes elements from what it does not change is right then too; code that adds to what it finds
/// counts twice.
@FunctionalInterface
public interface RangeBody extends Serializable {
    /// Works on the indices from `from` up to below `to`.
    void run(long from, long to) throws Exception;
}

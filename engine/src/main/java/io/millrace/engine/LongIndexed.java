// Generated from X-Indexed.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Maps a `long` and its index to a `long`.
///
/// The index counts from the start of the array or slice that the job works on.
///
/// An element of `byte` or `short` is widened first.
@FunctionalInterface
public interface LongIndexed extends Serializable {

    /// The new element at an index.
    long applyAsLong(long index, long value);
}

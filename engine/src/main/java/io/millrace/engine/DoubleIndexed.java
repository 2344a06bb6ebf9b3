// Generated from X-Indexed.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Maps a `double` and its index to a `double`.
///
/// The index counts from the start of the array or slice that the job works on.
@FunctionalInterface
public interface DoubleIndexed extends Serializable {

    /// The new element at an index.
    double applyAsDouble(long index, double value);
}

// Generated from X-Indexed.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Maps an `int` and its index to an `int`.
///
/// The index counts from the start of the array or slice that the job works on.
@FunctionalInterface
public interface IntIndexed extends Serializable {

    /// The new element at an index.
    int applyAsInt(long index, int value);
}

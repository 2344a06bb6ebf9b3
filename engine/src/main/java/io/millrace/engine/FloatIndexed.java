// Generated from X-Indexed.java.template
package io.millrace.engine;

import java.io.Serializable;

/// Maps a `float` and its index to a `float`.
///
/// The index counts from the start of the array or slice that the job works on.
@FunctionalInterface
public interface FloatIndexed extends Serializable {

    /// The new element at an index.
    float applyAsFloat(long index, float value);
}

package io.millrace.engine;

import java.io.Serializable;

/// Gathers the elements of a `double` array into a container of the user's own, as a
/// [java.util.stream.Collector] does: one container for each part of the array, in some worker, and
/// then one of all.
///
/// Make it a record or an enum, so that it travels. Containers travel by `Codec.any()`, so let them
/// be records, arrays of primitives, lists or the like; [#accept] may change the container.
///
/// @param <A> a container
public interface DoubleCollector<A> extends Serializable {
    /// Makes an empty container.
    A newContainer();

    /// Puts an element into a container.
    void accept(A container, double value);

    /// Makes one container of two; `left` holds the elements of lower index. May change and return one of
    /// them. A container of another process is what `Codec.any()` decodes.
    A combine(A left, A right);
}

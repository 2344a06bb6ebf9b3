package io.millrace.engine;

import java.io.Serializable;

/// Gathers the elements of a `double` array into a container of the user's own, as a
/// [java.util.stream.Collector] does: one container for each part of the array, in any of the
/// workers, and then one of all.
///
/// Make it a record or an enum, so that it travels. Containers travel by `Codec.any()`, so let them
/// be records, arrays of primitives, lists or the like; [#accept] may change the one that
/// [#newContainer] made.
///
/// @param <A> a container
public interface DoubleCollector<A> extends Serializable {
    /// An empty one.
    A newContainer();

    /// Puts an element into it.
    void accept(A container, double value);

    /// One container of two; `left` holds elements of lower index. It may be either of them, changed;
    /// what comes from another process is as `Codec.any()` decodes it, lists unmodifiable.
    A combine(A left, A right);
}

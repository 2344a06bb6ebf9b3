package io.millrace.engine.internal.kernel;

/// Which blocks need not be folded any more, whatever is in them, once a node is known.
public enum Settled {
    NOTHING,
    /// Those of higher index.
    BEHIND,
    ALL
}

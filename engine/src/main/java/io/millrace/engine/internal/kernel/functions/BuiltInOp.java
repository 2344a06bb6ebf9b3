package io.millrace.engine.internal.kernel.functions;

/// A function that every kernel knows: what the file and the planning of chunks need of it.
public interface BuiltInOp {

    /// The code in the file, unique among the functions of one interface. It never changes; the
    /// code of a removed function is not used again.
    int code();

    /// The name without parameters, by which kernels find their loop for it: `SQUARE`, `SCALE`.
    String name();

    /// How much an element costs.
    Cost cost();

    /// Raw bits of the first parameter; 0 if there is none.
    default long firstBits() {
        return 0;
    }

    /// Raw bits of the second parameter; 0 if there is none.
    default long secondBits() {
        return 0;
    }

    /// How much an element costs: chunks of expensive elements are shorter.
    enum Cost {
        /// A fraction of a nanosecond.
        CHEAP,
        /// About 10 ns or more in Java: transcendental functions and random numbers.
        EXPENSIVE
    }

    /// The exception for a code of no function.
    static IllegalArgumentException unknown(String what, int code) {
        return new IllegalArgumentException(
                "unknown operation: %s, code=%s; a newer version may have written the file".formatted(what, code));
    }
}

package io.millrace.engine.expression;

/// A job over the elements of an expression that gives a `long`; otherwise like [PreparedDouble].
public interface PreparedLong {
    /// Computes the number from what the arrays hold now; throws as [PreparedDouble#run].
    ///
    /// @throws ArithmeticException when an exact operation or a checked sum overflows, or an integer is divided
    ///         by zero
    long run();
}

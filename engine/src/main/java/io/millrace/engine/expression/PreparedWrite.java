package io.millrace.engine.expression;

/// A job that writes the elements of an expression into an array; otherwise like [PreparedDouble]. Where the
/// array is also one of the expression, a run is no small job: it goes through the tables of the pool, with a
/// redo record.
public interface PreparedWrite {
    /// Writes the elements, computed from what the arrays hold now; throws as [PreparedDouble#run].
    ///
    /// @throws ArithmeticException when an exact operation overflows, or an integer is divided by zero
    void run();
}

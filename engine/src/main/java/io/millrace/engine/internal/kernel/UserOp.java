package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.LongBinary;

/// A function of the user.
///
/// @param function an object of the family's type, or [#ABSENT]
public record UserOp(OpFamily family, Object function) implements Op {
    /// Stands for a function that the reader of a work does not have and cannot call.
    static final Object ABSENT = new Absent() {};

    @Override
    public String name() {
        return function == ABSENT ? "own function" : function.getClass().getSimpleName();
    }

    /// Does not call `toString` of the function, which is code of the user.
    @Override
    public String toString() {
        return name();
    }

    private abstract static class Absent implements DoubleBinary, LongBinary {
        private static final long serialVersionUID = 1L;

        @Override
        public double applyAsDouble(double left, double right) {
            throw new IllegalStateException("the function is in another process");
        }

        @Override
        public long applyAsLong(long left, long right) {
            throw new IllegalStateException("the function is in another process");
        }
    }
}

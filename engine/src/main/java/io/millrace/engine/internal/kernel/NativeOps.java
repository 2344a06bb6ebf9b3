package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.NativeOp;
import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// C functions of the user's: see `NativeOp`.
public final class NativeOps {
    private NativeOps() {}

    /// Does not open the library: the worker that calls the function does.
    ///
    /// @param library absolute
    public static DoubleUnary ofDouble(Path library, String symbol) {
        return new DoubleOp(library, symbol);
    }

    /// @param library absolute
    public static FloatUnary ofFloat(Path library, String symbol) {
        FloatOp op = new FloatOp(library, symbol);
        op.code();
        return op;
    }

    /// @param library absolute path of the library
    public static IntUnary ofInt(Path library, String symbol) {
        IntOp op = new IntOp(library, symbol);
        op.code();
        return op;
    }

    /// @param library absolute path of the library
    public static LongUnary ofLong(Path library, String symbol) {
        LongOp op = new LongOp(library, symbol);
        op.code();
        return op;
    }

    record DoubleOp(Path library, String symbol) implements DoubleUnary, BlockFunction {
        @Override
        public double applyAsDouble(double operand) {
            return Double.longBitsToDouble(code().one(Double.doubleToRawLongBits(operand)));
        }

        @Override
        public void call(MemorySegment in, MemorySegment out, long n) {
            code().call(in, out, n);
        }

        private CFunction code() {
            return CFunction.of(library, symbol, ElementType.DOUBLE);
        }
    }

    record FloatOp(Path library, String symbol) implements FloatUnary, BlockFunction {
        @Override
        public float applyAsFloat(float operand) {
            return Float.intBitsToFloat((int) code().one(Float.floatToRawIntBits(operand)));
        }

        @Override
        public void call(MemorySegment in, MemorySegment out, long n) {
            code().call(in, out, n);
        }

        private CFunction code() {
            return CFunction.of(library, symbol, ElementType.FLOAT);
        }
    }

    record IntOp(Path library, String symbol) implements IntUnary, BlockFunction {
        @Override
        public int applyAsInt(int operand) {
            return (int) code().one(operand);
        }

        @Override
        public void call(MemorySegment in, MemorySegment out, long n) {
            code().call(in, out, n);
        }

        private CFunction code() {
            return CFunction.of(library, symbol, ElementType.INT);
        }
    }

    record LongOp(Path library, String symbol) implements LongUnary, BlockFunction {
        @Override
        public long applyAsLong(long operand) {
            return code().one(operand);
        }

        @Override
        public void call(MemorySegment in, MemorySegment out, long n) {
            code().call(in, out, n);
        }

        private CFunction code() {
            return CFunction.of(library, symbol, ElementType.LONG);
        }
    }
}

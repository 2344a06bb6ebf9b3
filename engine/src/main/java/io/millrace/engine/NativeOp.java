package io.millrace.engine;

import io.millrace.engine.internal.kernel.CFunction;
import io.millrace.engine.internal.kernel.NativeOps;
import io.millrace.shm.ElementType;
import java.nio.file.Path;
import java.util.Objects;

/// A user's own C function in the workers, called for a whole chunk at once:
///
/// ```c
/// void twice(const double *in, double *out, int64_t n) {
///     for (int64_t i = 0; i < n; i++) out[i] = 2 * in[i];
/// }
/// ```
///
/// ```java
/// pool.map(prices, NativeOp.load(Path.of("libmine.so"), "twice"), doubled);
/// ```
///
/// Only the path and the name travel: the library must lie at the same path for every worker. `in` and
/// `out` never overlap, in place jobs included. The function is called by several processes or threads at
/// once, may be called again for elements that a dead worker had done, and must write `out` only. Where
/// workers are processes it is called in them alone: one that crashes, exits or overflows its stack
/// takes its worker with it, and the job then ends with a `WorkerException` that says so; one that never
/// returns is ended by [Job#cancel]. With worker threads it takes the whole program with it.
///
/// [#loadFloat], [#loadInt] and [#loadLong] are for the other types, with `float`, `int32_t` and `int64_t`
/// in the place of `double`.
///
/// @param library absolute path of a shared library
/// @param symbol name of the function
public record NativeOp(Path library, String symbol) implements DoubleUnary {

    /// Takes the names as they are; [#load] also opens the function.
    public NativeOp {
        library = library.toAbsolutePath().normalize();
        Objects.requireNonNull(symbol, "symbol");
    }

    /// Opens the C function of that name, here too, so that mistakes show at once.
    ///
    /// @param library made absolute
    /// @throws io.millrace.shm.MillraceException when there is no such file, it is no library for this
    ///         machine, or it has no such function; the message says what helps
    public static NativeOp load(Path library, String symbol) {
        NativeOp op = new NativeOp(library, symbol);
        op.code();
        return op;
    }

    /// As [#load], for `void f(const float *in, float *out, int64_t n)`.
    ///
    /// @throws io.millrace.shm.MillraceException as [#load] does
    public static FloatUnary loadFloat(Path library, String symbol) {
        return NativeOps.ofFloat(library.toAbsolutePath().normalize(), symbol);
    }

    /// As [#load], for `void f(const int32_t *in, int32_t *out, int64_t n)`.
    ///
    /// @throws io.millrace.shm.MillraceException as [#load] does
    public static IntUnary loadInt(Path library, String symbol) {
        return NativeOps.ofInt(library.toAbsolutePath().normalize(), symbol);
    }

    /// As [#load], for `void f(const int64_t *in, int64_t *out, int64_t n)`.
    ///
    /// @throws io.millrace.shm.MillraceException as [#load] does
    public static LongUnary loadLong(Path library, String symbol) {
        return NativeOps.ofLong(library.toAbsolutePath().normalize(), symbol);
    }

    @Override
    public double applyAsDouble(double operand) {
        return Double.longBitsToDouble(code().one(Double.doubleToRawLongBits(operand)));
    }

    private CFunction code() {
        return CFunction.of(library, symbol, ElementType.DOUBLE);
    }

    /// What to send for `op`: in the place of a native function, its form that takes a chunk at once.
    static DoubleUnary byChunks(DoubleUnary op) {
        return op instanceof NativeOp own ? NativeOps.ofDouble(own.library, own.symbol) : op;
    }
}

package io.millrace.bench;

import io.millrace.engine.Pool;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.DoubleArray;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Compares each job of a pool with the C loop that moves the same bytes of the same file and
/// computes as little as possible, and one job with the parallel streams of the JDK.
final class MemoryComparisons {
    /// The elements are whole numbers below this bound. All sums of their squares are exact, so the
    /// order of additions does not matter.
    private static final long ELEMENT_BOUND = 100;

    private static final long SEED = 42;
    private static final String STREAM = "Arrays.stream(a).parallel().map(v -> v * v).sum()";

    private final Pool pool;
    private final CLoops loops;
    private final DoubleArray in;
    private final DoubleArray out;

    MemoryComparisons(Pool pool, CLoops loops, DoubleArray in, DoubleArray out) {
        this.pool = pool;
        this.loops = loops;
        this.in = in;
        this.out = out;
        pool.generate(in, SEED, DoubleRandoms.whole(0, ELEMENT_BOUND));
    }

    Comparison read() {
        return new Comparison(
                "read",
                List.of(
                        new Contender("C loop, read", in.byteSize(), overIn("limit_read")),
                        new Contender("reduce(SUM)", in.byteSize(), () -> pool.reduce(in, Reduction.SUM)),
                        new Contender("mapReduce(SQUARE, SUM)", in.byteSize(), this::sumOfSquares)));
    }

    Comparison copy() {
        long bytes = in.byteSize() + out.byteSize();
        return new Comparison(
                "to another array",
                List.of(
                        new Contender("C loop, copy, non-temporal", bytes, copy("limit_copy_nt")),
                        new Contender("C loop, copy", bytes, copy("limit_copy")),
                        new Contender("map(SQUARE)", bytes, () -> pool.map(in, DoubleUnaryOp.SQUARE, out))));
    }

    private Runnable overIn(String name) {
        return loops.over(name, in.segment(), MemorySegment.NULL);
    }

    private Runnable overOut(String name) {
        return loops.over(name, MemorySegment.NULL, out.segment());
    }

    private Runnable copy(String name) {
        return loops.over(name, in.segment(), out.segment());
    }

    /// Squares an array of ones in place. One is its own square, so no round produces infinities or
    /// subnormal numbers, which would change the speed.
    Comparison inPlace() {
        pool.fill(out, 1.0);
        long bytes = 2 * out.byteSize();
        return new Comparison(
                "in place",
                List.of(
                        new Contender("C loop, square in place", bytes, overOut("limit_inplace_square")),
                        new Contender("map(SQUARE) in place", bytes, () -> pool.map(out, DoubleUnaryOp.SQUARE, out))));
    }

    /// Compares with the JDK's streams over the same numbers in an array on the heap.
    Comparison jdk() {
        double[] heap = in.toArray();
        double expected = squares(heap);
        double found = sumOfSquares();
        if (expected != found) {
            throw new IllegalStateException("wrong sum of squares: pool=%s, JDK=%s".formatted(found, expected));
        }
        return new Comparison(
                "the JDK's parallel streams",
                List.of(
                        new Contender(STREAM, in.byteSize(), () -> squares(heap)),
                        new Contender("mapReduce(SQUARE, SUM)", in.byteSize(), this::sumOfSquares)));
    }

    private static double squares(double[] values) {
        return Arrays.stream(values).parallel().map(v -> v * v).sum();
    }

    private double sumOfSquares() {
        return pool.mapReduce(in, DoubleUnaryOp.SQUARE, Reduction.SUM);
    }
}

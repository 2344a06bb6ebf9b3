package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.DoubleReducer;
import io.millrace.engine.internal.kernel.loops.DoubleSource;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.FloatSource;
import io.millrace.engine.internal.kernel.loops.LongSource;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.Reduction.BuiltIn;
import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Set;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Kernels in Java's Vector API. No other class needs `--add-modules jdk.incubator.vector`, so only
/// [KernelChoice] may load this one, and only when it is chosen.
///
/// It has the loops that the JIT compiler cannot vectorize, because it must not reorder
/// floating-point additions. Here the 32 accumulators of the summation tree lie in 32 / lanes
/// vectors, which keeps the order. It also has elementwise loops over `double` and `float` that
/// read and write memory without a buffer. All other work goes to [ScalarKernels].
public final class VectorKernels implements Kernels {

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /// At most 512 bits: the loops use four vectors at a time, which together must not have more
    /// than 32 lanes.
    private static final VectorSpecies<Double> DOUBLES =
            DoubleVector.SPECIES_PREFERRED.vectorBitSize() > 512
                    ? DoubleVector.SPECIES_512
                    : DoubleVector.SPECIES_PREFERRED;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private static final int LANES = DOUBLES.length();

    private static final long VECTOR_BYTES = DOUBLES.vectorByteSize();

    /// Bytes from one row of 32 elements to the next.
    private static final long ROW_BYTES = Blocks.ACCUMULATORS * (long) Double.BYTES;

    private final ScalarKernels scalar = new ScalarKernels();

    /// Maps that have a vector form, by the names of their functions.
    private enum VectorForm {
        SQUARE,
        NEGATE,
        ABS,
        SQRT,
        RECIPROCAL,
        SCALE,
        PLUS,
        CLAMP
    }

    /// Names of the combinations that have a vector form.
    private static final Set<String> ZIPS = Set.of("ADD", "SUBTRACT", "MULTIPLY", "DIVIDE", "MIN", "MAX");

    /// The vector form of a map of `double` or `float`, with its parameters.
    private record VectorMap(VectorForm kind, double first, double second) {

        /// The vector form of `op`, or null if it has none.
        static @Nullable VectorMap of(OpCode op) {
            boolean wide = OpFamily.of(op) == OpFamily.DOUBLE_UNARY;
            for (VectorForm kind : VectorForm.values()) {
                if (kind.name().equals(op.name())) {
                    return new VectorMap(kind, value(op.first(), wide), value(op.second(), wide));
                }
            }
            return null;
        }

        private static double value(long bits, boolean wide) {
            return wide ? Double.longBitsToDouble(bits) : Float.intBitsToFloat((int) bits);
        }
    }

    /// Computes the elements that fill whole vectors; returns their number.
    @FunctionalInterface
    private interface WholeVectors {
        long run(Operands operands, long n);
    }

    /// Computes whole vectors, then the rest of the chunk by the scalar kernel.
    private record Vectorized(WholeVectors loop, Elementwise scalar, int byteSize) implements Elementwise {

        @Override
        public void run(Operands operands, long firstIndex, long n) {
            long done = loop.run(operands, n);
            if (done < n) {
                scalar.run(operands.from(done, byteSize, byteSize), firstIndex + done, n - done);
            }
        }
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String isa() {
        return "java-" + DOUBLES.vectorBitSize();
    }

    @Override
    public BlockKernel compile(Work work) {
        if (work instanceof Work.Evaluation evaluation) {
            return evaluation.stepByStep(this);
        }
        return switch (scalar.compile(work)) {
            case Elementwise plain -> elementwise(work, plain);
            case Fold plain -> new Fold(plain.rule(), fold(work, plain.loop()));
            case BlockKernel.Folding other -> other;
            case BlockKernel.Scanning other when work instanceof Work.Scan(var in, var out, var how) ->
                ScanKernel.of(in, out, how, (BlockKernel.Folding) compile(new Work.Reduce(null, in, how)));
            case BlockKernel.Scanning other -> other;
        };
    }

    private static Elementwise elementwise(Work work, Elementwise plain) {
        return switch (work) {
            case Work.Map(OpCode op, var in, var out) when Elements.isFloating(in) -> map(op, in, plain);
            case Work.Zip(OpCode op, var type) when Elements.isFloating(type) -> zip(op, type, plain);
            default -> plain;
        };
    }

    private static Elementwise map(OpCode op, ElementType type, Elementwise plain) {
        VectorMap map = VectorMap.of(op);
        if (map == null) {
            return plain;
        }
        WholeVectors loop =
                type == ElementType.DOUBLE
                        ? (operands, n) -> mapDoubles(map, operands, n)
                        : (operands, n) -> mapFloats(map, operands, n);
        return new Vectorized(loop, plain, type.byteSize());
    }

    private static Elementwise zip(OpCode op, ElementType type, Elementwise plain) {
        @Nullable WholeVectors loop =
                switch (op.function()) {
                    case DoubleBinaryOp wide -> hasZip(op) ? (operands, n) -> zipDoubles(wide, operands, n) : null;
                    case FloatBinaryOp narrow -> hasZip(op) ? (operands, n) -> zipFloats(narrow, operands, n) : null;
                    default -> null;
                };
        return loop == null ? plain : new Vectorized(loop, plain, type.byteSize());
    }

    private static boolean hasZip(OpCode op) {
        return ZIPS.contains(op.name());
    }

    private static Fold.Loop fold(Work work, Fold.Loop plain) {
        return switch (work) {
            case Work.Reduce(var op, var in, BuiltIn how) when Elements.isFloating(in) -> reduce(op, in, how, plain);
            case Work.Dot(var type) when type == ElementType.DOUBLE ->
                    addRows(VectorKernels::addProducts, DoubleSource.of(type).zip(DoubleBinaryOp.MULTIPLY));
            case Work.Dot(var type) when type == ElementType.FLOAT ->
                    DoubleFolds.reduce(
                            FloatSource.of().zip(FloatBinaryOp.MULTIPLY).widened(), VectorKernels::sum);
            case Work.Summary(var type) ->
                    Elements.isFloating(type)
                            ? DoubleFolds.summary(DoubleSource.of(type), VectorKernels::sum)
                            : LongFolds.summary(LongSource.of(type), VectorKernels::sum);
            default -> plain;
        };
    }

    private static Fold.Loop reduce(@Nullable Op op, ElementType in, BuiltIn how, Fold.Loop plain) {
        DoubleSource source = ScalarKernels.doubles(op, in);
        return switch (how) {
            case SUM, SUM_CHECKED -> sum(in == ElementType.DOUBLE, op, source);
            case PRODUCT -> DoubleFolds.reduce(source, VectorKernels::product);
            case MIN, MAX, COUNT_NONZERO -> plain;
        };
    }

    /// Sums and sums of squares of `double` are added straight from memory. All other functions go
    /// through a buffer: measured, that costs less than a function that is chosen inside the loop.
    private static Fold.Loop sum(boolean wide, @Nullable Op op, DoubleSource source) {
        if (wide && op == null) {
            return addRows(VectorKernels::addElements, source);
        }
        if (wide && op != null && op.function() == DoubleUnaryOp.SQUARE) {
            return addRows(
                    (operands, rows, sums) ->
                            addProducts(Operands.in(operands.first(), operands.first()), rows, sums),
                    source);
        }
        return DoubleFolds.reduce(source, VectorKernels::sum);
    }

    /// Adds `rows` rows of 32 elements in memory, and stores the sums in `accumulators`.
    @FunctionalInterface
    private interface RowAdder {
        void add(Operands operands, int rows, double[] accumulators);
    }

    private static Fold.Loop addRows(RowAdder adder, DoubleSource source) {
        return (operands, firstIndex, n, node) -> {
            double[] accumulators = new double[Blocks.ACCUMULATORS];
            adder.add(operands, n / Blocks.ACCUMULATORS, accumulators);
            int rest = n % Blocks.ACCUMULATORS;
            if (rest > 0) {
                double[] last = new double[rest];
                Operands tail = operands.from(n - rest, Double.BYTES, Double.BYTES);
                source.load(tail, firstIndex + n - rest, rest, last);
                for (int k = 0; k < rest; k++) {
                    accumulators[k] += last[k];
                }
            }
            node[0] = Double.doubleToRawLongBits(DoubleReducer.halveSum(accumulators));
        };
    }

    private static void addElements(Operands operands, int rows, double[] accumulators) {
        MemorySegment in = operands.first();
        for (int k = 0; k < Blocks.ACCUMULATORS; k += 4 * LANES) {
            DoubleVector a = DoubleVector.broadcast(DOUBLES, -0.0);
            DoubleVector b = a;
            DoubleVector c = a;
            DoubleVector d = a;
            long end = rows * ROW_BYTES;
            for (long at = (long) k * Double.BYTES; at < end; at += ROW_BYTES) {
                a = a.add(load(in, at));
                b = b.add(load(in, at + VECTOR_BYTES));
                c = c.add(load(in, at + 2 * VECTOR_BYTES));
                d = d.add(load(in, at + 3 * VECTOR_BYTES));
            }
            a.intoArray(accumulators, k);
            b.intoArray(accumulators, k + LANES);
            c.intoArray(accumulators, k + 2 * LANES);
            d.intoArray(accumulators, k + 3 * LANES);
        }
    }

    private static void addProducts(Operands operands, int rows, double[] accumulators) {
        MemorySegment x = operands.first();
        MemorySegment y = operands.second();
        for (int k = 0; k < Blocks.ACCUMULATORS; k += 4 * LANES) {
            DoubleVector a = DoubleVector.broadcast(DOUBLES, -0.0);
            DoubleVector b = a;
            DoubleVector c = a;
            DoubleVector d = a;
            long end = rows * ROW_BYTES;
            for (long at = (long) k * Double.BYTES; at < end; at += ROW_BYTES) {
                a = a.add(load(x, at).mul(load(y, at)));
                b = b.add(load(x, at + VECTOR_BYTES).mul(load(y, at + VECTOR_BYTES)));
                c = c.add(load(x, at + 2 * VECTOR_BYTES).mul(load(y, at + 2 * VECTOR_BYTES)));
                d = d.add(load(x, at + 3 * VECTOR_BYTES).mul(load(y, at + 3 * VECTOR_BYTES)));
            }
            a.intoArray(accumulators, k);
            b.intoArray(accumulators, k + LANES);
            c.intoArray(accumulators, k + 2 * LANES);
            d.intoArray(accumulators, k + 3 * LANES);
        }
    }

    /// The tree sum of a buffer.
    private static double sum(double[] block, int n) {
        double[] accumulators = new double[Blocks.ACCUMULATORS];
        int whole = n - n % Blocks.ACCUMULATORS;
        for (int k = 0; k < Blocks.ACCUMULATORS; k += 4 * LANES) {
            DoubleVector a = DoubleVector.broadcast(DOUBLES, -0.0);
            DoubleVector b = a;
            DoubleVector c = a;
            DoubleVector d = a;
            for (int i = k; i < whole; i += Blocks.ACCUMULATORS) {
                a = a.add(DoubleVector.fromArray(DOUBLES, block, i));
                b = b.add(DoubleVector.fromArray(DOUBLES, block, i + LANES));
                c = c.add(DoubleVector.fromArray(DOUBLES, block, i + 2 * LANES));
                d = d.add(DoubleVector.fromArray(DOUBLES, block, i + 3 * LANES));
            }
            a.intoArray(accumulators, k);
            b.intoArray(accumulators, k + LANES);
            c.intoArray(accumulators, k + 2 * LANES);
            d.intoArray(accumulators, k + 3 * LANES);
        }
        for (int i = whole; i < n; i++) {
            accumulators[i - whole] += block[i];
        }
        return DoubleReducer.halveSum(accumulators);
    }

    /// The tree product of a buffer.
    private static double product(double[] block, int n) {
        double[] accumulators = new double[Blocks.ACCUMULATORS];
        int whole = n - n % Blocks.ACCUMULATORS;
        for (int k = 0; k < Blocks.ACCUMULATORS; k += LANES) {
            DoubleVector a = DoubleVector.broadcast(DOUBLES, 1.0);
            for (int i = k; i < whole; i += Blocks.ACCUMULATORS) {
                a = a.mul(DoubleVector.fromArray(DOUBLES, block, i));
            }
            a.intoArray(accumulators, k);
        }
        for (int i = whole; i < n; i++) {
            accumulators[i - whole] *= block[i];
        }
        return DoubleReducer.halveProduct(accumulators);
    }

    private static long mapDoubles(VectorMap map, Operands operands, long n) {
        MemorySegment in = operands.first();
        MemorySegment out = operands.out();
        long whole = n - n % LANES;
        long end = whole * Double.BYTES;
        for (long at = 0; at < end; at += VECTOR_BYTES) {
            map(map, load(in, at)).intoMemorySegment(out, at, ORDER);
        }
        return whole;
    }

    private static long mapFloats(VectorMap map, Operands operands, long n) {
        MemorySegment in = operands.first();
        MemorySegment out = operands.out();
        long whole = n - n % FLOATS.length();
        long end = whole * Float.BYTES;
        for (long at = 0; at < end; at += FLOATS.vectorByteSize()) {
            map(map, FloatVector.fromMemorySegment(FLOATS, in, at, ORDER)).intoMemorySegment(out, at, ORDER);
        }
        return whole;
    }

    private static long zipDoubles(DoubleBinaryOp op, Operands operands, long n) {
        MemorySegment x = operands.first();
        MemorySegment y = operands.second();
        MemorySegment out = operands.out();
        long whole = n - n % LANES;
        long end = whole * Double.BYTES;
        for (long at = 0; at < end; at += VECTOR_BYTES) {
            DoubleVector a = load(x, at);
            DoubleVector b = load(y, at);
            DoubleVector c =
                    switch (op) {
                        case ADD -> a.add(b);
                        case SUBTRACT -> a.sub(b);
                        case MULTIPLY -> a.mul(b);
                        case DIVIDE -> a.div(b);
                        case MIN -> a.min(b);
                        case MAX -> a.max(b);
                        default -> throw new IllegalStateException("no vector form: " + op);
                    };
            c.intoMemorySegment(out, at, ORDER);
        }
        return whole;
    }

    private static long zipFloats(FloatBinaryOp op, Operands operands, long n) {
        MemorySegment x = operands.first();
        MemorySegment y = operands.second();
        MemorySegment out = operands.out();
        long whole = n - n % FLOATS.length();
        long end = whole * Float.BYTES;
        for (long at = 0; at < end; at += FLOATS.vectorByteSize()) {
            FloatVector a = FloatVector.fromMemorySegment(FLOATS, x, at, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(FLOATS, y, at, ORDER);
            FloatVector c =
                    switch (op) {
                        case ADD -> a.add(b);
                        case SUBTRACT -> a.sub(b);
                        case MULTIPLY -> a.mul(b);
                        case DIVIDE -> a.div(b);
                        case MIN -> a.min(b);
                        case MAX -> a.max(b);
                        default -> throw new IllegalStateException("no vector form: " + op);
                    };
            c.intoMemorySegment(out, at, ORDER);
        }
        return whole;
    }

    /// A job maps by one function only, so the JIT compiler keeps only the branch that is taken.
    private static DoubleVector map(VectorMap map, DoubleVector x) {
        return switch (map.kind) {
            case SQUARE -> x.mul(x);
            case NEGATE -> x.neg();
            case ABS -> x.abs();
            case SQRT -> x.sqrt();
            case RECIPROCAL -> DoubleVector.broadcast(DOUBLES, 1.0).div(x);
            case SCALE -> x.mul(map.first);
            case PLUS -> x.add(map.first);
            case CLAMP -> x.max(map.first).min(map.second);
        };
    }

    private static FloatVector map(VectorMap map, FloatVector x) {
        return switch (map.kind) {
            case SQUARE -> x.mul(x);
            case NEGATE -> x.neg();
            case ABS -> x.abs();
            case SQRT -> x.sqrt();
            case RECIPROCAL -> FloatVector.broadcast(FLOATS, 1.0f).div(x);
            case SCALE -> x.mul((float) map.first);
            case PLUS -> x.add((float) map.first);
            case CLAMP -> x.max((float) map.first).min((float) map.second);
        };
    }

    private static DoubleVector load(MemorySegment in, long at) {
        return DoubleVector.fromMemorySegment(DOUBLES, in, at, ORDER);
    }
}

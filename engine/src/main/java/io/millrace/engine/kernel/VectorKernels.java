package io.millrace.engine.kernel;

import io.millrace.engine.kernel.BlockKernel.Elementwise;
import io.millrace.engine.kernel.Reduction.BuiltIn;
import io.millrace.shm.ElementType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Java's Vector API; the only class that needs `--add-modules jdk.incubator.vector`, so nothing
/// may load it but [KernelChoice], when it is chosen.
///
/// What is here are the loops that the JIT may not turn into vector instructions by itself, because
/// it must not reorder floating-point sums: the 32 accumulators of the tree lie in 32 / lanes
/// vectors, so the order stays. And elementwise loops over `double` and `float`, which then work on
/// memory without a buffer between. All else is [ScalarKernels].
final class VectorKernels implements Kernels {

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /// At most 512 bits: four vectors must not hold more than the 32 accumulators.
    private static final VectorSpecies<Double> DOUBLES =
            DoubleVector.SPECIES_PREFERRED.vectorBitSize() > 512
                    ? DoubleVector.SPECIES_512
                    : DoubleVector.SPECIES_PREFERRED;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private static final int LANES = DOUBLES.length();

    private static final long WIDTH = DOUBLES.vectorByteSize();

    /// Bytes that one row of accumulators advances by.
    private static final long ROW = Blocks.ACCUMULATORS * (long) Double.BYTES;

    private final ScalarKernels scalar = new ScalarKernels();

    /// Maps that have vector instructions, by the names of their ops.
    private enum Fast {
        SQUARE,
        NEGATE,
        ABS,
        SQRT,
        RECIPROCAL,
        SCALE,
        PLUS,
        CLAMP
    }

    /// A map of `double` or `float` with its parameters.
    private record FastMap(Fast kind, double first, double second) {

        /// The fast form of `op`, or null if it has none.
        static @Nullable FastMap of(OpCode op) {
            for (Fast kind : Fast.values()) {
                if (kind.name().equals(op.name())) {
                    return switch (op.function()) {
                        case DoubleParameterOp wide -> new FastMap(kind, wide.first(), wide.second());
                        case FloatParameterOp narrow -> new FastMap(kind, narrow.first(), narrow.second());
                        default -> new FastMap(kind, 0, 0);
                    };
                }
            }
            return null;
        }
    }

    /// Computes as many elements as fill whole vectors and returns how many that were.
    @FunctionalInterface
    private interface WholeVectors {
        long run(Operands operands, long n);
    }

    /// Whole vectors first, the rest of the chunk by the scalar kernel.
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
        return switch (scalar.compile(work)) {
            case Elementwise plain -> elementwise(work, plain);
            case Fold plain -> new Fold(plain.rule(), fold(work, plain.loop()));
            case BlockKernel.Folding other -> other;
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
        FastMap map = FastMap.of(op);
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
                    case DoubleBinaryOp wide when wide.compareTo(DoubleBinaryOp.MAX) <= 0 ->
                            (operands, n) -> zipDoubles(wide, operands, n);
                    case FloatBinaryOp narrow when narrow.compareTo(FloatBinaryOp.MAX) <= 0 ->
                            (operands, n) -> zipFloats(narrow, operands, n);
                    default -> null;
                };
        return loop == null ? plain : new Vectorized(loop, plain, type.byteSize());
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

    /// Sums and sums of squares of `double` are added straight from memory. A function chosen
    /// inside that loop was measured to cost more than the buffer which all others go through.
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

    /// Adds whole rows of 32 elements of memory to the accumulators, and stores these.
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
            long end = rows * ROW;
            for (long at = (long) k * Double.BYTES; at < end; at += ROW) {
                a = a.add(load(in, at));
                b = b.add(load(in, at + WIDTH));
                c = c.add(load(in, at + 2 * WIDTH));
                d = d.add(load(in, at + 3 * WIDTH));
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
            long end = rows * ROW;
            for (long at = (long) k * Double.BYTES; at < end; at += ROW) {
                a = a.add(load(x, at).mul(load(y, at)));
                b = b.add(load(x, at + WIDTH).mul(load(y, at + WIDTH)));
                c = c.add(load(x, at + 2 * WIDTH).mul(load(y, at + 2 * WIDTH)));
                d = d.add(load(x, at + 3 * WIDTH).mul(load(y, at + 3 * WIDTH)));
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

    private static long mapDoubles(FastMap map, Operands operands, long n) {
        MemorySegment in = operands.first();
        MemorySegment out = operands.out();
        long whole = n - n % LANES;
        long end = whole * Double.BYTES;
        for (long at = 0; at < end; at += WIDTH) {
            map(map, load(in, at)).intoMemorySegment(out, at, ORDER);
        }
        return whole;
    }

    private static long mapFloats(FastMap map, Operands operands, long n) {
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
        for (long at = 0; at < end; at += WIDTH) {
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
                        default -> throw new IllegalStateException("no fast form: " + op);
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
                        default -> throw new IllegalStateException("no fast form: " + op);
                    };
            c.intoMemorySegment(out, at, ORDER);
        }
        return whole;
    }

    /// One job maps by one function, so the JIT keeps the one branch it saw.
    private static DoubleVector map(FastMap map, DoubleVector x) {
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

    private static FloatVector map(FastMap map, FloatVector x) {
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

package io.millrace.spark.conformance;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.expression.DoubleEvaluation;
import io.millrace.engine.expression.LongEvaluation;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Computes the [Cases] by one pool in this JVM.
final class OneMachine {
    private static final long BYTE_SIZE = 256L << 20;

    private final SharedMemory memory;
    private final Pool pool;
    private final long length;
    private final Report report;

    private OneMachine(SharedMemory memory, Pool pool, long length, Report report) {
        this.memory = memory;
        this.pool = pool;
        this.length = length;
        this.report = report;
    }

    /// Computes the cases of arrays of that length.
    static void run(long length, Report report) {
        try (SharedMemory memory = SharedMemory.temporary(BYTE_SIZE);
                Pool pool =
                        Pool.start(memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD))) {
            new OneMachine(memory, pool, length, report).run();
        }
    }

    private void run() {
        IntArray ints = made(newInts(), out -> pool.generate(out, Numbers.INTS));
        run(doubles(), Functions.doubles(), new Cases.Inputs<>(
                ElementType.DOUBLE,
                length,
                made(newDoubles(), out -> pool.generate(out, Numbers.SEED, Numbers.RANDOM_DOUBLES)),
                made(newDoubles(), out -> pool.generate(out, Numbers.DOUBLES)),
                ints));
        run(floats(), Functions.floats(), new Cases.Inputs<>(
                ElementType.FLOAT,
                length,
                made(newFloats(), out -> pool.generate(out, Numbers.SEED, Numbers.RANDOM_FLOATS)),
                made(newFloats(), out -> pool.generate(out, Numbers.FLOATS)),
                ints));
        run(longs(), Functions.longs(), new Cases.Inputs<>(
                ElementType.LONG,
                length,
                made(newLongs(), out -> pool.generate(out, Numbers.SEED, Numbers.RANDOM_LONGS)),
                made(newLongs(), out -> pool.generate(out, Numbers.LONGS)),
                ints));
        run(ints(), Functions.ints(), new Cases.Inputs<>(
                ElementType.INT,
                length,
                made(newInts(), out -> pool.generate(out, Numbers.SEED, Numbers.RANDOM_INTS)),
                made(newInts(), out -> pool.generate(out, Numbers.INTS)),
                ints));
        run(shorts(), Functions.longs(), new Cases.Inputs<>(
                ElementType.SHORT,
                length,
                made(newShorts(), out -> pool.generate(out, Numbers.SEED, Numbers.RANDOM_LONGS)),
                made(newShorts(), out -> pool.generate(out, Numbers.LONGS)),
                ints));
        run(bytes(), Functions.longs(), new Cases.Inputs<>(
                ElementType.BYTE,
                length,
                made(newBytes(), out -> pool.generate(out, Numbers.SEED, Numbers.RANDOM_LONGS)),
                made(newBytes(), out -> pool.generate(out, Numbers.LONGS)),
                ints));
    }

    private <A, U, B> void run(
            Calls<A, IntArray, U, B> calls, Functions<U, B> functions, Cases.Inputs<A, IntArray> inputs) {
        new Cases<>(calls, functions, report, inputs).run();
    }

    private static <A> A made(A target, Consumer<A> maker) {
        maker.accept(target);
        return target;
    }

    private Calls<DoubleArray, IntArray, DoubleUnary, DoubleBinary> doubles() {
        return new Calls<>(
                pool::reduce,
                pool::mapReduce,
                pool::dot,
                pool::summary,
                (in, op) -> made(newDoubles(), out -> pool.map(in, op, out)),
                Optional.of((a, b, op) -> made(newDoubles(), out -> pool.zip(a, b, op, out))),
                this::convert,
                x -> evaluated(pool.eval(Formulas.one(x)), this::newDoubles),
                (x, ints) -> evaluated(pool.eval(Formulas.two(x, ints)), this::newDoubles));
    }

    private Calls<FloatArray, IntArray, FloatUnary, FloatBinary> floats() {
        return new Calls<>(
                pool::reduce,
                pool::mapReduce,
                pool::dot,
                pool::summary,
                (in, op) -> made(newFloats(), out -> pool.map(in, op, out)),
                Optional.of((a, b, op) -> made(newFloats(), out -> pool.zip(a, b, op, out))),
                this::convert,
                x -> evaluated(pool.eval(Formulas.one(x)), this::newFloats),
                (x, ints) -> evaluated(pool.eval(Formulas.two(x, ints)), this::newFloats));
    }

    private Calls<LongArray, IntArray, LongUnary, LongBinary> longs() {
        return new Calls<>(
                pool::reduce,
                pool::mapReduce,
                pool::dot,
                pool::summary,
                (in, op) -> made(newLongs(), out -> pool.map(in, op, out)),
                Optional.of((a, b, op) -> made(newLongs(), out -> pool.zip(a, b, op, out))),
                this::convert,
                x -> evaluated(pool.eval(Formulas.one(x)), this::newLongs),
                (x, ints) -> evaluated(pool.eval(Formulas.two(x, ints)), this::newLongs));
    }

    private Calls<IntArray, IntArray, IntUnary, IntBinary> ints() {
        return new Calls<>(
                pool::reduce,
                pool::mapReduce,
                pool::dot,
                pool::summary,
                (in, op) -> made(newInts(), out -> pool.map(in, op, out)),
                Optional.of((a, b, op) -> made(newInts(), out -> pool.zip(a, b, op, out))),
                this::convert,
                x -> evaluated(pool.eval(Formulas.one(x)), this::newInts),
                (x, ints) -> evaluated(pool.eval(Formulas.two(x, ints)), this::newInts));
    }

    private Calls<ShortArray, IntArray, LongUnary, LongBinary> shorts() {
        return new Calls<>(
                pool::reduce,
                pool::mapReduce,
                pool::dot,
                pool::summary,
                (in, op) -> made(newLongs(), out -> pool.map(in, op, out)),
                Optional.empty(),
                this::convert,
                x -> evaluated(pool.eval(Formulas.one(x)), this::newLongs),
                (x, ints) -> evaluated(pool.eval(Formulas.two(x, ints)), this::newLongs));
    }

    private Calls<ByteArray, IntArray, LongUnary, LongBinary> bytes() {
        return new Calls<>(
                pool::reduce,
                pool::mapReduce,
                pool::dot,
                pool::summary,
                (in, op) -> made(newLongs(), out -> pool.map(in, op, out)),
                Optional.empty(),
                this::convert,
                x -> evaluated(pool.eval(Formulas.one(x)), this::newLongs),
                (x, ints) -> evaluated(pool.eval(Formulas.two(x, ints)), this::newLongs));
    }

    private static <A extends NumericArray> Calls.Evaluated evaluated(
            DoubleEvaluation<A> expression, Supplier<A> target) {
        return new Calls.Evaluated(
                expression::sum, expression::max, expression::count, () -> made(target.get(), expression::into));
    }

    private static <A extends NumericArray> Calls.Evaluated evaluated(
            LongEvaluation<A> expression, Supplier<A> target) {
        return new Calls.Evaluated(
                expression::sum, expression::max, expression::count, () -> made(target.get(), expression::into));
    }

    private NumericArray convert(NumericArray in, ElementType to) {
        NumericArray target =
                switch (to) {
                    case DOUBLE -> newDoubles();
                    case FLOAT -> newFloats();
                    case LONG -> newLongs();
                    case INT -> newInts();
                    default -> throw new IllegalArgumentException("not converted to: type=" + to);
                };
        return made(target, out -> pool.convert(in, out));
    }

    private String newName() {
        return "array-" + memory.regions().size();
    }

    private DoubleArray newDoubles() {
        return memory.newDoubleArray(newName(), length);
    }

    private FloatArray newFloats() {
        return memory.newFloatArray(newName(), length);
    }

    private LongArray newLongs() {
        return memory.newLongArray(newName(), length);
    }

    private IntArray newInts() {
        return memory.newIntArray(newName(), length);
    }

    private ShortArray newShorts() {
        return memory.newShortArray(newName(), length);
    }

    private ByteArray newBytes() {
        return memory.newByteArray(newName(), length);
    }
}

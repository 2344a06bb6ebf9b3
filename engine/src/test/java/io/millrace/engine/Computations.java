package io.millrace.engine;

import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleGenerators;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.FloatGenerators;
import io.millrace.engine.kernel.FloatRandoms;
import io.millrace.engine.kernel.FloatTernaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.FloatUnaryOps;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntGenerators;
import io.millrace.engine.kernel.IntRandoms;
import io.millrace.engine.kernel.IntTernaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.IntUnaryOps;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongGenerators;
import io.millrace.engine.kernel.LongRandoms;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.LongUnaryOps;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.ShortArray;
import java.util.List;
import java.util.stream.Stream;

/// Every typed call of a pool with every built-in function and reduction.
final class Computations {
    private static final long SEED = 42;

    private Computations() {}

    static List<Computation> all() {
        return Stream.of(ElementType.values()).flatMap(type -> of(type).stream()).toList();
    }

    /// Those whose input is of that type.
    static List<Computation> of(ElementType type) {
        return switch (type) {
            case DOUBLE -> doubles();
            case FLOAT -> floats();
            case LONG -> longs();
            case INT -> ints();
            case SHORT -> shorts();
            case BYTE -> bytes();
        };
    }

    private static List<Computation> doubles() {
        return new TypedCalls<DoubleArray, DoubleArray, DoubleUnary>(ElementType.DOUBLE, ElementType.DOUBLE)
                .maps(unaryDoubles(), Op::of, Pool::map)
                .mapReductions(unaryDoubles(), Op::of, Pool::mapReduce)
                .<DoubleBinary>zips(List.of(DoubleBinaryOp.values()), Op::of, Pool::zip)
                .<DoubleTernary>zips3(List.of(DoubleTernaryOp.values()), Op::of, Pool::zip3)
                .reductions(Pool::reduce, Pool::dot, Pool::summary)
                .fill(-0.0, Double.doubleToRawLongBits(-0.0), Pool::fill)
                .generate(DoubleGenerators.index(), Op::of, Pool::generate)
                .generate(DoubleGenerators.linear(0.1, 1e-3), Op::of, Pool::generate)
                .random(DoubleRandoms.uniform(-3, 5), Op::of, (pool, out, fn) -> pool.generate(out, SEED, fn))
                .random(DoubleRandoms.whole(0, 100), Op::of, (pool, out, fn) -> pool.generate(out, SEED, fn))
                .conversions()
                .list();
    }

    private static List<DoubleUnary> unaryDoubles() {
        return with(
                DoubleUnaryOp.values(),
                List.of(
                        DoubleUnaryOps.scale(-1.7),
                        DoubleUnaryOps.plus(0.3),
                        DoubleUnaryOps.power(1.5),
                        DoubleUnaryOps.clamp(-0.0, 1e300)));
    }

    private static List<Computation> floats() {
        return new TypedCalls<FloatArray, FloatArray, FloatUnary>(ElementType.FLOAT, ElementType.FLOAT)
                .maps(unaryFloats(), Op::of, Pool::map)
                .mapReductions(unaryFloats(), Op::of, Pool::mapReduce)
                .<FloatBinary>zips(List.of(FloatBinaryOp.values()), Op::of, Pool::zip)
                .<FloatTernary>zips3(List.of(FloatTernaryOp.values()), Op::of, Pool::zip3)
                .reductions(Pool::reduce, Pool::dot, Pool::summary)
                .fill(-0.0f, Float.floatToRawIntBits(-0.0f), Pool::fill)
                .generate(FloatGenerators.index(), Op::of, Pool::generate)
                .generate(FloatGenerators.linear(0.1f, 1e-3f), Op::of, Pool::generate)
                .random(FloatRandoms.uniform(-3, 5), Op::of, (pool, out, fn) -> pool.generate(out, SEED, fn))
                .random(FloatRandoms.whole(0, 100), Op::of, (pool, out, fn) -> pool.generate(out, SEED, fn))
                .conversions()
                .list();
    }

    private static List<FloatUnary> unaryFloats() {
        return with(
                FloatUnaryOp.values(),
                List.of(
                        FloatUnaryOps.scale(-1.7f),
                        FloatUnaryOps.plus(0.3f),
                        FloatUnaryOps.power(1.5f),
                        FloatUnaryOps.clamp(-1e30f, 0.0f)));
    }

    private static List<Computation> longs() {
        return new TypedCalls<LongArray, LongArray, LongUnary>(ElementType.LONG, ElementType.LONG)
                .maps(unaryLongs(), Op::of, Pool::map)
                .mapReductions(unaryLongs(), Op::of, Pool::mapReduce)
                .<LongBinary>zips(List.of(LongBinaryOp.values()), Op::of, Pool::zip)
                .<LongTernary>zips3(List.of(LongTernaryOp.values()), Op::of, Pool::zip3)
                .reductions(Pool::reduce, Pool::dot, Pool::summary)
                .fill(Long.MIN_VALUE + 1, Long.MIN_VALUE + 1, Pool::fill)
                .generate(LongGenerators.linear(5, -3), Op::of, Pool::generate)
                .random(LongRandoms.whole(-9, 100), Op::of, (pool, out, fn) -> pool.generate(out, SEED, fn))
                .conversions()
                .list();
    }

    private static List<LongUnary> unaryLongs() {
        return with(
                LongUnaryOp.values(),
                List.of(
                        LongUnaryOps.scale(-7),
                        LongUnaryOps.plus(1L << 62),
                        LongUnaryOps.clamp(-5, 1L << 40)));
    }

    private static List<Computation> ints() {
        return new TypedCalls<IntArray, IntArray, IntUnary>(ElementType.INT, ElementType.INT)
                .maps(unaryInts(), Op::of, Pool::map)
                .mapReductions(unaryInts(), Op::of, Pool::mapReduce)
                .<IntBinary>zips(List.of(IntBinaryOp.values()), Op::of, Pool::zip)
                .<IntTernary>zips3(List.of(IntTernaryOp.values()), Op::of, Pool::zip3)
                .reductions(Pool::reduce, Pool::dot, Pool::summary)
                .fill(Integer.MIN_VALUE + 1, Integer.MIN_VALUE + 1, Pool::fill)
                .generate(IntGenerators.linear(5, -3), Op::of, Pool::generate)
                .random(IntRandoms.whole(-9, 100), Op::of, (pool, out, fn) -> pool.generate(out, SEED, fn))
                .conversions()
                .list();
    }

    private static List<IntUnary> unaryInts() {
        return with(
                IntUnaryOp.values(),
                List.of(
                        IntUnaryOps.scale(-7),
                        IntUnaryOps.plus(1 << 30),
                        IntUnaryOps.clamp(-5, 1 << 20)));
    }

    private static List<Computation> shorts() {
        return new TypedCalls<ShortArray, LongArray, LongUnary>(ElementType.SHORT, ElementType.LONG)
                .maps(unaryLongs(), Op::of, Pool::map)
                .mapReductions(unaryLongs(), Op::of, Pool::mapReduce)
                .reductions(Pool::reduce, Pool::dot, Pool::summary)
                .fill(-32_768, -32_768, Pool::fill)
                .generate(LongGenerators.linear(5, -3), Op::of, Pool::generate)
                .random(LongRandoms.whole(-9, 100_000), Op::of, (pool, out, fn) -> pool.generate(out, SEED, fn))
                .conversions()
                .list();
    }

    private static List<Computation> bytes() {
        return new TypedCalls<ByteArray, LongArray, LongUnary>(ElementType.BYTE, ElementType.LONG)
                .maps(unaryLongs(), Op::of, Pool::map)
                .mapReductions(unaryLongs(), Op::of, Pool::mapReduce)
                .reductions(Pool::reduce, Pool::dot, Pool::summary)
                .fill(-128, -128, Pool::fill)
                .generate(LongGenerators.linear(5, -3), Op::of, Pool::generate)
                .random(LongRandoms.whole(-9, 1_000), Op::of, (pool, out, fn) -> pool.generate(out, SEED, fn))
                .conversions()
                .list();
    }

    private static <U> List<U> with(U[] constants, List<U> more) {
        return Stream.concat(Stream.of(constants), more.stream()).toList();
    }
}

package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.internal.kernel.OpFamily.Role;
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
import io.millrace.engine.kernel.Reduction.BuiltIn;
import io.millrace.shm.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Every work that can be written down: all functions, types and reductions.
final class Works {

    private static final Set<String> TYPICAL = Set.of("SQUARE", "NEGATE", "ABS", "SQRT", "SQUARE_EXACT", "SCALE");

    private Works() {}

    static List<Work> all() {
        List<Work> all = new ArrayList<>();
        all.addAll(maps());
        all.addAll(zips());
        all.addAll(others());
        all.addAll(reductions());
        return all;
    }

    static List<Work> maps() {
        List<Work> maps = new ArrayList<>();
        for (ElementType in : ElementType.values()) {
            ElementType out = in.byteSize() < Integer.BYTES ? ElementType.LONG : in;
            unary(in).forEach(op -> maps.add(new Work.Map(op, in, out)));
        }
        return maps;
    }

    static List<Work> zips() {
        List<Work> zips = new ArrayList<>();
        Stream.of(DoubleBinaryOp.values()).forEach(op -> zips.add(new Work.Zip(Op.of(op), ElementType.DOUBLE)));
        Stream.of(FloatBinaryOp.values()).forEach(op -> zips.add(new Work.Zip(Op.of(op), ElementType.FLOAT)));
        Stream.of(LongBinaryOp.values()).forEach(op -> zips.add(new Work.Zip(Op.of(op), ElementType.LONG)));
        Stream.of(IntBinaryOp.values()).forEach(op -> zips.add(new Work.Zip(Op.of(op), ElementType.INT)));
        Stream.of(DoubleTernaryOp.values()).forEach(op -> zips.add(new Work.Zip3(Op.of(op), ElementType.DOUBLE)));
        Stream.of(FloatTernaryOp.values()).forEach(op -> zips.add(new Work.Zip3(Op.of(op), ElementType.FLOAT)));
        Stream.of(LongTernaryOp.values()).forEach(op -> zips.add(new Work.Zip3(Op.of(op), ElementType.LONG)));
        Stream.of(IntTernaryOp.values()).forEach(op -> zips.add(new Work.Zip3(Op.of(op), ElementType.INT)));
        return zips;
    }

    static List<Work> others() {
        List<Work> works = new ArrayList<>();
        for (ElementType type : ElementType.values()) {
            for (ElementType out : ElementType.values()) {
                works.add(new Work.Convert(type, out));
                for (BuiltIn how : List.of(BuiltIn.SUM, BuiltIn.PRODUCT, BuiltIn.MIN, BuiltIn.MAX)) {
                    works.add(new Work.Scan(type, out, how));
                }
            }
            works.add(new Work.Fill(type, 0xFEDC_BA98_7654_3210L));
            works.add(new Work.Dot(type));
            works.add(new Work.Summary(type));
            works.add(new Work.Arg(type, BuiltIn.MIN));
            works.add(new Work.Arg(type, BuiltIn.MAX));
            generators(type).forEach(op -> works.add(new Work.Generate(op, type, 42)));
        }
        return works;
    }

    /// Sums of all functions but the transcendental ones, of which the maps have more; other reductions of
    /// some.
    static List<Work> reductions() {
        List<Work> reductions = new ArrayList<>();
        for (ElementType in : ElementType.values()) {
            for (BuiltIn how : BuiltIn.values()) {
                reductions.add(new Work.Reduce(null, in, how));
                unary(in)
                        .filter(op -> how == BuiltIn.SUM ? isCheap(op) : isTypical(op))
                        .forEach(op -> reductions.add(new Work.Reduce(op, in, how)));
            }
        }
        return reductions;
    }

    private static boolean isCheap(Op op) {
        return op instanceof OpCode builtIn && !builtIn.isExpensive() || op.name().equals("EXP");
    }

    private static boolean isTypical(Op op) {
        return TYPICAL.contains(op.name());
    }

    static Stream<Op> unary(ElementType type) {
        return switch (OpFamily.of(type, Role.UNARY)) {
            case DOUBLE_UNARY -> {
                Stream<DoubleUnary> more =
                        Stream.of(
                                DoubleUnaryOps.scale(-1.7),
                                DoubleUnaryOps.plus(0.3),
                                DoubleUnaryOps.power(1.5),
                                DoubleUnaryOps.clamp(-0.0, 1e300));
                yield Stream.concat(Stream.of(DoubleUnaryOp.values()), more).map(op -> Op.of(op));
            }
            case FLOAT_UNARY -> {
                Stream<FloatUnary> more =
                        Stream.of(
                                FloatUnaryOps.scale(-1.7f),
                                FloatUnaryOps.plus(0.3f),
                                FloatUnaryOps.power(1.5f),
                                FloatUnaryOps.clamp(-1e30f, 0.0f));
                yield Stream.concat(Stream.of(FloatUnaryOp.values()), more).map(op -> Op.of(op));
            }
            case INT_UNARY -> {
                Stream<IntUnary> more =
                        Stream.of(IntUnaryOps.scale(-7), IntUnaryOps.plus(1 << 30), IntUnaryOps.clamp(-5, 1 << 20));
                yield Stream.concat(Stream.of(IntUnaryOp.values()), more).map(op -> Op.of(op));
            }
            default -> {
                Stream<LongUnary> more =
                        Stream.of(
                                LongUnaryOps.scale(-7),
                                LongUnaryOps.plus(1L << 62),
                                LongUnaryOps.clamp(-5, 1L << 40));
                yield Stream.concat(Stream.of(LongUnaryOp.values()), more).map(op -> Op.of(op));
            }
        };
    }

    private static Stream<Op> generators(ElementType type) {
        return switch (OpFamily.of(type, Role.UNARY)) {
            case DOUBLE_UNARY ->
                    Stream.of(
                            Op.of(DoubleGenerators.index()),
                            Op.of(DoubleGenerators.linear(0.1, 1e-3)),
                            Op.of(DoubleRandoms.uniform(-3, 5)),
                            Op.of(DoubleRandoms.whole(0, 100)));
            case FLOAT_UNARY ->
                    Stream.of(
                            Op.of(FloatGenerators.index()),
                            Op.of(FloatGenerators.linear(0.1f, 1e-3f)),
                            Op.of(FloatRandoms.uniform(-3, 5)),
                            Op.of(FloatRandoms.whole(0, 100)));
            case INT_UNARY ->
                    Stream.of(
                            Op.of(IntGenerators.index()),
                            Op.of(IntGenerators.linear(5, -3)),
                            Op.of(IntRandoms.whole(Integer.MIN_VALUE, Integer.MAX_VALUE)));
            default ->
                    Stream.of(
                            Op.of(LongGenerators.index()),
                            Op.of(LongGenerators.linear(5, -3)),
                            Op.of(LongRandoms.whole(Long.MIN_VALUE, Long.MAX_VALUE)));
        };
    }
}

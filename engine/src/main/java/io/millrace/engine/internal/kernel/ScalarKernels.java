package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleCondition;
import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleIndexed;
import io.millrace.engine.DoubleTernary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatCondition;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.FloatIndexed;
import io.millrace.engine.FloatTernary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntCondition;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.IntIndexed;
import io.millrace.engine.IntTernary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongCondition;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.LongIndexed;
import io.millrace.engine.LongTernary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToFloat;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;
import io.millrace.engine.internal.kernel.BlockKernel.Settled;
import io.millrace.engine.internal.kernel.Work.Goal;
import io.millrace.engine.internal.kernel.loops.ArgSearch;
import io.millrace.engine.internal.kernel.loops.BlockQuery;
import io.millrace.engine.internal.kernel.loops.BlockStep;
import io.millrace.engine.internal.kernel.loops.DoubleReducer;
import io.millrace.engine.internal.kernel.loops.DoubleSource;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.FloatSource;
import io.millrace.engine.internal.kernel.loops.IntSource;
import io.millrace.engine.internal.kernel.loops.LongSource;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.Reduction.BuiltIn;
import io.millrace.shm.ElementType;
import org.jspecify.annotations.Nullable;

/// Kernels in plain Java: the reference that tests compare all other kernels with, and the fallback
/// for work that the others have no loop for.
///
/// A kernel is a source of blocks, followed by a store or by a reduction. The source loads, maps,
/// combines or generates the elements in a buffer of `double`, `float`, `long` or `int`.
public final class ScalarKernels implements Kernels {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public String isa() {
        return "java";
    }

    @Override
    public BlockKernel compile(Work work) {
        return work.inJava();
    }

    static BlockKernel map(Op op, ElementType in, ElementType out) {
        if (in != out || !(op instanceof UserOp user)) {
            return chunked(mapStep(op, in), in, out);
        }
        return user.function() instanceof BlockFunction own ? whole(own) : tuned(user, mapStep(op, in), in);
    }

    static BlockKernel mapIndexed(Op op, ElementType in, ElementType out) {
        BlockStep step = mapIndexedStep(op, in);
        return in == out && op instanceof UserOp user ? tuned(user, step, in) : chunked(step, in, out);
    }

    static BlockKernel zip(Op op, ElementType type) {
        BlockStep step = zipStep(op, type);
        return op instanceof UserOp user ? tuned(user, step, type) : chunked(step, type, type);
    }

    static BlockKernel zip3(Op op, ElementType type) {
        BlockStep step = switch (type) {
            case DOUBLE -> DoubleSource.of(type).zip3((DoubleTernary) op.function()).to(type);
            case FLOAT -> FloatSource.of().zip3((FloatTernary) op.function()).toOutput();
            case INT -> IntSource.of().zip3((IntTernary) op.function()).toOutput();
            case LONG, SHORT, BYTE -> LongSource.of(type).zip3((LongTernary) op.function()).to(type);
        };
        return chunked(step, type, type);
    }

    static BlockKernel convert(ElementType in, ElementType out) {
        return chunked(
                Elements.isFloating(in) ? DoubleSource.of(in).to(out) : LongSource.of(in).to(out), in, out);
    }

    static BlockKernel fill(ElementType type, long bits) {
        return chunked(LongSource.constant(bits).to(sameWidth(type)), type, type);
    }

    static BlockKernel generate(Work.Generate work) {
        return chunked(generateStep(work), work.out(), work.out());
    }

    /// The elements of `type` mapped by `op`, as `double` for a reduction.
    public static DoubleSource doubles(@Nullable Op op, ElementType type) {
        if (op == null) {
            return DoubleSource.of(type);
        }
        return type == ElementType.FLOAT
                ? floats(op).widened()
                : DoubleSource.of(type).map((DoubleUnary) op.function());
    }

    /// The elements of `float` mapped by `op`.
    static FloatSource floats(Op op) {
        return FloatSource.of().map((FloatUnary) op.function());
    }

    /// The elements of `int` mapped by `op`.
    static IntSource ints(Op op) {
        return IntSource.of().map((IntUnary) op.function());
    }

    /// The elements of `type` mapped by `op`, as `long` for a reduction. A sum over `int` computes
    /// a built-in function in `long`; every other reduction maps in `int` and then widens.
    public static LongSource longs(@Nullable Op op, ElementType type, Reduction how) {
        if (op == null) {
            return LongSource.of(type);
        }
        if (type != ElementType.INT) {
            return LongSource.of(type).map((LongUnary) op.function());
        }
        boolean sums = how == BuiltIn.SUM || how == BuiltIn.SUM_CHECKED;
        return sums && op instanceof OpCode code
                ? LongSource.of(type).map((LongUnary) code.widened().function())
                : ints(op).widened();
    }

    private static BlockKernel.Elementwise whole(BlockFunction function) {
        return (operands, firstIndex, n) -> function.call(operands.first(), operands.out(), n);
    }

    private static TunedKernel tuned(UserOp op, BlockStep buffered, ElementType type) {
        return TunedKernel.of(op.function(), buffered, DirectLoops.of(op), type.byteSize());
    }

    private static Chunked chunked(BlockStep step, ElementType in, ElementType out) {
        return new Chunked(step, in.byteSize(), out.byteSize());
    }

    private static BlockStep mapStep(Op op, ElementType in) {
        return switch (in) {
            case DOUBLE -> DoubleSource.of(in).map((DoubleUnary) op.function()).to(in);
            case FLOAT -> floats(op).toOutput();
            case INT -> ints(op).toOutput();
            case LONG, SHORT, BYTE -> LongSource.of(in).map((LongUnary) op.function()).to(ElementType.LONG);
        };
    }

    private static BlockStep mapIndexedStep(Op op, ElementType in) {
        return switch (in) {
            case DOUBLE -> DoubleSource.of(in).map((DoubleIndexed) op.function()).to(in);
            case FLOAT -> FloatSource.of().map((FloatIndexed) op.function()).toOutput();
            case INT -> IntSource.of().map((IntIndexed) op.function()).toOutput();
            case LONG, SHORT, BYTE -> LongSource.of(in).map((LongIndexed) op.function()).to(ElementType.LONG);
        };
    }

    private static BlockStep zipStep(Op op, ElementType type) {
        return switch (type) {
            case DOUBLE -> DoubleSource.of(type).zip((DoubleBinary) op.function()).to(type);
            case FLOAT -> FloatSource.of().zip((FloatBinary) op.function()).toOutput();
            case INT -> IntSource.of().zip((IntBinary) op.function()).toOutput();
            case LONG, SHORT, BYTE -> LongSource.of(type).zip((LongBinary) op.function()).to(type);
        };
    }

    private static BlockStep generateStep(Work.Generate work) {
        ElementType out = work.out();
        long seed = work.seed();
        Object function = work.op().function();
        return switch (OpFamily.of(work.op())) {
            case DOUBLE_GENERATOR -> DoubleSource.of((DoubleGenerator) function).to(out);
            case FLOAT_GENERATOR -> FloatSource.of((FloatGenerator) function).toOutput();
            case LONG_GENERATOR -> LongSource.of((LongGenerator) function).to(out);
            case INT_GENERATOR -> IntSource.of((IntGenerator) function).toOutput();
            case DOUBLE_RANDOM -> DoubleSource.of((RandomToDouble) function, seed).to(out);
            case FLOAT_RANDOM -> FloatSource.of((RandomToFloat) function, seed).toOutput();
            case LONG_RANDOM -> LongSource.of((RandomToLong) function, seed).to(out);
            case INT_RANDOM -> IntSource.of((RandomToInt) function, seed).toOutput();
            default -> throw new IllegalArgumentException("makes no elements: " + work.op());
        };
    }

    static Fold reduce(@Nullable Op op, ElementType in, Reduction how) {
        return new Fold(NodeRule.of(how, Elements.isFloating(in)), reduceLoop(op, in, how));
    }

    private static Fold.Loop reduceLoop(@Nullable Op op, ElementType in, Reduction how) {
        if (how instanceof Reduction.OfDouble own) { // no switch over its types: the JVM makes a class for one
            return op == null && in == ElementType.DOUBLE
                    ? DoubleFolds.own(own)
                    : DoubleFolds.own(doubles(op, in), in.byteSize(), own);
        }
        if (how instanceof Reduction.OfLong own) {
            return op == null && in == ElementType.LONG
                    ? LongFolds.own(own)
                    : LongFolds.own(longs(op, in, how), in.byteSize(), own);
        }
        BuiltIn builtIn = (BuiltIn) how;
        return Elements.isFloating(in)
                ? DoubleFolds.reduce(doubles(op, in), builtIn)
                : LongFolds.reduce(longs(op, in, how), builtIn);
    }

    /// The products, then their sum. A product of `float` is rounded to `float`; integers multiply
    /// in `long`.
    static Fold dot(ElementType type) {
        Fold.Loop loop = switch (type) {
            case DOUBLE -> {
                DoubleSource products = DoubleSource.of(type).zip(DoubleBinaryOp.MULTIPLY);
                yield DoubleFolds.reduce(products, BuiltIn.SUM);
            }
            case FLOAT -> {
                FloatSource products = FloatSource.of().zip(FloatBinaryOp.MULTIPLY);
                yield DoubleFolds.reduce(products.widened(), BuiltIn.SUM);
            }
            default -> {
                LongSource products = LongSource.of(type).zip(LongBinaryOp.MULTIPLY);
                yield LongFolds.reduce(products, BuiltIn.SUM);
            }
        };
        return new Fold(NodeRule.of(BuiltIn.SUM, Elements.isFloating(type)), loop);
    }

    static Fold summary(ElementType type) {
        boolean floating = Elements.isFloating(type);
        Fold.Loop loop = floating
                ? DoubleFolds.summary(DoubleSource.of(type), DoubleReducer::sum)
                : LongFolds.summary(LongSource.of(type), DoubleReducer::sum);
        return new Fold(NodeRule.summary(floating), loop);
    }

    static Fold arg(ElementType in, BuiltIn how) {
        NodeRule.Arg rule = new NodeRule.Arg(how, Elements.isFloating(in));
        return new Fold(rule, ArgSearch.of(in, how)::fold);
    }

    /// The number of elements that the condition holds for.
    static Fold count(Op condition, ElementType in) {
        Object function = condition.function();
        BlockQuery count = switch (in) {
            case DOUBLE -> DoubleSource.of(in).count((DoubleCondition) function);
            case FLOAT -> FloatSource.of().count((FloatCondition) function);
            case INT -> IntSource.of().count((IntCondition) function);
            case LONG, SHORT, BYTE -> LongSource.of(in).count((LongCondition) function);
        };
        return new Fold(NodeRule.count(), (operands, firstIndex, n, node) -> node[0] = count.of(operands, n));
    }

    /// The index of the first element that is looked for, or -1. Once one was found, the blocks behind it
    /// are settled, or all blocks.
    static Fold search(Op condition, ElementType in, Goal goal) {
        Object function = condition.function();
        boolean wanted = goal.wanted();
        BlockQuery search = switch (in) {
            case DOUBLE -> DoubleSource.of(in).search((DoubleCondition) function, wanted);
            case FLOAT -> FloatSource.of().search((FloatCondition) function, wanted);
            case INT -> IntSource.of().search((IntCondition) function, wanted);
            case LONG, SHORT, BYTE -> LongSource.of(in).search((LongCondition) function, wanted);
        };
        NodeRule rule = new NodeRule.Found(goal == Goal.FIRST ? Settled.BEHIND : Settled.ALL);
        return new Fold(rule, (operands, firstIndex, n, node) -> {
            int place = search.of(operands, n);
            node[0] = place < 0 ? -1 : firstIndex + place;
        });
    }

    /// The integer type of the same size as `type`: a fill stores raw bits as integers.
    private static ElementType sameWidth(ElementType type) {
        return switch (type) {
            case DOUBLE -> ElementType.LONG;
            case FLOAT -> ElementType.INT;
            default -> type;
        };
    }
}

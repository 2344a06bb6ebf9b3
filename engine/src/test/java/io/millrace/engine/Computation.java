package io.millrace.engine;

import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.internal.kernel.ScalarKernels;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import java.lang.foreign.MemorySegment;

/// One call of a pool, and the work it must come to, which [#expected] computes without a pool.
///
/// @param op the function, a constant or one with parameters; null where there is none
record Computation(Work work, Object op, Call call) {

    /// The typed call: null, or what a reduction gave.
    interface Call {
        Object on(Pool pool, Arrays arrays);
    }

    /// What a call works on. It uses those that it needs.
    record Arrays(NumericArray first, NumericArray second, NumericArray out) {}

    /// What a computation gave.
    sealed interface Outcome {
        /// Elements: in `out`.
        record Elements(MemorySegment segment) implements Outcome {}

        /// A number or a summary, every NaN the same, so that `equals` compares bits.
        record Value(Object value) implements Outcome {}

        /// An exact operation or a checked sum overflowed, or something was divided by zero.
        record Refusal(String message) implements Outcome {}
    }

    ElementType in() {
        return switch (work) {
            case Work.Map(var _, var in, var _) -> in;
            case Work.MapIndexed(var _, var in, var _) -> in;
            case Work.Zip(var _, var type) -> type;
            case Work.Zip3(var _, var type) -> type;
            case Work.Convert(var in, var _) -> in;
            case Work.Fill(var type, var _) -> type;
            case Work.Generate(var _, var out, var _) -> out;
            case Work.Reduce(var _, var in, var _) -> in;
            case Work.Dot(var type) -> type;
            case Work.Summary(var type) -> type;
            case Work.Arg(var in, var _) -> in;
            case Work.Scan(var in, var _, var _) -> in;
            case Work.Count(var _, var in) -> in;
            case Work.Search(var _, var in, var _) -> in;
            case Work.Evaluation(var program, var _) -> program.type();
        };
    }

    ElementType out() {
        return switch (work) {
            case Work.Map(var _, var _, var out) -> out;
            case Work.MapIndexed(var _, var _, var out) -> out;
            case Work.Convert(var _, var out) -> out;
            case Work.Scan(var _, var out, var _) -> out;
            default -> in();
        };
    }

    /// Whether it makes one number of many elements.
    boolean folds() {
        return switch (work) {
            case Work.Reduce _, Work.Dot _, Work.Summary _, Work.Arg _, Work.Count _, Work.Search _ -> true;
            default -> false;
        };
    }

    /// Whether the output may be an input.
    boolean worksInPlace() {
        return work instanceof Work.Zip || work instanceof Work.Zip3 || work instanceof Work.Map && in() == out();
    }

    Outcome on(Pool pool, Arrays arrays) {
        try {
            Object value = call.on(pool, arrays);
            return value == null ? new Outcome.Elements(arrays.out.segment()) : new Outcome.Value(value);
        } catch (ArithmeticException refusal) {
            return new Outcome.Refusal(refusal.getMessage());
        }
    }

    /// What [#on] must give: scalar kernels in this thread over memory of its own, without pool, file or chunks.
    ///
    /// @param out room for the elements of the outcome
    Outcome expected(MemorySegment first, MemorySegment second, MemorySegment out, int length) {
        try {
            return switch (new ScalarKernels().compile(work)) {
                case BlockKernel.Elementwise kernel -> {
                    MemorySegment elements = out.asSlice(0, (long) length * out().byteSize());
                    kernel.run(new Operands(first, second, first, elements, Store.CACHED, Operands.NONE), 0, length);
                    yield new Outcome.Elements(elements);
                }
                case BlockKernel.Scanning kernel -> {
                    MemorySegment elements = out.asSlice(0, (long) length * out().byteSize());
                    kernel.runWhole(new Operands(first, second, elements, Store.CACHED), length);
                    yield new Outcome.Elements(elements);
                }
                case BlockKernel.Folding _ ->
                    new Outcome.Value(value(Truth.fold(work, first, second, length, in().byteSize()), length));
            };
        } catch (ArithmeticException refusal) {
            return new Outcome.Refusal(refusal.getMessage());
        }
    }

    private Object value(long[] root, long length) {
        boolean floating = in() == ElementType.DOUBLE || in() == ElementType.FLOAT;
        return switch (work) {
            case Work.Summary _ ->
                floating ? NodeValue.doubleSummary(root, length) : NodeValue.longSummary(root, length);
            case Work.Reduce(var _, var _, var how) when floating -> NodeValue.ofDouble(how, root);
            case Work.Reduce(var _, var _, var how) -> NodeValue.ofLong(how, root);
            case Work.Arg _ -> root[1];
            default -> floating ? (Object) Double.longBitsToDouble(root[0]) : (Object) root[0];
        };
    }

    /// For people who read a failure.
    @Override
    public String toString() {
        return op == null ? work.toString() : work + " with " + op;
    }
}

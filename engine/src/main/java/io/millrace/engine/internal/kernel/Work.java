package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.OpFamily.Role;
import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.Reduction.BuiltIn;
import io.millrace.shm.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a job computes: a record that is small enough for the file and that checks itself when it
/// is made.
///
/// Functions of the user, of elements and of reductions, are sent beside it ([#userFunctions]).
///
/// Functions over `byte` and `short` elements are those of `long`: inputs are widened, and
/// generated elements are narrowed.
public sealed interface Work {

    /// `out[i] = op(in[i])`. `in` and `out` have the same type, except that `byte` and `short` give
    /// `long`.
    record Map(Op op, ElementType in, ElementType out) implements Work {
        public Map {
            Work.require(OpFamily.of(op) == OpFamily.of(in, Role.UNARY), "map", op, in);
            Work.require(out == Work.widened(in), "map to " + out, op, in);
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.map(op, in, out);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            return op instanceof OpCode code ? kernels.map(code, in) : null;
        }
    }

    /// `out[i] = op(i, in[i])`, for the types of a map.
    record MapIndexed(Op op, ElementType in, ElementType out) implements Work {
        public MapIndexed {
            Work.require(OpFamily.of(op) == OpFamily.of(in, Role.INDEXED), "map with index", op, in);
            Work.require(out == Work.widened(in), "map with index to " + out, op, in);
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.mapIndexed(op, in, out);
        }
    }

    /// `out[i] = op(first[i], second[i])`, for `double float long int`.
    record Zip(Op op, ElementType type) implements Work {
        public Zip {
            boolean wide = type != ElementType.BYTE && type != ElementType.SHORT;
            Work.require(wide && OpFamily.of(op) == OpFamily.of(type, Role.BINARY), "zip", op, type);
        }

        @Override
        public ElementType in() {
            return type;
        }

        @Override
        public ElementType out() {
            return type;
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.zip(op, type);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            return op instanceof OpCode code ? kernels.zip(code, type) : null;
        }
    }

    /// `out[i] = op(first[i], second[i], third[i])`, for `double float long int`.
    record Zip3(Op op, ElementType type) implements Work {
        public Zip3 {
            boolean wide = type != ElementType.BYTE && type != ElementType.SHORT;
            Work.require(wide && OpFamily.of(op) == OpFamily.of(type, Role.TERNARY), "zip3", op, type);
        }

        @Override
        public ElementType in() {
            return type;
        }

        @Override
        public ElementType out() {
            return type;
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.zip3(op, type);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            return op instanceof OpCode code ? kernels.zip3(code, type) : null;
        }
    }

    /// `out[i] = (out) in[i]`, by Java's casts.
    record Convert(ElementType in, ElementType out) implements Work {
        @Override
        public BlockKernel inJava() {
            return ScalarKernels.convert(in, out);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            return kernels.convert(in, out);
        }
    }

    /// `out[i]` = the value whose raw bits are the low bits of `bits`.
    record Fill(ElementType type, long bits) implements Work {
        @Override
        public ElementType out() {
            return type;
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.fill(type, bits);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            return kernels.fill(type, bits);
        }
    }

    /// `out[i]` is a function of the index, or of the random stream of its block.
    ///
    /// @param seed for random functions; others ignore it
    record Generate(Op op, ElementType out, long seed) implements Work {
        public Generate {
            OpFamily family = OpFamily.of(op);
            boolean fits =
                    family == OpFamily.of(out, Role.GENERATOR)
                            || family == OpFamily.of(out, Role.RANDOM);
            Work.require(fits, "generate", op, out);
        }

        @Override
        public long bits() {
            return seed;
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.generate(this);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            boolean drawn = OpFamily.of(op) == OpFamily.of(out, Role.RANDOM);
            return drawn && op instanceof OpCode code ? kernels.draw(code, out, seed) : null;
        }
    }

    /// Combines all `op(in[i])`, or all `in[i]`, into one number. A sum over `int` computes `op` in
    /// `long`; every other reduction is that of the mapped elements.
    record Reduce(@Nullable Op op, ElementType in, Reduction how) implements Work {
        public Reduce {
            if (op != null) {
                Work.require(OpFamily.of(op) == OpFamily.of(in, Role.UNARY), "reduce", op, in);
            }
            Work.requireFit(how, in);
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.reduce(op, in, how);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            return how instanceof Reduction.BuiltIn builtIn ? kernels.reduce(op, in, builtIn) : null;
        }
    }

    /// `out[i]` = all elements up to `in[i]` combined, computed as [Reduce] does and cast to the type of
    /// the output.
    record Scan(ElementType in, ElementType out, Reduction how) implements Work {
        public Scan {
            Work.requireFit(how, in);
            if (how == BuiltIn.COUNT_NONZERO || how == BuiltIn.SUM_CHECKED) {
                throw new IllegalArgumentException(
                        "no scan of this reduction: how=%s; use SUM, PRODUCT, MIN, MAX or a reduction of your own"
                                .formatted(how));
            }
        }

        /// What combines all elements of a block, and all of the blocks before it.
        public Reduce totals() {
            return new Reduce(null, in, how);
        }

        @Override
        public BlockKernel inJava() {
            return ScanKernel.of(in, out, how, ScalarKernels.reduce(null, in, how));
        }

        @Override
        public BlockKernel inC(NativeKernels kernels) {
            return ScanKernel.of(in, out, how, (BlockKernel.Folding) kernels.compile(totals()));
        }
    }

    /// Sum of `first[i] * second[i]`; integers multiply in `long`, a `float` product is rounded to
    /// `float`.
    record Dot(ElementType type) implements Work {
        @Override
        public ElementType in() {
            return type;
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.dot(type);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            return kernels.dot(type);
        }
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    record Summary(ElementType type) implements Work {
        @Override
        public ElementType in() {
            return type;
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.summary(type);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            return kernels.summary(type);
        }
    }

    /// An expression: its steps block by block, whose last writes, or whose result is folded. The same bits
    /// as the works of its steps one after the other, then the reduction of the result.
    ///
    /// Its arrays are those of [io.millrace.engine.internal.kernel.loops.Operands#inputs].
    ///
    /// @param how null if the last step writes
    record Evaluation(Program program, @Nullable Reduction how) implements Work {
        public Evaluation {
            program.steps().forEach(Evaluation::alone);
            if (how == null && program.steps().isEmpty()) {
                throw new IllegalArgumentException("no step writes");
            }
            if (how != null) {
                Work.requireFit(how, program.type());
            }
        }

        @Override
        public @Nullable ElementType out() {
            return how == null ? program.type() : null;
        }

        @Override
        public boolean isSameAs(Work other) {
            return other instanceof Evaluation evaluation
                    && Objects.equals(how, evaluation.how)
                    && program.isSameAs(evaluation.program);
        }

        @Override
        public int sameHash() {
            return 31 * program.sameHash() + Objects.hashCode(how);
        }

        @Override
        public boolean isExpensive() {
            return program.isExpensive();
        }

        @Override
        public List<Object> userFunctions() {
            List<Object> functions = program.userFunctions();
            if (combine() instanceof UserOp user) {
                functions.add(user.function());
            }
            return functions;
        }

        /// The work of a job that computes a step alone; null for a selection, which no job computes.
        ///
        /// @throws IllegalArgumentException when the step's function does not fit its elements
        static @Nullable Work alone(Program.Step step) {
            return switch (step.kind()) {
                case MAP -> new Map(Objects.requireNonNull(step.op()), step.in(), step.out());
                case ZIP -> new Zip(Objects.requireNonNull(step.op()), step.in());
                case ZIP3 -> new Zip3(Objects.requireNonNull(step.op()), step.in());
                case CONVERT -> new Convert(step.in(), step.out());
                case CONSTANT -> new Fill(step.out(), step.bits());
                case SELECT -> null;
            };
        }

        @Override
        public Work folding() {
            return how == null ? this : new Reduce(null, program.type(), how);
        }

        @Override
        public BlockKernel inJava() {
            return stepByStep(new ScalarKernels());
        }

        /// Made of the kernels that `by` has for the steps and for the fold.
        BlockKernel stepByStep(Kernels by) {
            @Nullable Elementwise[] kernels = new Elementwise[program.steps().size()];
            for (int step = 0; step < kernels.length; step++) {
                Work alone = alone(program.steps().get(step));
                kernels[step] = alone == null ? null : (Elementwise) by.compile(alone);
            }
            return Stepwise.of(program, kernels, how == null ? null : (Folding) by.compile(folding()));
        }

        @Override
        public BlockKernel inC(NativeKernels kernels) {
            return kernels.program(this);
        }

        /// Such as `evaluate 3 steps SUM double`.
        @Override
        public String toString() {
            String type = program.type().name().toLowerCase(Locale.ROOT);
            return "evaluate %s steps%s %s".formatted(program.steps().size(), how == null ? "" : " " + how, type);
        }
    }

    /// The index of the first element that no other is below (`MIN`) or above (`MAX`).
    record Arg(ElementType in, BuiltIn how) implements Work {
        public Arg {
            if (how != BuiltIn.MIN && how != BuiltIn.MAX) {
                throw new IllegalArgumentException("no single element gives the reduction: how=" + how);
            }
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.arg(in, how);
        }

        @Override
        public @Nullable BlockKernel inC(NativeKernels kernels) {
            return kernels.arg(in, how);
        }
    }

    /// The number of elements that a condition holds for.
    record Count(Op op, ElementType in) implements Work {
        public Count {
            Work.require(OpFamily.of(op) == OpFamily.of(in, Role.CONDITION), "count", op, in);
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.count(op, in);
        }
    }

    /// The index of the first element that a condition holds for, or of some element.
    record Search(Op op, ElementType in, Goal goal) implements Work {
        public Search {
            Work.require(OpFamily.of(op) == OpFamily.of(in, Role.CONDITION), "search", op, in);
        }

        @Override
        public long bits() {
            return goal.code();
        }

        @Override
        public BlockKernel inJava() {
            return ScalarKernels.search(op, in, goal);
        }
    }

    /// What a search looks for.
    enum Goal {
        /// The first element that the condition holds for.
        FIRST(1),
        /// Any element that the condition holds for.
        ANY(2),
        /// Any element that it does not hold for.
        EXCEPTION(3);

        private final int code;

        Goal(int code) {
            this.code = code;
        }

        /// Its code in the file.
        int code() {
            return code;
        }

        /// @throws IllegalArgumentException when no goal has that code
        static Goal ofCode(long code) {
            for (Goal goal : values()) {
                if (goal.code == code) {
                    return goal;
                }
            }
            throw BuiltInOp.unknown("search", (int) code);
        }

        /// What the condition gives for the element that is looked for.
        boolean wanted() {
            return this != EXCEPTION;
        }
    }

    /// The function of its elements; null if it has none.
    default @Nullable Op op() {
        return null;
    }

    /// The type of its inputs; null if it has none.
    default @Nullable ElementType in() {
        return null;
    }

    /// The type of its output; null if it has none.
    default @Nullable ElementType out() {
        return null;
    }

    /// Its reduction; null if it has none.
    default @Nullable Reduction how() {
        return null;
    }

    /// The value of a fill, the seed of a generate, the goal of a search; else 0.
    default long bits() {
        return 0;
    }

    /// The function of its reduction; null if the reduction is built in, or there is none.
    default @Nullable Op combine() {
        if (how() instanceof Reduction.OfDouble(_, var combine)) {
            return Op.of(combine);
        }
        return how() instanceof Reduction.OfLong(_, var combine) ? Op.of(combine) : null;
    }

    /// A work whose kernel combines nodes as this one's does.
    default Work folding() {
        return this;
    }

    /// Its kernel in plain Java: [ScalarKernels].
    BlockKernel inJava();

    /// Its kernel in C; null if C has none.
    default @Nullable BlockKernel inC(NativeKernels kernels) {
        return null;
    }

    /// What `equals` says, without the code that the JVM makes for each record at its first call, for some
    /// milliseconds.
    default boolean isSameAs(Work other) {
        return getClass() == other.getClass()
                && in() == other.in()
                && out() == other.out()
                && bits() == other.bits()
                && Objects.equals(op(), other.op())
                && Objects.equals(how(), other.how());
    }

    /// The same for two works of which each is the [same][#isSameAs] as the other.
    default int sameHash() {
        int types = 31 * Objects.hashCode(in()) + Objects.hashCode(out());
        int functions = 31 * Objects.hashCode(op()) + Objects.hashCode(how());
        return 31 * (31 * (31 * getClass().hashCode() + types) + functions) + Long.hashCode(bits());
    }

    /// Whether an element costs about 10 ns or more; a cheap one costs a fraction of 1 ns. The cost
    /// of functions of the user is unknown here.
    default boolean isExpensive() {
        return op() instanceof OpCode code && code.isExpensive();
    }

    /// The functions of the user: those of the elements, in the order of the steps, then that of the reduction.
    default List<Object> userFunctions() {
        List<Object> functions = new ArrayList<>();
        if (op() instanceof UserOp user) {
            functions.add(user.function());
        }
        if (combine() instanceof UserOp user) {
            functions.add(user.function());
        }
        return functions;
    }

    private static ElementType widened(ElementType in) {
        return in == ElementType.BYTE || in == ElementType.SHORT ? ElementType.LONG : in;
    }

    private static void requireFit(Reduction how, ElementType in) {
        Objects.requireNonNull(how, "how");
        if (!(how instanceof BuiltIn || how instanceof Reduction.OfDouble == Elements.isFloating(in))) {
            throw new IllegalArgumentException(
                    ("the reduction does not fit the elements: type=%s; use Reduction.of for double and float,"
                            + " Reduction.ofLong for integers")
                            .formatted(in));
        }
    }

    private static void require(boolean fits, String what, Op op, ElementType type) {
        op.function();
        if (!fits) {
            throw new IllegalArgumentException(
                    "the operation does not fit the elements: work=%s, op=%s, type=%s"
                            .formatted(what, op, type));
        }
    }
}

package io.millrace.engine.kernel;

import io.millrace.engine.kernel.OpFamily.Role;
import io.millrace.shm.ElementType;
import org.jspecify.annotations.Nullable;

/// What a job computes: a fact small enough for the file, checked when it is made.
///
/// Functions over `byte` and `short` elements are those of `long`: inputs are widened, generated
/// elements narrowed.
public sealed interface Work {

    /// `out[i] = op(in[i])`. `in` and `out` are the same type, but `byte` and `short` give `long`.
    record Map(OpCode op, ElementType in, ElementType out) implements Work {
        public Map {
            Work.require(OpFamily.of(op) == OpFamily.of(in, Role.UNARY), "map", op, in);
            Work.require(out == widened(in), "map to " + out, op, in);
        }

        private static ElementType widened(ElementType in) {
            return in == ElementType.BYTE || in == ElementType.SHORT ? ElementType.LONG : in;
        }
    }

    /// `out[i] = op(first[i], second[i])`, for `double float long int`.
    record Zip(OpCode op, ElementType type) implements Work {
        public Zip {
            boolean wide = type != ElementType.BYTE && type != ElementType.SHORT;
            Work.require(wide && OpFamily.of(op) == OpFamily.of(type, Role.BINARY), "zip", op, type);
        }
    }

    /// `out[i] = (out) in[i]`, by Java's casts.
    record Convert(ElementType in, ElementType out) implements Work {}

    /// `out[i]` = the value whose raw bits are the low bits of `bits`.
    record Fill(ElementType type, long bits) implements Work {}

    /// `out[i]` from the index alone, or from the random stream of its block.
    ///
    /// @param seed of random functions; others ignore it
    record Generate(OpCode op, ElementType out, long seed) implements Work {
        public Generate {
            OpFamily family = OpFamily.of(op);
            boolean fits =
                    family == OpFamily.of(out, Role.GENERATOR)
                            || family == OpFamily.of(out, Role.RANDOM);
            Work.require(fits, "generate", op, out);
        }
    }

    /// All `op(in[i])`, or all `in[i]`, become one number. A sum over `int` computes `op` in
    /// `long`; every other reduction is that of the mapped elements.
    record Reduce(@Nullable OpCode op, ElementType in, Reduction how) implements Work {
        public Reduce {
            if (op != null) {
                Work.require(OpFamily.of(op) == OpFamily.of(in, Role.UNARY), "reduce", op, in);
            }
        }
    }

    /// Sum of `first[i] * second[i]`; integers multiply in `long`, a `float` product is rounded to
    /// `float`.
    record Dot(ElementType type) implements Work {}

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    record Summary(ElementType type) implements Work {}

    /// Whether an element costs some 10 ns and more, where a plain one costs a fraction of one.
    default boolean isDear() {
        return switch (this) {
            case Map(var op, var in, var out) -> op.isDear();
            case Zip(var op, var type) -> op.isDear();
            case Generate(var op, var out, var seed) -> op.isDear();
            case Reduce(var op, var in, var how) -> op != null && op.isDear();
            case Convert _, Fill _, Dot _, Summary _ -> false;
        };
    }

    private static void require(boolean fits, String what, OpCode op, ElementType type) {
        op.function();
        if (!fits) {
            throw new IllegalArgumentException(
                    "the operation does not fit the elements: work=%s, op=%s, type=%s"
                            .formatted(what, op, type));
        }
    }
}

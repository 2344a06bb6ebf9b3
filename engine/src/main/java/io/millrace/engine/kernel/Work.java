package io.millrace.engine.kernel;

import io.millrace.engine.kernel.OpFamily.Role;
import io.millrace.shm.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a job computes: a fact small enough for the file, checked when it is made.
///
/// What is the user's own in it, functions of elements and of reductions, travels beside it
/// ([#userFunctions]).
///
/// Functions over `byte` and `short` elements are those of `long`: inputs are widened, generated
/// elements narrowed.
public sealed interface Work {

    /// `out[i] = op(in[i])`. `in` and `out` are the same type, but `byte` and `short` give `long`.
    record Map(Op op, ElementType in, ElementType out) implements Work {
        public Map {
            Work.require(OpFamily.of(op) == OpFamily.of(in, Role.UNARY), "map", op, in);
            Work.require(out == Work.widened(in), "map to " + out, op, in);
        }
    }

    /// `out[i] = op(i, in[i])`, for the types of a map.
    record MapIndexed(Op op, ElementType in, ElementType out) implements Work {
        public MapIndexed {
            Work.require(OpFamily.of(op) == OpFamily.of(in, Role.INDEXED), "map with index", op, in);
            Work.require(out == Work.widened(in), "map with index to " + out, op, in);
        }
    }

    /// `out[i] = op(first[i], second[i])`, for `double float long int`.
    record Zip(Op op, ElementType type) implements Work {
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
    record Generate(Op op, ElementType out, long seed) implements Work {
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
    record Reduce(@Nullable Op op, ElementType in, Reduction how) implements Work {
        public Reduce {
            if (op != null) {
                Work.require(OpFamily.of(op) == OpFamily.of(in, Role.UNARY), "reduce", op, in);
            }
            if (how instanceof OwnReduction own) {
                own.requireFor(in);
            }
            Objects.requireNonNull(how, "how");
        }
    }

    /// Sum of `first[i] * second[i]`; integers multiply in `long`, a `float` product is rounded to
    /// `float`.
    record Dot(ElementType type) implements Work {}

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    record Summary(ElementType type) implements Work {}

    /// The function of its elements, null without.
    default @Nullable Op op() {
        return switch (this) {
            case Map(var op, var in, var out) -> op;
            case MapIndexed(var op, var in, var out) -> op;
            case Zip(var op, var type) -> op;
            case Generate(var op, var out, var seed) -> op;
            case Reduce(var op, var in, var how) -> op;
            case Convert _, Fill _, Dot _, Summary _ -> null;
        };
    }

    /// Whether an element costs some 10 ns and more, where a plain one costs a fraction of one. What
    /// the user's functions cost is not known here.
    default boolean isDear() {
        return op() instanceof OpCode code && code.isDear();
    }

    /// The functions of the user's, at most two: that of its elements, that of its reduction.
    default List<Object> userFunctions() {
        List<Object> functions = new ArrayList<>();
        if (op() instanceof UserOp user) {
            functions.add(user.function());
        }
        if (this instanceof Reduce(_, _, OwnReduction(UserOp user, _))) {
            functions.add(user.function());
        }
        return functions;
    }

    private static ElementType widened(ElementType in) {
        return in == ElementType.BYTE || in == ElementType.SHORT ? ElementType.LONG : in;
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

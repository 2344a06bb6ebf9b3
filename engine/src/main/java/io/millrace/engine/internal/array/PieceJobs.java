package io.millrace.engine.internal.array;

import io.millrace.engine.expression.Expression;
import io.millrace.engine.internal.expression.Plan;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.OpFamily;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Jobs over the pieces of an array that comes piece by piece.
///
/// @param gate refuses threads that may not submit
/// @param loops gives functions that have loops of their own for whole chunks
public record PieceJobs(ArrayJobs jobs, Runnable gate, UnaryOperator<Object> loops) {

    /// A reduction of elements of that type.
    ///
    /// @param function maps the elements before; null for none
    /// @throws IllegalArgumentException when a reduction of the user's does not fit the type
    public PieceFold reduction(ElementType type, @Nullable Object function, Reduction how) {
        return jobs.fold(new Work.Reduce(null, type, how), piece -> jobs.reduction(piece, function, how).run());
    }

    /// A reduction of an expression, whose elements are of that type.
    ///
    /// @throws IllegalArgumentException when a reduction of the user's does not fit the type
    public PieceFold reduction(ElementType type, Function<NumericArray, Expression> expression, Reduction how) {
        return jobs.fold(new Work.Reduce(null, type, how), piece ->
                jobs.reduction(over(piece, Plan.folding(ExpressionAccess.nodeOf(expression.apply(piece)))), how, gate)
                        .run());
    }

    /// The plan, whose arrays all have to be the piece: elements of others would count once for each piece, so the
    /// result would depend on how large the pieces are.
    private static Plan over(NumericArray piece, Plan plan) {
        for (NumericArray array : plan.arrays()) {
            if (!JobSpec.sameRange(piece, array)) {
                throw new IllegalArgumentException(
                        ("the expression of a piece is over that piece alone, whole: found=%s with %,d elements,"
                                        + " piece=%,d elements; take the lambda's own argument")
                                .formatted(array.name(), array.length(), piece.length()));
            }
        }
        return plan;
    }

    /// A summary of elements of that type.
    public PieceFold summary(ElementType type) {
        return jobs.fold(new Work.Summary(type), piece -> jobs.summary(piece, (root, count) -> root).run());
    }

    /// Writes the function of each element.
    public void map(NumericArray piece, Object function, NumericArray out) {
        Op op = OpFamily.of(piece.elementType(), OpFamily.Role.UNARY).op(loops.apply(function));
        jobs.map(piece, op, out).run();
    }

    /// Writes the elements of an expression of the piece.
    public void write(NumericArray piece, Expression expression, NumericArray out) {
        Plan plan = Plan.writing(ExpressionAccess.nodeOf(expression), out.elementType());
        jobs.write(over(piece, plan), out).run();
    }
}

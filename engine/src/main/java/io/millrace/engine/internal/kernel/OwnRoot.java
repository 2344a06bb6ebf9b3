package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A reduction by a function of the user, as it is sent to the process that combines the nodes of
/// chunks. One of its two functions is not null.
///
/// @param in type of the elements
/// @param identity raw bits of the identity
public record OwnRoot(ElementType in, long identity, @Nullable DoubleBinary ofDouble, @Nullable LongBinary ofLong) {

    /// The reduction of a work; null if it is built in, or there is none.
    public static @Nullable OwnRoot of(Work work) {
        if (!(work.combine() instanceof UserOp)) {
            return null;
        }
        return switch (work.folding()) {
            case Work.Reduce(_, var in, Reduction.OfDouble(var identity, var combine)) ->
                    new OwnRoot(in, Double.doubleToRawLongBits(identity), combine, null);
            case Work.Reduce(_, var in, Reduction.OfLong(var identity, var combine)) ->
                    new OwnRoot(in, identity, null, combine);
            default -> null;
        };
    }

    /// The kernel that combines the nodes.
    public BlockKernel.Folding kernel() {
        Reduction how = ofDouble != null
                ? Reduction.of(Double.longBitsToDouble(identity), ofDouble)
                : Reduction.ofLong(identity, Objects.requireNonNull(ofLong));
        return (BlockKernel.Folding) new ScalarKernels().compile(new Work.Reduce(null, in, how));
    }
}

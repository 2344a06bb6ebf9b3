package io.millrace.engine.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.LongBinary;
import io.millrace.shm.ElementType;

/// A reduction of the user's: where the accumulators start and how two numbers become one.
///
/// @param combine of `double` or of `long`
/// @param identity its raw bits
record OwnReduction(Op combine, long identity) implements Reduction {

    OwnReduction {
        OpFamily family = OpFamily.of(combine);
        combine.function();
        if (family != OpFamily.DOUBLE_BINARY && family != OpFamily.LONG_BINARY) {
            throw new IllegalArgumentException("no function of a reduction: " + combine);
        }
    }

    boolean isOfDouble() {
        return OpFamily.of(combine) == OpFamily.DOUBLE_BINARY;
    }

    void requireFor(ElementType type) {
        if (isOfDouble() != Elements.isFloating(type)) {
            throw new IllegalArgumentException(
                    "the reduction does not fit the elements: type=%s; use Reduction.of for double and float, Reduction.ofLong for integers"
                            .formatted(type));
        }
    }

    DoubleBinary ofDouble() {
        return (DoubleBinary) combine.function();
    }

    LongBinary ofLong() {
        return (LongBinary) combine.function();
    }

    @Override
    public String toString() {
        return "by " + combine.name();
    }
}

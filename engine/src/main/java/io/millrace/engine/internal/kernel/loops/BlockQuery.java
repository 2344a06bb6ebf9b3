package io.millrace.engine.internal.kernel.loops;

/// Makes one number of the elements of a block: how many a condition holds for, or the place of one.
@FunctionalInterface
public interface BlockQuery {
    int of(Operands operands, int n);
}

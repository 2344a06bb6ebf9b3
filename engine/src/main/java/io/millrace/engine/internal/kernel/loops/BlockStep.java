package io.millrace.engine.internal.kernel.loops;

/// Computes and writes the elements of one block, or of a piece of one. The operands start at
/// element 0 of that block or piece.
@FunctionalInterface
public interface BlockStep {
    void run(Operands operands, long firstIndex, int n);
}

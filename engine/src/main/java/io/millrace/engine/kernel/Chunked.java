package io.millrace.engine.kernel;

import io.millrace.engine.kernel.BlockKernel.Elementwise;

/// An elementwise kernel that goes through its chunk piece by piece: each is computed in a buffer
/// and written then, so where the pieces are blocks, a failure leaves every block old or new.
///
/// @param length elements of a piece
record Chunked(Step step, int inByteSize, int outByteSize, int length) implements Elementwise {

    /// Block by block.
    Chunked(Step step, int inByteSize, int outByteSize) {
        this(step, inByteSize, outByteSize, Blocks.LENGTH);
    }

    /// Computes and writes one piece; the operands start at its element 0.
    @FunctionalInterface
    interface Step {
        void run(Operands operands, long firstIndex, int n);
    }

    @Override
    public void run(Operands operands, long firstIndex, long n) {
        for (long at = 0; at < n; at += length) {
            int count = (int) Math.min(n - at, length);
            step.run(operands.from(at, inByteSize, outByteSize), firstIndex + at, count);
        }
    }
}

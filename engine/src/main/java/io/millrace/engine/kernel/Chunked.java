package io.millrace.engine.kernel;

import io.millrace.engine.kernel.BlockKernel.Elementwise;

/// An elementwise kernel that goes through its chunk block by block: each is computed in a buffer
/// and written then, so a failure leaves every block old or new.
record Chunked(Step step, int inByteSize, int outByteSize) implements Elementwise {

    /// Computes and writes one block; the operands start at its element 0.
    @FunctionalInterface
    interface Step {
        void run(Operands operands, long firstIndex, int n);
    }

    @Override
    public void run(Operands operands, long firstIndex, long n) {
        for (long at = 0; at < n; at += Blocks.LENGTH) {
            int length = (int) Math.min(n - at, Blocks.LENGTH);
            step.run(operands.from(at, inByteSize, outByteSize), firstIndex + at, length);
        }
    }
}

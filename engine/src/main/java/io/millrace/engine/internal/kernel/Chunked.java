package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.loops.BlockStep;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Operands;

/// An elementwise kernel that goes through its chunk in pieces: it computes a piece in a buffer,
/// then writes it. If the pieces are blocks, a failure leaves each block with its old or its new
/// elements.
///
/// @param length number of elements in a piece
public record Chunked(BlockStep step, int inByteSize, int outByteSize, int length) implements Elementwise {

    /// A kernel whose pieces are blocks.
    public Chunked(BlockStep step, int inByteSize, int outByteSize) {
        this(step, inByteSize, outByteSize, Blocks.LENGTH);
    }

    @Override
    public void run(Operands operands, long firstIndex, long n) {
        for (long at = 0; at < n; at += length) {
            int count = (int) Math.min(n - at, length);
            step.run(operands.from(at, inByteSize, outByteSize), firstIndex + at, count);
        }
    }
}

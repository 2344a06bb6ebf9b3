package io.millrace.engine.job;

import io.millrace.engine.kernel.BlockKernel;
import io.millrace.engine.kernel.Moving;
import java.lang.foreign.MemorySegment;

/// The blocks of one chunk of an in-place job and the two scratch blocks of the seat that computes
/// it. Work goes by halves of a block: 2,048 elements, at the end of the array fewer or none.
final class InPlaceChunk implements Redo.Work {
    private static final int HALF = Block.LENGTH / 2;

    private final OpenJob job;
    private final BlockKernel.Elementwise kernel;
    private final Span span;

    /// Both halves of the scratch block for even blocks, then of that for odd ones.
    private final MemorySegment[] halves = new MemorySegment[4];

    /// Elements of the whole array or slice.
    ///
    /// @param first a multiple of 4,096
    record Span(long first, long length) {}

    /// @param scratch that of the seat
    InPlaceChunk(OpenJob job, BlockKernel.Elementwise kernel, MemorySegment scratch, Span span) {
        this.job = job;
        this.kernel = kernel;
        this.span = span;
        for (int half = 0; half < halves.length; half++) {
            MemorySegment block = Scratch.of(scratch, half >> 1);
            halves[half] = block.asSlice((half & 1) * bytes(HALF), bytes(HALF));
        }
    }

    @Override
    public long blocks() {
        return Block.count(span.length);
    }

    @Override
    public void compute(long block) {
        for (int half = 0; half < 2; half++) {
            long element = element(block, half);
            long n = elements(block, half);
            if (n > 0) {
                kernel.run(job.operandsInto(half(block, half), element, n), element, n);
            }
        }
    }

    @Override
    public void computeMoving(long block, int half) {
        long element = element(block, half);
        long n = elements(block, half);
        if (n > 0) {
            MemorySegment place = job.out().from(element - Block.LENGTH, n);
            Moving moving = new Moving(half(block - 1, half), place);
            kernel.runMoving(job.operandsInto(half(block, half), element, n), element, n, moving);
        }
        move(block - 1, half, n);
    }

    @Override
    public void move(long block, int half) {
        move(block, half, 0);
    }

    /// Moves the elements of a half that are not among its first `moved` ones.
    private void move(long block, int half, long moved) {
        long n = elements(block, half) - moved;
        if (n > 0) {
            MemorySegment place = job.out().from(element(block, half) + moved, n);
            MemorySegment.copy(half(block, half), bytes(moved), place, 0, place.byteSize());
        }
    }

    private MemorySegment half(long block, int half) {
        return halves[(int) (block & 1) * 2 + half];
    }

    private long element(long block, int half) {
        return span.first + block * Block.LENGTH + half * HALF;
    }

    private long elements(long block, int half) {
        return Math.clamp(span.length - block * Block.LENGTH - half * HALF, 0, HALF);
    }

    private long bytes(long elements) {
        return elements * job.out().elementSize();
    }
}

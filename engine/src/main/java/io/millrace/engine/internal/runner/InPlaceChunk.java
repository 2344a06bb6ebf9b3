package io.millrace.engine.internal.runner;

import io.millrace.ckernel.Move;
import io.millrace.engine.internal.job.Redo;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ScratchBlocks;
import io.millrace.shm.internal.os.CrashPoint;
import java.lang.foreign.MemorySegment;

/// The blocks of one chunk of an in-place job and the two scratch blocks of the worker slot that
/// computes it. The kernel is called once for each block, because a call ends with all its stores
/// done.
final class InPlaceChunk implements Redo.Work {
    private final OpenJob job;
    private final BlockKernel.Elementwise kernel;
    private final Span span;
    private final MemorySegment evenScratch;
    private final MemorySegment oddScratch;

    /// Elements of the whole array or slice.
    ///
    /// @param first a multiple of 4,096
    record Span(long first, long length) {}

    /// @param scratch the scratch memory of the worker slot
    InPlaceChunk(OpenJob job, BlockKernel.Elementwise kernel, MemorySegment scratch, Span span) {
        this.job = job;
        this.kernel = kernel;
        this.span = span;
        this.evenScratch = ScratchBlocks.of(scratch, 0);
        this.oddScratch = ScratchBlocks.of(scratch, 1);
    }

    @Override
    public long blocks() {
        return Block.count(span.length);
    }

    @Override
    public void compute(long block) {
        long element = element(block);
        long n = elements(block);
        kernel.run(job.operandsInto(scratch(block), element, n), element, n);
    }

    @Override
    public void computeMoving(long block) {
        long element = element(block);
        long n = elements(block);
        MemorySegment place = job.out().from(element - Block.LENGTH, n);
        Move moving = new Move(scratch(block - 1), place);
        kernel.runMoving(job.operandsInto(scratch(block), element, n), element, n, moving);
        if (n < Block.LENGTH) {
            CrashPoint.hit("redo.midMove");
            move(block - 1, n, Block.LENGTH - n);
        }
    }

    @Override
    public void move(long block) {
        long half = elements(block) / 2;
        move(block, 0, half);
        CrashPoint.hit("redo.midCopy");
        move(block, half, elements(block) - half);
    }

    private void move(long block, long from, long n) {
        MemorySegment place = job.out().from(element(block) + from, n);
        MemorySegment.copy(scratch(block), from * job.out().elementSize(), place, 0, place.byteSize());
    }

    private MemorySegment scratch(long block) {
        return (block & 1) == 0 ? evenScratch : oddScratch;
    }

    private long element(long block) {
        return span.first + block * Block.LENGTH;
    }

    private long elements(long block) {
        return Math.min(span.length - block * Block.LENGTH, Block.LENGTH);
    }
}

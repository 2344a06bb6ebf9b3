package io.millrace.engine.internal.runner;

import io.millrace.ckernel.RedoChunk;
import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.job.Redo;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.ScratchBlocks;
import io.millrace.shm.internal.os.CrashPoint;
import java.lang.foreign.MemorySegment;

/// The blocks of one chunk of an in-place job and the two scratch blocks of the worker slot that
/// computes it. An operation in C computes all of them in one call; another kernel is called for each
/// block, because a call ends with all its stores done.
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

    /// Computes all blocks that are still old.
    ///
    /// @param redo of this thread, for a call in C
    /// @param wanted ends such a call early once it is over
    /// @return false when it did
    boolean run(MemorySegment rows, int chunk, int workerSlot, RedoChunk redo, Watch wanted) {
        if (!(kernel instanceof BlockKernel.Redoing inC)) {
            Redo.run(rows, chunk, workerSlot, this);
            return true;
        }
        Operands operands = job.operands(span.first, span.length);
        long base = Redo.base(ChunkRow.progressAcquire(rows, chunk));
        redo.begin(
                new RedoChunk.Scratch(evenScratch, oddScratch),
                new RedoChunk.Word(ChunkRow.progress(rows, chunk), base, Redo.UNIT, Redo.committing(workerSlot)),
                operands.out());
        Redo.Call call = new CallInC(inC, operands, span, redo, wanted);
        return Redo.runInOneCall(rows, chunk, call, this) == span.length;
    }

    /// No lambda: that is a class made while the first chunk waits.
    private record CallInC(BlockKernel.Redoing kernel, Operands operands, Span span, RedoChunk chunk, Watch wanted)
            implements Redo.Call {
        @Override
        public long run(long halfSteps) {
            chunk.halfSteps(halfSteps);
            return kernel.redo(operands, span.first, span.length, chunk, wanted);
        }
    }

    @Override
    public void move(long block) {
        long half = elements(block) / 2;
        move(block, 0, half);
        if (block + 1 < blocks()) {
            CrashPoint.hit("redo.midMove");
        } else {
            CrashPoint.hit("redo.midCopy");
        }
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

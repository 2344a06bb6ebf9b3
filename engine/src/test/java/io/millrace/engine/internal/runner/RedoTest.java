package io.millrace.engine.internal.runner;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.ckernel.CLibrary;
import io.millrace.ckernel.RedoChunk;
import io.millrace.ckernel.Watch;
import io.millrace.engine.internal.job.Inputs;
import io.millrace.engine.internal.job.OpenArray;
import io.millrace.engine.internal.job.Redo;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.NativeKernels;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Program;
import io.millrace.engine.internal.kernel.ScalarKernels;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.ScratchBlocks;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.engine.kernel.LongUnaryOps;
import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One chunk in memory of its own, with two worker slots: 1 dies, 0 follows.
class RedoTest {
    private static final long LENGTH = 3 * Block.LENGTH + 17;
    private static final int DEAD_SEAT = 1;
    private static final int NEXT_SEAT = 0;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory =
            arena.allocate(4096 + 2 * ScratchBlocks.BYTE_SIZE + LENGTH * Long.BYTES, 4096);
    private final MemorySegment rows = memory.asSlice(0, ChunkRow.LAYOUT.byteSize());
    private final MemorySegment scratch = memory.asSlice(4096, 2 * ScratchBlocks.BYTE_SIZE);
    private final MemorySegment data = memory.asSlice(4096 + 2 * ScratchBlocks.BYTE_SIZE);

    /// What the memory held at each moment of a run at which somebody could have died.
    private final List<MemorySegment> moments = new ArrayList<>();

    @BeforeEach
    void everythingIsOld() {
        ChunkRow.progressRelease(rows, 0, Redo.progress(9, 0));
        for (long i = 0; i < LENGTH; i++) {
            data.setAtIndex(JAVA_LONG, i, old(i));
        }
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void allBlocksBecomeNewOnce() {
        Redo.run(rows, 0, DEAD_SEAT, chunk(new Kernel(LENGTH), DEAD_SEAT));
        assertEquals(Redo.progress(9, 4), ChunkRow.progressAcquire(rows, 0));
        assertEquals(4, newBlocks());
        Redo.run(rows, 0, DEAD_SEAT, chunk(new Kernel(LENGTH), DEAD_SEAT));
        assertEquals(4, newBlocks());
    }

    @Test
    void afterADeathAtAnyPointTheNextWorkerComputesEachBlockOnce() {
        Redo.run(rows, 0, DEAD_SEAT, new Watched(chunk(new Watching(), DEAD_SEAT)));
        assertTrue(moments.size() > 30);
        for (int moment = 0; moment < moments.size(); moment++) {
            memory.copyFrom(moments.get(moment));
            Redo.replay(rows, 0, blocks());
            Redo.replay(rows, 0, blocks());
            assertEquals(Redo.progress(9, newBlocks()), ChunkRow.progressAcquire(rows, 0), "moment " + moment);
            Redo.run(rows, 0, NEXT_SEAT, chunk(new Kernel(LENGTH), NEXT_SEAT));
            assertEquals(4, newBlocks());
        }
    }

    @Test
    void afterTheDeathOfARecovererAnotherProcessRecovers() {
        Redo.run(rows, 0, DEAD_SEAT, new Watched(chunk(new Watching(), DEAD_SEAT)));
        for (MemorySegment moment : moments) {
            memory.copyFrom(moment);
            long recorded = ChunkRow.progressAcquire(rows, 0);
            Redo.replay(rows, 0, blocks());
            ChunkRow.progressRelease(rows, 0, recorded);
            Redo.replay(rows, 0, blocks());
            assertEquals(Redo.progress(9, newBlocks()), ChunkRow.progressAcquire(rows, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void inOneCallAllBlocksBecomeNewOnce(InC how) {
        BlockKernel.Redoing inC = how.kernel();
        for (int run = 0; run < 2; run++) {
            assertTrue(inOneCall(inC, DEAD_SEAT, Watch.NONE));
            assertEquals(Redo.progress(9, 4), ChunkRow.progressAcquire(rows, 0));
            assertEquals(4, newBlocks());
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterADeathInACallTheNextWorkerComputesEachBlockOnce(InC how) {
        BlockKernel.Redoing inC = how.kernel();
        for (long halfSteps = 0; halfSteps <= 11; halfSteps++) {
            for (boolean nextInC : new boolean[] {false, true}) {
                everythingIsOld();
                boolean whole = inOneCall(new Dying(inC, halfSteps), DEAD_SEAT, Watch.NONE);
                assertEquals(halfSteps >= 10, whole);
                long committed = halfSteps < 2 || halfSteps >= 10 ? -1 : halfSteps / 2 - 1;
                if (committed >= 0) { // the next half step had begun
                    assertNotEquals(Redo.progress(9, committed), ChunkRow.progressAcquire(rows, 0));
                    moveThird(committed);
                }
                Redo.replay(rows, 0, blocks());
                assertEquals(recorded(), newBlocks(), "half steps: " + halfSteps);
                assertEquals(halfSteps < 2 ? 0 : Math.min(4, halfSteps / 2), newBlocks());
                if (nextInC) {
                    assertTrue(inOneCall(inC, NEXT_SEAT, Watch.NONE));
                } else {
                    Redo.run(rows, 0, NEXT_SEAT, chunk(new Kernel(LENGTH), NEXT_SEAT));
                }
                assertEquals(4, recorded());
                assertEquals(4, newBlocks());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallForAnAbortedJobIsGivenUp(InC how) {
        Watch over = new Watch(arena.allocateFrom(JAVA_LONG, 1L), 2);
        assertFalse(inOneCall(how.kernel(), DEAD_SEAT, over));
        assertEquals(0, recorded());
        assertEquals(0, newBlocks());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 2048, 4095, 4096, 6143, 6144, 8191, 8192, 12288, 12304})
    void anErrorLeavesWholeBlocksAndNoRecord(long failing) {
        InPlaceChunk chunk = chunk(new Kernel(failing), DEAD_SEAT);
        assertThrows(ArithmeticException.class, () -> Redo.run(rows, 0, DEAD_SEAT, chunk));
        assertEquals(failing / Block.LENGTH, newBlocks());
        assertEquals(Redo.progress(9, newBlocks()), ChunkRow.progressAcquire(rows, 0));
    }

    @Test
    void blocksOfASliceAreThoseOfItsElements() {
        Redo.run(rows, 0, DEAD_SEAT, new InPlaceChunk(
                job(new Kernel(LENGTH)), new Kernel(LENGTH), scratchOf(DEAD_SEAT), new InPlaceChunk.Span(4096, 4100)));
        for (long i = 0; i < LENGTH; i++) {
            boolean inside = i >= 4096 && i < 2 * 4096 + 4;
            assertEquals(inside ? renewed(i) : old(i), data.getAtIndex(JAVA_LONG, i));
        }
    }

    @Test
    void blocksOfASliceByAnExpressionInOneCallAreThoseOfItsElements() {
        BlockKernel.Redoing inC = InC.EXPRESSION.kernel();
        InPlaceChunk chunk = new InPlaceChunk(
                job(inC), inC, scratchOf(DEAD_SEAT), new InPlaceChunk.Span(Block.LENGTH, Block.LENGTH + 4));
        assertTrue(chunk.run(rows, 0, DEAD_SEAT, new RedoChunk(), Watch.NONE));
        for (long i = 0; i < LENGTH; i++) {
            boolean inside = i >= Block.LENGTH && i < 2 * Block.LENGTH + 4;
            assertEquals(inside ? renewed(i) : old(i), data.getAtIndex(JAVA_LONG, i));
        }
    }

    /// Three times each element, in C.
    private enum InC {
        MAP,
        /// `where(x != 0, x * 2 + x, 0)`.
        EXPRESSION;

        BlockKernel.Redoing kernel() {
            String reason = CLibrary.unavailableReason();
            assumeTrue(reason == null, () -> "no native kernels here: " + reason);
            return assertInstanceOf(BlockKernel.Redoing.class, new NativeKernels(CLibrary.load()).compile(work()));
        }

        private Work work() {
            ElementType type = ElementType.LONG;
            if (this == MAP) {
                return new Work.Map(Op.of(LongUnaryOps.scale(3)), type, type);
            }
            List<Program.Step> steps = List.of(
                    new Program.Step(Program.Kind.CONSTANT, null, type, type, 0, 0, 0, 0, 2),
                    new Program.Step(Program.Kind.CONSTANT, null, type, type, 0, 0, 0, 1, 0),
                    new Program.Step(Program.Kind.ZIP3, Op.of(LongTernaryOp.FMA), type, type, -1, 0, -1, 2, 0),
                    new Program.Step(Program.Kind.SELECT, null, type, type, -1, 2, 1, 2, 0));
            return new Work.Evaluation(new Program(steps, 1, 3, 0, type), null);
        }
    }

    private boolean inOneCall(BlockKernel.Redoing kernel, int workerSlot, Watch watch) {
        return chunk(kernel, workerSlot).run(rows, 0, workerSlot, new RedoChunk(), watch);
    }

    /// How many blocks are done by the record, which names no committed one.
    private long recorded() {
        long progress = ChunkRow.progressAcquire(rows, 0);
        long blocks = (progress - Redo.progress(9, 0)) / Redo.UNIT;
        assertEquals(Redo.progress(9, blocks), progress);
        return blocks;
    }

    /// Moves the first third of a block, as one does who dies in the move.
    private void moveThird(long block) {
        MemorySegment place = blocks().place(block);
        long third = place.byteSize() / 3 / Long.BYTES * Long.BYTES;
        MemorySegment.copy(ScratchBlocks.of(scratchOf(DEAD_SEAT), block), 0, place, 0, third);
    }

    /// How many blocks are new, after a check that each is whole and all the new ones stand first.
    private long newBlocks() {
        long count = 0;
        for (long block = 0; block < Block.count(LENGTH); block++) {
            long first = block * Block.LENGTH;
            boolean isNew = data.getAtIndex(JAVA_LONG, first) == renewed(first);
            assertFalse(isNew && count < block, "block " + block);
            for (long i = first; i < Math.min(LENGTH, first + Block.LENGTH); i++) {
                assertEquals(isNew ? renewed(i) : old(i), data.getAtIndex(JAVA_LONG, i), "element " + i);
            }
            count += isNew ? 1 : 0;
        }
        return count;
    }

    private static long old(long index) {
        return index * 1_000_003 + 7;
    }

    private static long renewed(long index) {
        return old(index) * 3;
    }

    private InPlaceChunk chunk(BlockKernel.Elementwise kernel, int workerSlot) {
        return new InPlaceChunk(job(kernel), kernel, scratchOf(workerSlot), new InPlaceChunk.Span(0, LENGTH));
    }

    private OpenJob job(BlockKernel.Elementwise kernel) {
        OpenArray array = new OpenArray(null, 0, data, Long.BYTES);
        OpenArray none = new OpenArray(null, 0, MemorySegment.NULL, 0);
        return new OpenJob(
                9,
                new ScalarKernels(),
                kernel,
                array,
                none,
                none,
                array,
                new Inputs(new MemorySegment[] {data.asSlice(0, LENGTH * Long.BYTES)}, new Region[0]),
                Store.CACHED,
                true,
                MemorySegment.NULL,
                false);
    }

    private MemorySegment scratchOf(int workerSlot) {
        return scratch.asSlice(workerSlot * ScratchBlocks.BYTE_SIZE, ScratchBlocks.BYTE_SIZE);
    }

    private Redo.Blocks blocks() {
        return new Redo.Blocks() {
            @Override
            public MemorySegment place(long block) {
                long bytes = Block.LENGTH * (long) Long.BYTES;
                return data.asSlice(block * bytes, Math.min(bytes, data.byteSize() - block * bytes));
            }

            @Override
            public MemorySegment scratch(int workerSlot, long block) {
                return ScratchBlocks.of(scratchOf(workerSlot), block);
            }
        };
    }

    private void remember() {
        moments.add(Arena.ofAuto().allocate(memory.byteSize()).copyFrom(memory));
    }

    /// Three times each element, which shows every second time; one element fails.
    private record Kernel(long failing) implements BlockKernel.Elementwise {
        @Override
        public void run(Operands operands, long firstIndex, long n) {
            for (long i = 0; i < n; i++) {
                if (firstIndex + i == failing) {
                    throw new ArithmeticException("element " + failing);
                }
                operands.out().setAtIndex(JAVA_LONG, i, operands.first().getAtIndex(JAVA_LONG, i) * 3);
            }
        }
    }

    /// Computes a piece after the other, and remembers in between.
    private final class Watching implements BlockKernel.Elementwise {
        private final Kernel kernel = new Kernel(LENGTH);

        @Override
        public void run(Operands operands, long firstIndex, long n) {
            for (long at = 0; at < n; at += 1000) {
                MemorySegment in = operands.first().asSlice(at * Long.BYTES);
                MemorySegment out = operands.out().asSlice(at * Long.BYTES);
                kernel.run(
                        new Operands(in, MemorySegment.NULL, out, Store.CACHED),
                        firstIndex + at,
                        Math.min(1000, n - at));
                remember();
            }
        }
    }

    /// A call that ends after so many half steps.
    private record Dying(BlockKernel.Redoing inC, long halfSteps) implements BlockKernel.Redoing {
        @Override
        public void run(Operands operands, long firstIndex, long n) {
            inC.run(operands, firstIndex, n);
        }

        @Override
        public long redo(Operands operands, long firstIndex, long n, RedoChunk chunk, Watch watch) {
            chunk.halfSteps(halfSteps);
            return inC.redo(operands, firstIndex, n, chunk, watch);
        }
    }

    /// Remembers between the steps: before and after each store to the progress word.
    private final class Watched implements Redo.Work {
        private final InPlaceChunk chunk;

        Watched(InPlaceChunk chunk) {
            this.chunk = chunk;
        }

        @Override
        public long blocks() {
            remember();
            return chunk.blocks();
        }

        @Override
        public void compute(long block) {
            remember();
            chunk.compute(block);
            remember();
        }

        @Override
        public void move(long block) {
            remember();
            moveThird(block);
            remember();
            chunk.move(block);
            remember();
        }
    }
}

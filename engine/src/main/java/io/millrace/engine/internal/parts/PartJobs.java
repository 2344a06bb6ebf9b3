package io.millrace.engine.internal.parts;

import io.millrace.engine.Pool;
import io.millrace.engine.expression.Expression;
import io.millrace.engine.internal.array.ArrayJobs;
import io.millrace.engine.internal.job.ChunkNodes;
import io.millrace.engine.internal.job.ChunkPlan;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.NumericArray;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Jobs of a pool over one part of a larger array. A part begins at a block.
///
/// The chunks of a job are nodes of the tree of the whole array if the job begins at a multiple of the largest chunk
/// and has whole chunks only. What lies before and behind such a range is reduced in pieces that are nodes themselves,
/// each in a job of its own: they are few, and the smaller the nearer to the ends of the part.
public final class PartJobs {
    private static final MethodHandle ARRAYS = find();

    private final ArrayJobs jobs;

    private PartJobs(ArrayJobs jobs) {
        this.jobs = jobs;
    }

    private static MethodHandle find() {
        try {
            return MethodHandles.privateLookupIn(Pool.class, MethodHandles.lookup())
                    .findVirtual(Pool.class, "arrays", MethodType.methodType(ArrayJobs.class));
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /// @throws IllegalStateException when the pool is closed
    public static PartJobs of(Pool pool) {
        try {
            return new PartJobs((ArrayJobs) ARRAYS.invokeExact(pool));
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }

    /// The expression of a range of a part.
    @FunctionalInterface
    public interface RangeExpression {
        /// @param from the first element within the part
        /// @param to the element behind the last one
        Expression of(long from, long to);
    }

    /// A job over the elements `from` to `to` (exclusive) of a part.
    @FunctionalInterface
    private interface RangeJob {
        ChunkNodes run(long from, long to);
    }

    /// @param function maps the elements before; null for none
    public List<PartNodes> reduce(NumericArray part, long firstBlock, @Nullable Object function, Reduction how) {
        return eachRange(part.length(), firstBlock, (from, to) -> jobs.nodes(part.slice(from, to), function, how));
    }

    public List<PartNodes> dot(NumericArray first, NumericArray second, long firstBlock) {
        return eachRange(first.length(), firstBlock, (from, to) ->
                jobs.dotNodes(first.slice(from, to), second.slice(from, to)));
    }

    public List<PartNodes> summary(NumericArray part, long firstBlock) {
        return eachRange(part.length(), firstBlock, (from, to) -> jobs.summaryNodes(part.slice(from, to)));
    }

    /// @param length elements of the part
    public List<PartNodes> evaluate(RangeExpression expression, long length, long firstBlock, Reduction how) {
        return eachRange(length, firstBlock, (from, to) -> jobs.nodes(expression.of(from, to), how));
    }

    private List<PartNodes> eachRange(long length, long firstBlock, RangeJob job) {
        List<PartNodes> nodes = new ArrayList<>();
        long blocks = Block.count(length);
        ChunkPlan.Levels levels = jobs.chunkLevels(blocks);
        long done = 0;
        while (done < blocks) {
            long size = range(firstBlock + done, blocks - done, levels);
            long from = done * Block.LENGTH;
            long to = Math.min(length, (done + size) * Block.LENGTH);
            nodes.add(PartNodes.of(job.run(from, to), firstBlock + done));
            done += size;
        }
        return nodes;
    }

    /// How many blocks the next job takes: as many as have whole chunks only, where these are nodes of the whole tree;
    /// else the largest node that begins there.
    private static long range(long block, long left, ChunkPlan.Levels levels) {
        int aligned = block == 0 ? Long.SIZE - 2 : Long.numberOfTrailingZeros(block);
        long wholeChunks = left >>> levels.smallest() << levels.smallest();
        return aligned >= levels.largest() && wholeChunks > 0
                ? wholeChunks
                : Math.min(1L << aligned, Long.highestOneBit(left));
    }
}

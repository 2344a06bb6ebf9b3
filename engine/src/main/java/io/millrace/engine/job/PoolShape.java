package io.millrace.engine.job;

import io.millrace.engine.KernelKind;
import io.millrace.shm.Waiting;
import java.lang.foreign.MemorySegment;

/// How large the tables of a pool are, and what its workers are told: constant while the pool lives.
///
/// @param workers how many workers the pool keeps
/// @param seats rows for whoever computes: the workers, and submitters that help
/// @param jobs how many jobs may be in work at once
/// @param chunkCapacity the most chunks one job is cut into
/// @param maxAttempts how many workers a chunk may kill before its job fails
public record PoolShape(
        int workers, int seats, int jobs, int chunkCapacity, int maxAttempts, KernelKind kernel, Waiting waiting) {

    private static final int JOBS = 8;

    /// One for each job in work, so that every submitter may help.
    private static final int HELPER_SEATS = JOBS;

    private static final int CHUNK_CAPACITY = 2048;

    /// The usual shape for so many workers.
    public static PoolShape of(int workers, int maxAttempts, KernelKind kernel, Waiting waiting) {
        return new PoolShape(
                workers, workers + HELPER_SEATS, JOBS, CHUNK_CAPACITY, maxAttempts, kernel, waiting);
    }

    static PoolShape read(MemorySegment region) {
        return new PoolShape(
                PoolHeader.workers(region),
                PoolHeader.seats(region),
                PoolHeader.jobs(region),
                PoolHeader.chunkCapacity(region),
                PoolHeader.maxAttempts(region),
                KernelKind.values()[PoolHeader.kernel(region)],
                Waiting.values()[PoolHeader.waiting(region)]);
    }

    long seatsOffset() {
        return PoolHeader.LAYOUT.byteSize();
    }

    long jobsOffset() {
        return seatsOffset() + seats * Seats.LAYOUT.byteSize();
    }

    long chunksOffset() {
        return jobsOffset() + jobs * JobEntry.LAYOUT.byteSize();
    }

    long scratchOffset() {
        long end = chunksOffset() + (long) jobs * chunkCapacity * ChunkRow.LAYOUT.byteSize();
        return (end + 4095) & -4096L;
    }

    /// Bytes of a region with these tables.
    public long byteSize() {
        return scratchOffset() + (long) seats * Scratch.BYTE_SIZE;
    }
}

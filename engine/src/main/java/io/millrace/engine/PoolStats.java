package io.millrace.engine;

import java.util.List;

/// What a pool did so far.
///
/// @param workers how many workers it keeps
/// @param jobsSubmitted jobs it took
/// @param jobsFinished jobs that ended, however
/// @param workerDeaths workers that ended without being told to
/// @param chunksPerSeat chunks finished at each worker's place, its replacements included
public record PoolStats(
        int workers, long jobsSubmitted, long jobsFinished, long workerDeaths, List<Long> chunksPerSeat) {
    public PoolStats {
        chunksPerSeat = List.copyOf(chunksPerSeat);
    }
}

package io.millrace.engine;

import java.util.List;
import java.util.Optional;

/// What a pool has done so far.
///
/// A pool whose workers cannot all be started, for lack of memory say, works with those that can: then
/// `ready` is below `workers`, and the last three components tell why.
///
/// @param workers how many workers it keeps
/// @param jobsSubmitted jobs it took
/// @param jobsFinished jobs that ended, however
/// @param workerDeaths workers that ended without being told to
/// @param chunksPerWorker chunks finished in each worker slot, by the worker's replacements too
/// @param ready workers that are there now; the others are being started, or wait for another try
/// @param failedStarts workers that ended before they were ready; part of `workerDeaths` where the
///         system started them at all
/// @param slotsWaiting worker slots that are empty now because the last start there failed; the pool tries
///         each again after a pause
/// @param lastStartFailure how the last of `failedStarts` ended
public record PoolStats(
        int workers,
        long jobsSubmitted,
        long jobsFinished,
        long workerDeaths,
        List<Long> chunksPerWorker,
        int ready,
        long failedStarts,
        int slotsWaiting,
        Optional<String> lastStartFailure) {
    /// Copies the list.
    public PoolStats {
        chunksPerWorker = List.copyOf(chunksPerWorker);
    }
}

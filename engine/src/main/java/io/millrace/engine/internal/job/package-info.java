/// The protocols of jobs and tasks: [io.millrace.engine.internal.job.PoolRegion] has the picture,
/// [io.millrace.engine.internal.job.JobTable], [io.millrace.engine.internal.job.ChunkTable],
/// [io.millrace.engine.internal.job.Redo], [io.millrace.engine.internal.job.ErrorRecord],
/// [io.millrace.engine.internal.job.TaskTable], [io.millrace.engine.internal.job.SpillRegions] and
/// [io.millrace.engine.internal.job.PerWorkerTasks] have one state picture each.
///
/// **Chunks and tasks.** A chunk is a part of an array, a batch of tasks a function and some
/// objects; a batch counts its finished items, so a finished item never runs again.
///
/// **Rooms beside this one.** `engine.internal.layout` has the rows and the bits of their words;
/// `engine.internal.runner` has the worker's side, which computes what the tables give away.
///
/// **Who writes.** A word is changed by compare-and-set and names its owner. What belongs to a dead
/// process is changed only by the process that holds the lock on its byte:
/// [io.millrace.engine.internal.job.JobRecovery].
///
/// **Hints.** `cursor`, `finished` and the futex words may be wrong after a death; that costs time,
/// never a result.
@NullMarked
package io.millrace.engine.internal.job;

import org.jspecify.annotations.NullMarked;

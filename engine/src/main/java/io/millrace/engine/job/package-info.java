/// Jobs and their bookkeeping in the file: [io.millrace.engine.job.PoolRegion] is the picture,
/// [io.millrace.engine.job.JobTable], [io.millrace.engine.job.ChunkTable],
/// [io.millrace.engine.job.Redo], [io.millrace.engine.job.Seats],
/// [io.millrace.engine.job.ErrorRecord], [io.millrace.engine.job.TaskTable] and
/// [io.millrace.engine.job.EachWorker] are the protocols, one state picture each.
///
/// **Chunks and tasks.** A chunk is a part of an array, a batch of tasks a function and some objects;
/// a batch remembers item by item how far it is, so what is finished is never run again.
///
/// **Who writes.** A word is changed by compare-and-set and names its owner. What belongs to a dead
/// process is changed only by who holds that process's byte lock:
/// [io.millrace.engine.job.JobRecovery].
///
/// **Hints.** `cursor`, `finished` and the futex words may be wrong after a death; they cost a
/// look, never a result.
@NullMarked
package io.millrace.engine.job;

import org.jspecify.annotations.NullMarked;

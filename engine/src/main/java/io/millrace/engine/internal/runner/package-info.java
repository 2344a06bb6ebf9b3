/// What a worker runs: chunks of array jobs, batches of object tasks, and the tasks for each worker.
///
/// | class                 | claims in                              | one unit of work               |
/// |-----------------------|----------------------------------------|--------------------------------|
/// | `ChunkRunner`         | `ChunkTable`, for a job of `JobTable`  | a chunk of whole blocks        |
/// | `TaskRunner`          | `TaskTable`                            | a batch of items, one by one   |
/// | `PerWorkerTaskRunner` | nothing: each worker runs all of them  | a task of `PerWorkerTasks`     |
///
/// A runner belongs to one thread: of a worker, or of a submitter that helps. It writes the process
/// slot of that thread into each word that it claims, so that the recoverer of the slot finds the
/// words.
///
/// **Errors.** A failure of user code ends its chunk or its item, never the runner: the runner
/// records the failure and publishes the end of the chunk or item as usual.
///
/// **Death.** Runners clean up nothing; `JobRecovery` of `engine.internal.job` does, from what the
/// words say.
@NullMarked
package io.millrace.engine.internal.runner;

import org.jspecify.annotations.NullMarked;

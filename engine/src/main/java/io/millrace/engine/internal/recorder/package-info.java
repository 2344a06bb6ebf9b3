/// Events for the Flight Recorder of the JDK: jobs, chunks, tasks and the deaths of workers.
///
/// | class           | says                                                             | recorded in           |
/// |-----------------|------------------------------------------------------------------|-----------------------|
/// | `RecordedJob`   | a job over arrays, from its submission to its end                | the submitter         |
/// | `RecordedChunk` | the computation of one chunk                                     | a worker or submitter |
/// | `RecordedTask`  | the run of one object task                                       | a worker              |
/// | `WorkerDeath`   | a worker that ended and should not have                          | the pool's owner      |
/// | `Recordings`    | what an orderly exit does for the recordings of a JVM that halts | a worker              |
///
/// The rules are those of [io.millrace.shm.internal.recorder]: classes that need the module `jdk.jfr` stand in no
/// signature outside this package and are loaded only while the recorder runs.
@NullMarked
package io.millrace.engine.internal.recorder;

import org.jspecify.annotations.NullMarked;

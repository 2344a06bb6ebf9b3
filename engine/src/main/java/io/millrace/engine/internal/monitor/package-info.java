/// Snapshots: what stands in a file, as plain records that `inspect` prints.
///
/// ```text
///   Snapshot
///    ├─ regions, processes      from the directory and the process slots
///    ├─ PoolFacts               a pool: worker slots, JobFacts, TaskFacts
///    └─ Traffic                 locks and their kin, queues, pipes, broadcasts
/// ```
///
/// Read `Snapshot` first; each record copies what its words said at one moment.
///
/// **Invariants.** 1. Nothing is written and nothing is locked: a snapshot works on a file that was
/// attached read-only, of a program that runs or is dead. 2. Nothing is waited for: what is being
/// made or dropped is left out. 3. The parts of a snapshot may be of slightly different moments. 4.
/// Tables that make no sense are a `FileFormatException`, and never end the JVM.
///
/// A record here says who holds something as a process slot; whether that process is alive is asked
/// of the kernel at the same time.
@NullMarked
package io.millrace.engine.internal.monitor;

import org.jspecify.annotations.NullMarked;

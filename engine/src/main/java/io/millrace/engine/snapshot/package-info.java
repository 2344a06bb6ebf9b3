/// Snapshots: what stands in a file of a program that runs or is dead, as plain records.
///
/// ```text
///   Snapshot
///    ├─ file, regions, processes               from the header, the directory and the process slots
///    ├─ deaths                                 from the log of deaths and recoveries
///    ├─ waits, queues, pipes, broadcasts,
///    │  counters, maps                         records of io.millrace.shm.view
///    └─ PoolView                               a pool
///        ├─ WorkerView                         who computes
///        ├─ JobView                            a job over arrays, chunk by chunk
///        └─ TaskBatchView                      object tasks, batch by batch
///   Rates                                      what happened between two snapshots, per second
/// ```
///
/// Read [Snapshot] first. The command `inspect` prints these records.
///
/// **Invariants.** 1. Nothing is written and nothing is locked: no process slot is taken, and no byte
/// of the file changes. 2. Nothing is waited for: what is being made or dropped is left out. 3. The
/// parts of a snapshot may be of slightly different moments. 4. Whether a process is alive is asked of
/// the kernel, once for each process and snapshot. 5. Tables that make no sense are a
/// `FileFormatException`, and never end the JVM.
///
/// Only Millrace makes these records; later versions may add components.
@NullMarked
package io.millrace.engine.snapshot;

import org.jspecify.annotations.NullMarked;

/// Inside a child JVM: the main programs of workers and of single processes, and the loop of every
/// worker.
///
/// ```text
///   parent ──▶ WorkerMain: attach ──▶ load kernels ──▶ initializer ──▶ take the worker slot
///     │                                                                       │
///     │ standard input                      ┌────────────── WorkerLoop ◀──────┘
///     │ stays open                          │  tasks of every worker, chunks, batches; then sleep
///     ▼                                     │  on the pool's word, at most 50 ms
///   parent dies, the stream ends ──▶ ParentWatch ──▶ sweep the parent's slot, leave, halt
/// ```
///
/// | to read about                                      | begin with                      |
/// |----------------------------------------------------|---------------------------------|
/// | a worker process from start to end                 | `WorkerMain`                    |
/// | what a worker does next, and when it ends          | `WorkerLoop`                    |
/// | a process that runs one task                       | `ProcessMain`                   |
/// | how children end with their parents                | `ParentWatch`, `ChildProcesses` |
/// | files that a parent and its children share         | `ChildFolder`                   |
/// | why class loading may not start processes          | `NestedStart`                   |
///
/// **Invariants.** 1. A worker takes its slot only after the initializer has run: a worker that
/// computes has run it. 2. A worker never outlives its parent: the parent holds the other end of
/// standard input, and the kernel closes it when the parent dies. User code sees an empty standard
/// input. 3. A worker whose initializer or loop fails halts and leaves its process slot to be
/// swept: a tidy exit would hide what the slot still holds. 4. Nothing a worker waits for is longer
/// than a slice of 50 ms.
///
/// Worker threads run the same loop with a process slot of their own; only the main programs
/// differ.
@NullMarked
package io.millrace.engine.internal.worker;

import org.jspecify.annotations.NullMarked;

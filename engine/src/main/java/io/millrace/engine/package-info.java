/// What users of the engine import: [io.millrace.engine.Pool] computes over whole arrays of one mapped file
/// and runs tasks, in worker JVMs; [io.millrace.engine.JvmProcess] runs one task in a JVM. Read the package
/// comment of `io.millrace.shm` first.
///
/// **The life of a job.**
///
/// ```text
///  1  Pool.map(in, op, out)          checks lengths, overlap and file; says what to compute as a `Work`
///  2  SETUP                          claims one of eight entries of the pool's job table
///  3                                 writes the work, the handles of the arrays, and cuts chunks of whole blocks
///  4  PINNED                         the arrays can no longer be dropped
///  5  RUNNING                        wakes the workers that are needed
///  6  FREE ──▶ RUN(worker)           a worker claims a chunk with one compare-and-set that names it
///  7                                 computes: out of place at once, in place block by block with a redo record,
///                                    a reduction into the chunk's node of the summation tree
///  8  RUN ──▶ DONE                   the moment the chunk counts; a dead worker's chunk goes back to FREE instead
///  9                                 the submitter computes chunks of built-in operations too, then sleeps; it finds
///                                    no chunk FREE or RUN any more
/// 10  FREE                           combines the nodes, gives the entry back, returns the result
/// ```
///
/// **Promise.** The result has the same bits for any number of workers, any schedule, any kernel
/// and any number of deaths. After a job's end, nothing is written to its output.
///
/// **Code of the user's** (functions, own reductions, `NativeOp`, tasks) runs in workers only: a crash of
/// that code is the death of a worker. Pools whose workers are threads are the exception.
///
/// **Tasks** (`mapAll`, `submit` and the calls like them) have a table of their own: `internal.task`
/// encodes functions and items, keeps the rows of the table filled with batches, and hands over results. A
/// worker runs a batch item after item, so a death costs one item at most, which is run again.
///
/// **Inside.** `internal.array` and `internal.task` are the submitter's side of the two kinds of calls,
/// `internal.pool` starts and ends pools, `internal.job` holds the tables in the file.
@NullMarked
package io.millrace.engine;

import org.jspecify.annotations.NullMarked;

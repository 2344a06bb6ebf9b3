/// Calls over items and single tasks, on the submitter's side: what waits in the heap, what lies in rows
/// of the file, and which thread collects the results.
///
/// ```text
///   Pool ──▶ Tasks ──▶ ItemWriter ──▶ TaskCall.waiting ──▶ row of the file ──▶ worker ──▶ row
///                      (encodes,      (in the heap,        (InFlightBatches
///                       caller)        without limit)       fills a free one)
///
///   row ──▶ InFlightBatch ──▶ BatchCollector ──▶ TaskCall.value      in the thread that ResultLeader chose
/// ```
///
/// The submitting thread encodes functions and items, so that it gets the exception for what cannot travel.
///
/// | to read about                                       | begin with         |
/// |-----------------------------------------------------|--------------------|
/// | how the calls of a pool become work                 | `Tasks`            |
/// | one call, and the two kinds of it                   | `TaskCall`         |
/// | all calls of a pool                                 | `TaskScheduler`    |
/// | leader and followers among threads that wait        | `ResultLeader`     |
/// | how many items make a batch                         | `Chunking`         |
/// | ranges of indices and collectors as tasks           | `RangeTasks`       |
@NullMarked
package io.millrace.engine.internal.task;

import org.jspecify.annotations.NullMarked;

/// Object tasks on the submitter's side: what waits in the heap, what lies in rows of the file, and
/// who collects the results.
///
/// ```text
///   ItemWriter ──▶ TaskCall.waiting ──▶ row of the file ──▶ worker ──▶ row ──▶ TaskReceiver
///   (encodes,      (in the heap,        (Rows fills it       (engine.job)      (in the thread whose
///    caller)        without limit)       when one is free)                      turn it is: Turns)
/// ```
///
/// [io.millrace.engine.task.TaskScheduler] is the door. Functions and items are encoded by who
/// submits, so that what cannot travel is refused there.
@NullMarked
package io.millrace.engine.task;

import org.jspecify.annotations.NullMarked;

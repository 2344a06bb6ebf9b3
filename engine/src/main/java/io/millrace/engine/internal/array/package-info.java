/// Calls over whole arrays, on the submitter's side.
///
/// ```text
///   Pool ──▶ ArrayJobs ──▶ ArrayCall ──▶ JobTable            (internal.job: the job in the file)
///            checks,       submits,
///            describes     waits, reads the result
/// ```
///
/// | to read about                                                    | begin with                      |
/// |------------------------------------------------------------------|---------------------------------|
/// | what is checked, and how a job is described                      | `ArrayJobs`                     |
/// | how an expression becomes a job                                  | `ExpressionJobs`, `PreparedJob` |
/// | the life of one call; of a scan, which has two jobs              | `ArrayCall`, `ScanCall`         |
/// | the calls of a pool, and threads for those that nobody waits for | `Submissions`                   |
/// | how large an output must be to go past the caches                | `LastLevelCache`                |
@NullMarked
package io.millrace.engine.internal.array;

import org.jspecify.annotations.NullMarked;

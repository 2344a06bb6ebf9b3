/// What stands behind a `Pool`: the tables and workers of a pool that this process started
/// (`HostedPool`), or the way to a pool that another process started (`AttachedPool`), and what the calls
/// over arrays and the tasks share.
///
/// | to read about                                          | begin with       |
/// |--------------------------------------------------------|------------------|
/// | the start and the end of a pool                        | `HostedPool`     |
/// | how submitters compute too                             | `SubmitterSlots` |
/// | what a `Job` asks of its call                          | `JobControl`     |
/// | where stages run that depend on a job                  | `Completions`    |
/// | stack traces that show the caller                      | `CallerFrames`   |
@NullMarked
package io.millrace.engine.internal.pool;

import org.jspecify.annotations.NullMarked;

/// Crews: the workers of a pool as their parent sees them, launched, watched, replaced and asked to
/// retire.
///
/// ```text
///   resize ──▶ SlotAssignment: which worker slots shall have a worker
///                    │
///                    ▼
///               LaunchQueue ──▶ JvmLauncher ──▶ JvmChild ···· the process takes its worker slot
///                    ▲                              │
///                    │ again, after a pause         │ exit
///               StartPolicy ◀── reaper thread ◀─────┘  sweeps the dead slot, keeps an ExitReport
/// ```
///
/// | to read about                                       | begin with                    |
/// |-----------------------------------------------------|-------------------------------|
/// | what a pool asks of its workers, whatever they are  | `Crew`                        |
/// | workers that are processes                          | `ProcessCrew`                 |
/// | workers that are threads                            | `ThreadCrew`                  |
/// | when a start is tried again, and when a pool fails  | `StartPolicy`, `StartVerdict` |
/// | growing and shrinking by load                       | `AutoScaler`                  |
///
/// **Invariants.** 1. A worker slot has at most one child, from the launch until the reaper has
/// seen its end. 2. One thread, the reaper, handles all ends, one after the other; it runs no user
/// code. 3. The parent sweeps the slot of a dead worker at once; any other process would do it as
/// well, a little later. 4. A pool gives up only when no worker has lived for a minute, or when
/// workers say by themselves that they cannot start; calls then fail with the last words of a
/// worker. 5. A worker that is asked to retire finishes what it has claimed and keeps its slot
/// until then.
///
/// Nothing in the file depends on this package: it decides which processes run, and the words in
/// the file decide who computes what.
@NullMarked
package io.millrace.engine.internal.crew;

import org.jspecify.annotations.NullMarked;

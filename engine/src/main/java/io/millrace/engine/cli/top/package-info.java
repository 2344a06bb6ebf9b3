/// The command `top`: shows what a mapped file holds, again and again, without changing it.
///
/// ```text
///   TopCommand ── Feed         snapshot after snapshot of the file, with the rates between two
///       │
///       ├─ LiveView            a terminal: keys, signals, sizes      ┐  TopScreen: snapshot and size
///       ├─ plain blocks        anything else                         ┘  become lines, by TopSections
///       └─ --json              one object a line
/// ```
///
/// Read [TopCommand] first. `TopScreen` and `TopSections` have no state and know no terminal: what the
/// screen shows is a function of two snapshots and a size, and is tested as one.
///
/// **Invariants.** 1. Nothing is written to the file, no process slot is taken. 2. However `top` ends,
/// by a key, a signal or a failure, the terminal is as it was before. 3. A refresh fits the screen:
/// each section keeps its most important rows, and the last one tells how many more there are.
@NullMarked
package io.millrace.engine.cli.top;

import org.jspecify.annotations.NullMarked;

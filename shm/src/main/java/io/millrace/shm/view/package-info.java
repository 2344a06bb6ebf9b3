/// A file seen from outside: what its words said at about one moment, as plain records.
///
/// ```text
///   FileView                  size, free space, age
///   ProcessView               a slot: alive, stopped or dead
///   DeathView                 a process that died, and what its recoverer put right
///   SyncView                  locks, conditions, semaphores, events, barriers   ─┐
///   QueueView, PipeView,      what waits, how much went through                  ├─▶ Holder ─▶ ProcessView
///   BroadcastView             and who has the ends                              ─┘
///   CounterView, MapView      what was counted, how full a map is
/// ```
///
/// Read [SyncView] first. `io.millrace.engine.snapshot.Snapshot` reads a whole file into such
/// records, with the pools of the engine.
///
/// **Invariants.** 1. A record is a copy: it never changes, and stays valid after the file is
/// closed. 2. Whoever makes one writes no byte of the file and waits for nobody. 3. The fields of a
/// record may be of slightly different moments, because other processes go on meanwhile. 4. Whether a
/// process is alive is asked of the kernel: a holder that died is shown as [ProcessView.State#DEAD]
/// until a process that lives has recovered its slot.
///
/// Only Millrace makes these records; later versions may add components.
@NullMarked
package io.millrace.shm.view;

import org.jspecify.annotations.NullMarked;

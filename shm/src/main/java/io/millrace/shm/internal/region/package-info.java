/// Regions: named pieces of the file that are created, opened and dropped; their bytes are reused
/// when no process has them open any more.
///
/// ```text
///   directory      row 0      row 1      row 2      row 3
///                +----------+----------+----------+----------+
///                | ACTIVE   | FREE     | RESERVED | DROPPING |
///                +----------+----------+----------+----------+
///                   │                     │          │
///   area         [ prices ........... ][ squares  ][ old ....... ]           free
///                                        being      free as soon as all living slots
///                                        zeroed     have acknowledged the drop
/// ```
///
/// | to read about                                         | begin with                        |
/// |-------------------------------------------------------|-----------------------------------|
/// | the states of a row, D1 to D7                         | `DirectoryEntry` of `layout`      |
/// | creating a region                                     | `Reservation`                     |
/// | dropping one: deferred reclamation by epochs          | `RegionReclaimer`                 |
/// | code that knows memory only by address                | `GracePeriod`                     |
/// | one opened region of one attachment                   | `Region`                          |
/// | whether it is still there, and closing                | `RowAccess`                       |
/// | all of it together, as `SharedMemory` uses it         | `RegionStore`                     |
/// | what a feature must bring to be swept after a death   | `Recoverable`                     |
///
/// **Invariants.** 1. Names and ranges are reserved under one file mutex; the memory is zeroed and
/// initialised after the mutex is released. A process that sees `ACTIVE` sees initialised memory.
/// 2. Free space is derived from the rows and stored nowhere, so no count can be wrong after a
/// death. 3. Row and generation name one region for ever; handles carry both. 4. The bytes of a
/// dropped region are not reused before every living slot has closed it and acknowledged the drop's
/// epoch, and no process holds them for a view by address. 5. A region that running work uses is
/// not dropped: the dropper marks the row, issues a full fence and asks every `Recoverable`; work
/// that is submitted announces itself, issues a full fence and looks at the mark.
///
/// **Death.** A reserved row of a dead slot becomes free, a row marked for a drop becomes active
/// again, and a drop that was decided is finished by any process that looks.
@NullMarked
package io.millrace.shm.internal.region;

import org.jspecify.annotations.NullMarked;

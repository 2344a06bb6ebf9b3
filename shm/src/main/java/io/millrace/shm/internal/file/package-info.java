/// Files: a path becomes a memory segment that is checked, allocated and locked; and files that no
/// living process uses are removed.
///
/// ```text
///   create    O_TMPFILE ──▶ lock slot 1's byte ──▶ checks ──▶ allocate ──▶ map ──▶ header ──▶ name
///                                       the name appears last, and never replaces another file
///
///   attach    open ──▶ type, owner, mode, file system ──▶ header, read but not mapped ──▶ map
///
///   sweep     lock all bytes in one step ──▶ does the path still name this file? ──▶ unlink
/// ```
///
/// | to read about                                    | begin with                        |
/// |--------------------------------------------------|-----------------------------------|
/// | making a file                                    | `FileCreation`                    |
/// | an open, checked and mapped file                 | `MappedFile`                      |
/// | which files and headers are refused, and why     | `TrustCheck`, `HeaderCheck`       |
/// | removing what dead programs left                 | `FileSweep`                       |
/// | where files lie that have no path                | `DefaultFolder`, `FolderChoices`  |
/// | handing an open file to a child process          | `OpenFile`                        |
///
/// **Invariants.** 1. A file has its name only when it is complete and its creator holds a slot. 2.
/// All bytes are allocated before the first is mapped: a full disk is one exception at creation and
/// never a `SIGBUS` later. 3. A file never shrinks. 4. The header is judged on a private copy,
/// never on the mapping, where another process could change it between check and use. 5. The sweep
/// removes a file only while it holds every lock byte, so no process is attached; a process that
/// attaches at that moment finds that the path no longer names the file it opened, and starts over.
///
/// **Death.** A creator that dies leaves nothing, or a temporary name that the next sweep of the
/// folder removes. The lock bytes of a dead sweeper are free again.
@NullMarked
package io.millrace.shm.internal.file;

import org.jspecify.annotations.NullMarked;

/// Process slots: which processes are attached to a file, which of them are dead, and which process
/// recovers one.
///
/// ```text
///              join                 become live               leave
///   FREE ──────────────▶ JOINING ──────────────▶ LIVE ──────────────▶ LEAVING ──▶ FREE
///    ▲                     │                      │                      │
///    │                     └──────────────────────┴──────────────────────┘
///    │                                      │ the process dies: the kernel releases its byte
///    └──── all sweepers have run ◀── another process locks the byte and becomes the recoverer
/// ```
///
/// **The lock is the truth.** An attachment locks byte 2^62 + slot of the file, with an open file
/// description of its own. While that lock is held the slot is alive, whatever its words say; a
/// stopped process (`SIGSTOP`) is alive. The phase in the slot is for readers and for the search
/// for a free slot; recovery does not depend on it.
///
/// **Recovery.** The process that gets the lock of a dead slot's byte runs all sweepers and then
/// frees the slot. A sweeper undoes or finishes what the dead slot had begun in one part of the
/// file. Sweepers are idempotent: if the recoverer dies, the kernel releases the byte again, and
/// the next recoverer starts at the first sweeper.
///
/// | to read about                            | begin with          |
/// |------------------------------------------|---------------------|
/// | joining, leaving, recovering             | `ProcessSlotHolder` |
/// | what recovery does in one part           | `Sweeper`           |
/// | when a process looks for dead ones       | `Watcher`           |
/// | one process at a time in the directory   | `FileMutex`         |
///
/// **Invariants.** 1. A slot has one owner: its byte is locked exclusively before the slot's words
/// are written. 2. A slot is swept before it is used again. 3. An attachment never asks the kernel
/// about its own slot: locks of one description do not conflict with each other. 4. A process takes
/// part in a feature that needs a sweeper (a bit in the slot's `sweepers` word) only if it has that
/// sweeper; a recoverer without it leaves the slot to others.
///
/// Death is never concluded from a time-out. Two attachments of one JVM, and every worker thread,
/// have slots and descriptions of their own.
@NullMarked
package io.millrace.shm.internal.process;

import org.jspecify.annotations.NullMarked;

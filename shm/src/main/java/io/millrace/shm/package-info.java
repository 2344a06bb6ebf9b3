/// Typed memory that several JVMs share through one mapped file, on Linux. Read this page first;
/// `FORMAT.md` has all tables of the file, for readers in other languages.
///
/// **Vocabulary.** A *file* holds named *regions*. A process that maps it is *attached* and holds
/// one *slot*; two attachments in one JVM hold two. A *row* of the *directory* says where a region
/// is. A *word* is a naturally aligned integer that processes change by compare-and-set. To *join*
/// is to take a slot, to *sweep* is to undo what a dead slot left half done.
///
/// ```text
/// 0            4 KiB               132 KiB                                                    end
/// +------------+-------------------+-------------------+---------------+----------------------+
/// | FileHeader | process slots     | directory         | engine's area | regions of the users |
/// |            | 1023 x 128 B      | entries of 256 B  |               |                      |
/// +------------+-------------------+-------------------+---------------+----------------------+
/// ```
///
/// **Memory order** is a suffix of the name: `stateAcquire`, `stateRelease`, `stateCas`. Plain
/// access promises nothing between processes. What is stored before a release or a compare-and-set
/// is seen by whoever reads that word with acquire.
///
/// **Crash promise.** Any process may be killed at any instruction. Nobody then waits longer than
/// half a second after the kernel released what the dead one held, nothing is done twice, and the
/// file stays usable. Death is only what the kernel confirms: a slot is alive while the lock on its
/// byte is held.
@NullMarked
package io.millrace.shm;

import org.jspecify.annotations.NullMarked;

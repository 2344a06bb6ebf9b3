/// Moving messages between threads and processes.
///
/// A *message* is what one `Codec` call wrote: a run of bytes with a length. It is written straight
/// into shared memory and read from there; no call keeps the memory of a message after it returned.
///
/// | to read about                        | begin with                                              |
/// |--------------------------------------|---------------------------------------------------------|
/// | many to many, and what a death costs | `SharedQueue`, then `internal.queue`                    |
/// | two ends, both ways                  | `Pipe`, then `internal.ring`                            |
/// | one to many, lossy                   | `Broadcast`, then `internal.ring`                       |
/// | values and bytes                     | `Codec`, then `internal.codec`                          |
/// | handles in messages                  | `internal.handle`                                       |
///
/// This package holds what users import, and the classes that turn calls of users into calls of the
/// machines. The machines know none of its types. A message that `SharedQueue.put` sends passes
/// `SharedQueue`, `Codec`, `internal.queue.CellRing` with the words of `QueueCell` and `QueueHeader`,
/// and, if a consumer sleeps, `internal.wait.EventCount` and its `FutexWord`.
///
/// Nothing here needs a JVM flag or loads a library. The rings of `Pipe` and `Broadcast` have the
/// format of Agrona's, so code for Agrona can be put on their bytes.
@NullMarked
package io.millrace.shm.message;

import org.jspecify.annotations.NullMarked;

/// Moving messages between threads and processes.
///
/// A *message* is what one `Codec` call wrote: a run of bytes with a length. It is written straight
/// into shared memory and read from there; no call keeps the memory of a message after it returned.
///
/// | to read about                        | begin with                                              |
/// |--------------------------------------|---------------------------------------------------------|
/// | many to many, and what a death costs | `SharedQueue`, then `Ring`: states, invariants, order   |
/// | two ends, both ways                  | `Pipe`, then `PipeState`                                |
/// | one to many, lossy                   | `Broadcast`                                             |
/// | values and bytes                     | `Codec`; for `any()` `Tag`, `ValueWriter`, `ValueReader` |
///
/// `SharedQueue` and the codecs here need no JVM flag and load no library; `Pipe` and `Broadcast`
/// are Agrona's rings.
@NullMarked
package io.millrace.shm.message;

import org.jspecify.annotations.NullMarked;

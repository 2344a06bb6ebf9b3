/// Moving messages between threads and processes.
///
/// A *message* is what one `Codec` call wrote: a run of bytes with a length. It is written straight
/// into shared memory and read from there; no call keeps the memory of a message after it returned.
@NullMarked
package io.millrace.shm.message;

import org.jspecify.annotations.NullMarked;

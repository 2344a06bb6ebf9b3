/// Locks, conditions, semaphores, events and barriers in the file, whose owners and waiters are threads
/// of any process. Here stand the handles and their options, which users import; the protocols stand
/// in `shm.internal.lock`, the ways to wait in `shm.internal.wait`.
///
/// **Deaths.** All of them survive `kill -9` of any process at any instruction. A dead owner is noticed
/// within half a second; a thread that ended and a memory that closes are swept as if they had died.
///
/// **Waiting.** Platform threads spin for at most 20 µs (for permits of a semaphore 1 µs), then sleep in
/// the kernel in slices of 50 ms. Virtual threads park, and one platform thread for each word sleeps
/// in their place.
@NullMarked
package io.millrace.shm.sync;

import org.jspecify.annotations.NullMarked;

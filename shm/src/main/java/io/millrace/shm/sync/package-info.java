/// Waiting on a word of the file: locks, conditions, semaphores, events and barriers whose owners
/// and waiters are threads of any process.
///
/// **Read first** `LockCore`: the other machines repeat what it does. Then
/// `ReadWriteCore`, `PermitCells`, `BarrierCore`; the layouts of their words stand in `shm.layout`.
///
/// **Rules.** The owner stands in the word that is compared-and-set. A wake is a hint, the word is
/// the truth: nobody sleeps longer than a slice of 50 ms, and after each looks at the word, at the
/// region (dropped, closed) and at the life of the owner. What counts (permits, arrivals, readers)
/// is derived from words that name their owners, never stored. A dead process is swept by whoever
/// holds its byte; a thread that ended, by its own process; a memory that is closed is swept on the
/// way out.
///
/// **Waiting.** Platform threads look for about a microsecond (events and barriers for twenty), then
/// sleep on the word. Virtual threads park, and one platform thread for each word sleeps for them.
@NullMarked
package io.millrace.shm.sync;

import org.jspecify.annotations.NullMarked;

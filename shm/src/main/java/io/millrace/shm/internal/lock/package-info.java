/// The protocols behind the handles of `shm.sync`: one core for each region and attachment.
///
/// **Read first** `LockCore`: the other cores repeat its rules. Then `ReadWriteCore`, `PermitCells`,
/// `BarrierCore`, `ConditionCore`, `EventCore`; the bit tables of their words stand in
/// `shm.internal.layout`.
///
/// **Rules.** The owner stands in the word that is compared-and-set. Permits, arrivals and readers
/// are counted from words that name their owners; no count is stored. The holder of a dead process's
/// byte sweeps what that process owned; a thread that ended is swept by its own process; a memory
/// that closes is swept first. After each slice of sleep a waiter looks at the word, at the region
/// (dropped, closed) and at the life of the owner.
@NullMarked
package io.millrace.shm.internal.lock;

import org.jspecify.annotations.NullMarked;

/// The machine of a shared map: buckets of linked rows, behind striped locks, read without a lock.
///
/// Begin with [Stripe]: invariants, steps, memory order, and what a death leaves behind.
///
/// ```text
///   MapCore ──▶ Stripe ──────▶ Buckets ──▶ MapRow       find, link, unlink
///      │          ├──────────▶ RowOwners                claim and free rows
///      │          └──────────▶ StripeRepair             after the death of an owner
///      └──────▶ OptimisticRead                          readers, without the lock
/// ```
@NullMarked
package io.millrace.shm.internal.map;

import org.jspecify.annotations.NullMarked;

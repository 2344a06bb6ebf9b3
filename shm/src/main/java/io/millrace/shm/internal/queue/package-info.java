/// The machine of a shared queue: cells that many producers and consumers of all processes share.
///
/// Begin with [CellRing]: states, invariants, memory order, and what a death leaves behind.
@NullMarked
package io.millrace.shm.internal.queue;

import org.jspecify.annotations.NullMarked;

/// Counters of users: numbers that threads of all processes add to, and that only rise.
///
/// Read [io.millrace.shm.internal.counter.CounterRegion] first: the protocol. Labels are for those who
/// look from outside (`CounterLabels`); no step depends on them.
@NullMarked
package io.millrace.shm.internal.counter;

import org.jspecify.annotations.NullMarked;

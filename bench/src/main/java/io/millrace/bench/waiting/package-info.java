/// Locks, events, pipes and queues between two JVMs, beside what users would take instead, in one run and in turns.
///
/// `java -jar bench/target/benchmarks.jar waiting` runs [WaitingReport]. The peers are a C program, which is compiled on
/// the spot by the system's `cc` (so that it is built for this machine, needs no place in the library that Millrace ships,
/// and its source travels in the jar), a bare Agrona ring between the same two JVMs, and Python's
/// `multiprocessing.Queue`. What is not installed is left out with a line.
@NullMarked
package io.millrace.bench.waiting;

import org.jspecify.annotations.NullMarked;

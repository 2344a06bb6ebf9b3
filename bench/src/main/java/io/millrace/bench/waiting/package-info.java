/// Compares locks, events, pipes and queues between two JVMs with their alternatives, in one run
/// and in turns.
///
/// `java -jar bench/target/benchmarks.jar waiting` runs [WaitingReport]. The peers are a C program,
/// which the system's `cc` compiles at run time (the jar holds the source, and the library that
/// Millrace ships does not need it), a ring of Agrona between two such JVMs, and Python's
/// `multiprocessing.Queue`. A peer that is not installed is left out.
@NullMarked
package io.millrace.bench.waiting;

import org.jspecify.annotations.NullMarked;

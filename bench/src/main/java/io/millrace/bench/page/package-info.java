/// One page of charts about this machine: throughput against size and workers, latencies, recoveries, and
/// processes beside threads.
///
/// [PageReport] is the command. `Throughput`, `Latencies`, `Recoveries` and `Kinds` measure one
/// section each and give its charts; `Stopwatch` runs what is measured.
@NullMarked
package io.millrace.bench.page;

import org.jspecify.annotations.NullMarked;

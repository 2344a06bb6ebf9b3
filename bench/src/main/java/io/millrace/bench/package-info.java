/// Benchmarks.
///
/// `millrace bench limits` runs [MemoryLimitReport], which compares jobs of a pool with C loops over the same mapped
/// file, in turns. `functions`, `tasks`, `pictures`, `waiting` and others run the other reports: [Main] is the program,
/// [ReportCommand] has the reports and adds the options that all take, a [Report] is what one has of its own. The
/// words behind `jmh` are passed to JMH: `-l` lists the benchmarks of single kernels ([MapBlockBenchmark],
/// [FoldBlockBenchmark]) and of whole jobs ([JobBenchmark]).
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;

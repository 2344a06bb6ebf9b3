/// How fast it is, measured beside what the machine allows.
///
/// `java -jar bench/target/benchmarks.jar limits` runs [MemoryLimitReport]: jobs of a pool beside C loops over the same
/// mapped file, in turns, in one run. Any other arguments are JMH's: `-l` lists the benchmarks of single kernels
/// ([MapBlockBenchmark], [FoldBlockBenchmark]) and of whole jobs ([JobBenchmark]).
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;

/// Benchmarks.
///
/// `java -jar bench/target/benchmarks.jar limits` runs [MemoryLimitReport], which compares jobs of
/// a pool with C loops over the same mapped file, in turns. `functions`, `tasks`, `pictures`,
/// `waiting` and others run the other reports: see [Main]. Other arguments are passed to JMH: `-l` lists the
/// benchmarks of single kernels ([MapBlockBenchmark], [FoldBlockBenchmark]) and of whole jobs
/// ([JobBenchmark]).
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;

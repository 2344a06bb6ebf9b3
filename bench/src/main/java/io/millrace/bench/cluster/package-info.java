/// Sums over the parts of distributed arrays beside the local engine, and beside what Spark's users write without it.
///
/// ```text
///   ClusterReport ──▶ ClusterComparisons ──▶ SparkNode ──▶ SparkSubmit, an application of module `spark`
///                                                              └──▶ an executor ──▶ workers of its engine
/// ```
///
/// This jar has nothing of Spark: what it submits, and the jars of Spark, are made by the build of module `spark`.
@NullMarked
package io.millrace.bench.cluster;

import org.jspecify.annotations.NullMarked;

/// The bits of a cluster: what [Cases] compute of arrays of each type, by a [Cluster] and by [OneMachine].
///
/// ```text
///   Cases ── Calls of one type ──▶ OneMachine: Pool in the test JVM          ─▶ name, bits
///     │                                                                           compared by ConformanceIT,
///     └───── Calls of one type ──▶ Cluster: ClusterArrays in the application ─▶ name, bits    and by oracle.py
/// ```
@NullMarked
package io.millrace.spark.conformance;

import org.jspecify.annotations.NullMarked;

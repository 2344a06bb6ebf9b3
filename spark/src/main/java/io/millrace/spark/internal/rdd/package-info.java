/// Distributed arrays as RDDs: Spark knows by them on which executor a part lies, and how a lost part is made again.
///
/// ```text
///   PartRdd of handles, cached ──▶ PartRdd of another array ──▶ WorkRdd of results
///     source, or the PartRdds that it is computed from            collected by the driver
/// ```
///
/// Spark caches handles only. A task that finds a handle of another executor has the part made on its own.
@NullMarked
package io.millrace.spark.internal.rdd;

import org.jspecify.annotations.NullMarked;

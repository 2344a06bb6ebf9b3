/// What an executor has: one engine, and the parts of distributed arrays that it holds.
///
/// ```text
///   MillracePlugin ──▶ Node ──▶ Engine: one mapped file, one pool
///                       │
///                       └──▶ parts, by array and partition
/// ```
///
/// A part is made when a task asks for it and the node does not have it. It goes when its array was closed, or when
/// another part needs its room; then it is made again on demand.
@NullMarked
package io.millrace.spark.internal.node;

import org.jspecify.annotations.NullMarked;

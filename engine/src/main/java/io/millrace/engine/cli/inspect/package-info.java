/// The command `inspect`: prints what a mapped file holds, without changing it.
///
/// [InspectCommand] takes a snapshot of the file, [InspectText] and [InspectJson] print it,
/// [InspectPage] writes the snapshot as a page in HTML, [NumpyLines] prints Python code that opens the
/// arrays. Text and page have the cells of their tables from [SnapshotTables] and [PoolTables].
/// [SyncText] has the words for locks and ends of pipes that all of them share.
@NullMarked
package io.millrace.engine.cli.inspect;

import org.jspecify.annotations.NullMarked;

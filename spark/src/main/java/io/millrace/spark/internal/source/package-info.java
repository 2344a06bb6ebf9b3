/// Where the elements of distributed arrays come from and go to: files on any file system of Hadoop,
/// functions of the index and random functions, and RDDs.
///
/// The driver makes a `Loader` of a source: it lists files and reads their headers, no elements. The
/// loader travels to the nodes, and each node fills its part of the array with it: `FileLoader` reads the
/// bytes of the part straight into mapped memory, `GeneratedLoader` has the node's pool compute it. What an
/// RDD holds has no place yet: `RddPieces` counts first and then sends each element to its part.
/// `PartFormat` writes parts as files, which `FileLoader` reads back.
@NullMarked
package io.millrace.spark.internal.source;

import org.jspecify.annotations.NullMarked;

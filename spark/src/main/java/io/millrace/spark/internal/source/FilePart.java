package io.millrace.spark.internal.source;

import java.io.Serializable;

/// One file of an array.
///
/// @param path of the file
/// @param byteSize of the file when the driver saw it
/// @param dataOffset the byte where the elements begin
/// @param from the index of its first element in the array
/// @param to the index behind its last element
record FilePart(String path, long byteSize, long dataOffset, long from, long to) implements Serializable {}

package io.millrace.spark;

import java.io.Serializable;

/// One file of a batch.
///
/// @param path as the file system of Hadoop names it
/// @param bytes all of them
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record InputFile(String path, byte[] bytes) implements Serializable {}

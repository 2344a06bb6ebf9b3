package io.millrace.spark.internal.source;

import io.millrace.shm.data.NumericArray;

/// What a task writes with [PartFormat]: all elements of its partition, none if that is empty. It stays in
/// the process of the task.
public record SavedPart(NumericArray elements) {}

package io.millrace.spark.internal.node;

import io.millrace.shm.ElementType;
import java.io.Serializable;

/// A distributed array, as tasks carry it.
///
/// @param id of the array, counted up within one driver
public record ArrayPlan(long id, ElementType type, Bounds bounds) implements Serializable {}

package io.millrace.engine;

/// How far the tasks of a pool are, counted since the pool last had none.
///
/// @param done tasks that have ended, with a result or without
/// @param failed ended tasks without a result
/// @param total tasks that were handed in so far
public record Progress(long done, long failed, long total) {}

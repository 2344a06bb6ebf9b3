package io.millrace.engine.internal.task;

/// How far the calls in work are.
///
/// @param done items that have ended, with a result or without
/// @param failed those of them without
/// @param total items that were handed in
record TaskCounts(long done, long failed, long total) {}

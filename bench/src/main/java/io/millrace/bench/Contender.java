package io.millrace.bench;

/// Code that is timed in comparison to other code.
///
/// @param bytes smallest number of bytes that one run moves: each input is read once, each output
///         written once
record Contender(String name, long bytes, Runnable run) {}

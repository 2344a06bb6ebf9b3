package io.millrace.bench;

/// One thing that is timed against others.
///
/// @param bytes that one run moves through memory at least: each input read once, each output written once
record Contender(String name, long bytes, Runnable run) {}

package io.millrace.engine.kernel;

import java.lang.foreign.MemorySegment;

/// Elements computed before, which go to their place while others are computed.
///
/// @param source holds at least as many bytes as `target`
/// @param target where they go, all of it; it overlaps nothing that the kernel reads or writes
public record Moving(MemorySegment source, MemorySegment target) {}

package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// Elements that a loop moves while it computes others: `target[i] = source[i]`, of the type that is
/// computed.
public record Move(MemorySegment source, MemorySegment target) {}

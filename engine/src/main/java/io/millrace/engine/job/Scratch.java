package io.millrace.engine.job;

/// The block of memory at each seat in which an in-place job computes before it commits.
final class Scratch {
    /// One block of the widest element type.
    static final long BYTE_SIZE = Block.LENGTH * 8L;

    private Scratch() {}
}

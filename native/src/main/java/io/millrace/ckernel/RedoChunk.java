package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Objects;

/// A chunk that is computed in place, its redo record, and the scratch blocks: a `struct redo` of
/// `kernels.h`, which says what the words mean. For the calls of one thread.
///
/// Nobody may close the memory of scratch blocks, record and place during a call: C gets their bare
/// addresses.
public final class RedoChunk {
    /// As many half steps as there are.
    public static final long ALL = Long.MAX_VALUE;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(2, JAVA_LONG).withName("scratch"),
            JAVA_LONG.withName("progress"),
            JAVA_LONG.withName("base"),
            JAVA_LONG.withName("unit"),
            JAVA_LONG.withName("committing"),
            JAVA_LONG.withName("place"),
            JAVA_LONG.withName("half_steps"));

    private static final long SCRATCH = offset("scratch");
    private static final long PROGRESS = offset("progress");
    private static final long BASE = offset("base");
    private static final long UNIT = offset("unit");
    private static final long COMMITTING = offset("committing");
    private static final long PLACE = offset("place");
    private static final long HALF_STEPS = offset("half_steps");

    private final MemorySegment struct = Arena.ofAuto().allocate(LAYOUT);
    private MemorySegment place = MemorySegment.NULL;
    private long scratchBytes;

    /// The word of the record.
    ///
    /// @param progress the word, eight bytes, aligned
    /// @param base its value before block 0
    /// @param unit what one block adds
    /// @param committing what a commit by the owner of the scratch blocks adds; less than `unit`
    public record Word(MemorySegment progress, long base, long unit, long committing) {}

    /// The two blocks in which even and odd blocks are computed.
    public record Scratch(MemorySegment even, MemorySegment odd) {}

    /// No chunk yet: [#begin] comes before the first call.
    public RedoChunk() {}

    /// The next calls are for another chunk.
    ///
    /// @param place the elements of the whole chunk
    /// @throws IllegalArgumentException when a commit is no less than a block, or memory is on the heap
    /// @throws IllegalStateException when memory is closed
    /// @throws IndexOutOfBoundsException when the word has fewer than eight bytes
    public void begin(Scratch scratch, Word word, MemorySegment place) {
        Objects.checkFromIndexSize(0L, Long.BYTES, word.progress.byteSize());
        if (word.committing <= 0 || word.committing >= word.unit) {
            throw new IllegalArgumentException("a commit must be less than a block: word=" + word);
        }
        struct.set(JAVA_LONG, SCRATCH, BlockCall.address(scratch.even));
        struct.set(JAVA_LONG, SCRATCH + Long.BYTES, BlockCall.address(scratch.odd));
        struct.set(JAVA_LONG, PROGRESS, BlockCall.address(word.progress));
        struct.set(JAVA_LONG, BASE, word.base);
        struct.set(JAVA_LONG, UNIT, word.unit);
        struct.set(JAVA_LONG, COMMITTING, word.committing);
        struct.set(JAVA_LONG, PLACE, BlockCall.address(place));
        struct.set(JAVA_LONG, HALF_STEPS, ALL);
        this.place = place;
        this.scratchBytes = Math.min(scratch.even.byteSize(), scratch.odd.byteSize());
    }

    /// The next calls end after so many half steps, for those who look at the memory in between.
    public void halfSteps(long most) {
        struct.set(JAVA_LONG, HALF_STEPS, most);
    }

    MemorySegment struct() {
        return struct;
    }

    /// Checks that it has begun, and that there are `n` elements and room for a block of them.
    void check(long n, int byteSize) {
        Downcalls.check(place, n, byteSize);
        Objects.checkFromIndexSize(0, Math.clamp(n, 1, FoldFunction.BLOCK_ELEMENTS), scratchBytes / byteSize);
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}

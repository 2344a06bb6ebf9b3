package io.millrace.shm.internal.layout;

/// Some bits of a 64-bit word.
public record BitField(String name, int shift, int width) {
    private long mask() {
        return (1L << width) - 1;
    }

    /// The field's value in `word`.
    public long get(long word) {
        return (word >>> shift) & mask();
    }

    /// `word` with the field set to `value`, whose excess high bits are cut off.
    public long set(long word, long value) {
        return (word & ~(mask() << shift)) | ((value & mask()) << shift);
    }
}

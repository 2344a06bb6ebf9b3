package io.millrace.shm.layout;

/// The bytes of the file, far behind its end, whose open-file-description locks say who lives and
/// who may.
///
/// | byte            | held                                                                        |
/// |-----------------|-----------------------------------------------------------------------------|
/// | 2^62            | shared by a joiner until it is live; exclusively, with all others, by sweep |
/// | 2^62 + slot     | exclusively by the owner of the slot, or by who recovers it                 |
/// | 2^62 + 1024     | exclusively by who changes the directory                                    |
public final class LockBytes {
    /// The gate of joiners and sweepers.
    public static final long GATE = 1L << 62;
    /// The gate of the directory.
    public static final long DIRECTORY = GATE + 1024;
    /// How many bytes there are, from `GATE` on.
    public static final long COUNT = 1025;

    private LockBytes() {}

    /// The byte of a slot.
    public static long ofSlot(int slot) {
        if (slot < 1 || slot > ProcessSlot.COUNT) {
            throw new IllegalArgumentException("slots are 1 to " + ProcessSlot.COUNT + ": slot=" + slot);
        }
        return GATE + slot;
    }
}

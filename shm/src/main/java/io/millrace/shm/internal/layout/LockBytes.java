package io.millrace.shm.internal.layout;

/// The bytes, far behind the end of the file, whose open-file-description locks say which processes
/// live and which may change what.
///
/// | byte            | held                                                                        |
/// |-----------------|-----------------------------------------------------------------------------|
/// | 2^62            | shared by a joiner until it is live; exclusively, with all others, by sweep |
/// | 2^62 + slot     | exclusively by the owner of the slot, or by its recoverer                   |
/// | 2^62 + 1024     | exclusively by the process that changes the directory                       |
/// | 2^62 + 2048 + r | shared by processes that have bare views of the region in row r             |
public final class LockBytes {
    /// The byte of processes that join or sweep.
    public static final long GATE = 1L << 62;
    /// The byte of the directory's mutex.
    public static final long DIRECTORY = GATE + 1024;
    /// How many bytes there are, from `GATE` on, without those of views: a process that closed the
    /// file may still hold those.
    public static final long COUNT = 1025;

    private static final long VIEWS = GATE + 2048;

    private LockBytes() {}

    /// The byte of the views of a region, by its row in the directory.
    public static long ofViews(int row) {
        return VIEWS + row;
    }

    /// The byte of a slot.
    public static long ofSlot(int slot) {
        if (slot < 1 || slot > ProcessSlot.COUNT) {
            throw new IllegalArgumentException("slots are 1 to " + ProcessSlot.COUNT + ": slot=" + slot);
        }
        return GATE + slot;
    }
}

package io.millrace.shm.internal.ring;

/// A record of the ring of a pipe or a broadcast, in the format of Agrona's two `RecordDescriptor`s. A
/// record begins at a multiple of 8 and never wraps around the end of the ring.
///
/// ```text
///   length with this header 32 │ type 32 │ bytes, up to a multiple of 8
/// ```
final class RingRecord {
    /// Bytes before those of the message.
    static final int HEADER = 8;
    static final int ALIGNMENT = 8;
    /// Offset of the type in the header.
    static final int TYPE = 4;
    /// The type of what fills the end of a ring.
    static final int PADDING = -1;

    private static final int LARGEST_SHARE = 8;

    private RingRecord() {}

    /// Bytes of a record with a message of `length` bytes.
    static int byteSize(int length) {
        return aligned(length + HEADER);
    }

    static int aligned(int byteSize) {
        return byteSize + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /// The two words of a header as one.
    static long header(int lengthWithHeader, int type) {
        return (long) type << Integer.SIZE | lengthWithHeader;
    }

    /// Where the record of a position begins. Inside the ring and aligned, whatever the position is.
    static int index(long position, int capacity) {
        return (int) position & capacity - 1 & -ALIGNMENT;
    }

    /// Bytes of the largest message that is one record.
    static int largest(int capacity) {
        return capacity / LARGEST_SHARE;
    }
}

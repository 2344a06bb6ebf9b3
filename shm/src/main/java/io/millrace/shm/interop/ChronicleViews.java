package io.millrace.shm.interop;

import io.millrace.shm.data.ByteArray;
import java.lang.foreign.MemorySegment;
import net.openhft.chronicle.bytes.Bytes;

/// Bytes of a region as Chronicle `Bytes`, with 63-bit positions. Each view has positions of its own
/// and is for one thread at a time; what is written through one is in the region at once.
public final class ChronicleViews {
    private ChronicleViews() {}

    /// All bytes, to be written: both positions at 0, the limit at the end. What stands there already
    /// can be read at offsets, or in order after `readLimit(n)`. From now on the bytes stay mapped
    /// until this process ends, and are used for nothing else even when the region is dropped.
    ///
    /// @throws UnsupportedOperationException the file was attached read-only
    public static Bytes<?> bytes(ByteArray bytes) {
        MemorySegment segment = BareView.of(bytes, any -> {});
        ChronicleStart.quietly();
        return ChronicleWindow.over(segment);
    }

    /// As `bytes`, to be read: the read position at 0, the write position at the end.
    ///
    /// @throws UnsupportedOperationException the file was attached read-only
    public static Bytes<?> bytesForRead(ByteArray bytes) {
        return bytes(bytes).readLimit(bytes.length());
    }
}

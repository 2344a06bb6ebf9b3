package io.millrace.shm.interop;

import io.millrace.shm.data.ByteArray;
import java.util.Objects;
import org.agrona.concurrent.AtomicBuffer;

/// Bytes of a region as Agrona buffers: for its rings, counters and maps, for SBE and Aeron. They
/// need the JVM flag `--add-opens java.base/jdk.internal.misc=ALL-UNNAMED`. A region begins at a
/// multiple of 64 bytes.
public final class AgronaViews {
    private AgronaViews() {}

    /// All bytes, if they are less than 2 GiB. From now on the bytes stay mapped until this process
    /// ends, and are not used again even when the region is dropped.
    ///
    /// @throws IllegalArgumentException the bytes are 2 GiB or more: take a window
    /// @throws UnsupportedOperationException the file was attached read-only
    /// @throws io.millrace.shm.MissingJvmFlagException the JVM was started without the flag
    public static AtomicBuffer buffer(ByteArray bytes) {
        return AgronaMemory.over(BareView.of(bytes, AgronaMemory::requireSize));
    }

    /// A window of `length` bytes from `offset` on; the bytes stay mapped as with `buffer(ByteArray)`.
    ///
    /// @throws IndexOutOfBoundsException the window is not within the bytes
    /// @throws UnsupportedOperationException the file was attached read-only
    /// @throws io.millrace.shm.MissingJvmFlagException the JVM was started without the flag
    public static AtomicBuffer buffer(ByteArray bytes, long offset, long length) {
        Objects.checkFromIndexSize(offset, length, bytes.length());
        return buffer(bytes.slice(offset, offset + length));
    }
}

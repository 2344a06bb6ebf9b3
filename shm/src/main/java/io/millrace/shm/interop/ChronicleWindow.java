package io.millrace.shm.interop;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;

/// Chronicle `Bytes` that can be pointed at one piece of memory after the other.
///
/// A store that was pointed elsewhere keeps the `Bytes` over it; their limit has to be set each
/// time, because it is what keeps writes inside.
final class ChronicleWindow {
    private static final MemorySegment NOTHING = Arena.global().allocate(Long.BYTES);

    private final PointerBytesStore store = new PointerBytesStore();
    private final Bytes<?> bytes;

    ChronicleWindow() {
        store.set(NOTHING.address(), 0);
        bytes = store.bytesForWrite();
        bytes.singleThreadedCheckDisabled(true); // one thread after the other
    }

    /// Bytes of their own over `segment`, which stays mapped.
    static Bytes<?> over(MemorySegment segment) {
        ChronicleWindow window = new ChronicleWindow();
        return window.forWrite(segment);
    }

    /// Empty, and as long as `segment`.
    Bytes<?> forWrite(MemorySegment segment) {
        store.set(segment.address(), segment.byteSize());
        bytes.clear();
        bytes.writeLimit(segment.byteSize());
        return bytes;
    }

    /// All of `segment` to be read.
    Bytes<?> forRead(MemorySegment segment) {
        Bytes<?> all = forWrite(segment);
        all.readLimit(segment.byteSize());
        return all;
    }

    /// Points at nothing any more.
    void leave() {
        forWrite(NOTHING.asSlice(0, 0));
    }
}

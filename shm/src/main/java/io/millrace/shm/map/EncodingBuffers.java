package io.millrace.shm.map;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Buffers of one size, of which one is kept for the next call, whichever thread makes it.
final class EncodingBuffers {
    private final int byteSize;
    private final AtomicReference<byte @Nullable []> kept = new AtomicReference<>();

    EncodingBuffers(int byteSize) {
        this.byteSize = byteSize;
    }

    byte[] take() {
        byte[] buffer = kept.getAndSet(null);
        return buffer == null ? new byte[byteSize] : buffer;
    }

    void giveBack(byte[] buffer) {
        kept.set(buffer);
    }
}

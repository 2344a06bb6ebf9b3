package io.millrace.shm.internal.map;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Copies the value of a key.
final class ValueCopy implements OptimisticRead.Reader {
    private final Buckets buckets;
    private final KeySearch search;
    private @Nullable MemorySegment value;

    ValueCopy(Buckets buckets, EncodedKey key) {
        this.buckets = buckets;
        search = new KeySearch(buckets, key);
    }

    @Override
    public boolean read() {
        boolean whole = search.read();
        int row = search.row();
        value = row < 0 ? null : EncodedEntry.copyOf(buckets.value(row));
        return whole && row != Buckets.BROKEN;
    }

    /// The copy, in the heap; null when there is no entry.
    @Nullable MemorySegment value() {
        return value;
    }
}

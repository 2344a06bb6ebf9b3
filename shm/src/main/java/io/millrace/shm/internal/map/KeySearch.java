package io.millrace.shm.internal.map;

/// Looks for the entry of a key.
final class KeySearch implements OptimisticRead.Reader {
    private final Buckets buckets;
    private final EncodedKey key;
    private long link = Buckets.ABSENT;

    KeySearch(Buckets buckets, EncodedKey key) {
        this.buckets = buckets;
        this.key = key;
    }

    @Override
    public boolean read() {
        link = buckets.find(key);
        return link != Buckets.BROKEN;
    }

    boolean isFound() {
        return link >= 0;
    }

    /// The row of the entry, read again; negative if there is none any more.
    int row() {
        return link >= 0 ? buckets.row(link) : (int) link;
    }
}

package io.millrace.shm.internal.map;

import java.util.ArrayList;
import java.util.List;

/// Copies the entries of a bucket.
final class BucketCopy implements OptimisticRead.Reader {
    private final Buckets buckets;
    private final int bucket;
    private final List<EncodedEntry> entries = new ArrayList<>();

    BucketCopy(Buckets buckets, int bucket) {
        this.buckets = buckets;
        this.bucket = bucket;
    }

    @Override
    public boolean read() {
        entries.clear();
        return buckets.each(bucket, this::add);
    }

    private void add(int row) {
        entries.add(new EncodedEntry(
                EncodedEntry.copyOf(buckets.key(row)), EncodedEntry.copyOf(buckets.value(row))));
    }

    List<EncodedEntry> entries() {
        return entries;
    }
}

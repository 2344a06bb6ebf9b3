package io.millrace.shm.internal.map;

import io.millrace.shm.internal.layout.MapRow;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/// The rows behind the links: finds a key in its bucket and reads rows. Nothing here trusts what it
/// reads: a thread without the lock may see rows that others are changing, and a damaged file holds
/// anything.
///
/// @param memory of the region
record Buckets(MapRegion map, MemorySegment memory) {
    /// No entry of the bucket has the key.
    static final long ABSENT = -1;

    /// The links lead nowhere, or in a circle: the rows changed meanwhile, or the file is damaged.
    static final long BROKEN = -2;

    Buckets(MapRegion map) {
        this(map, map.memory());
    }

    /// The place of the link that leads to the entry of that key; `ABSENT` or `BROKEN`.
    long find(EncodedKey key) {
        long link = map.bucket(map.bucketOf(key.hash()));
        for (int steps = map.rowCount(); steps >= 0; steps--) {
            int row = row(link);
            if (row < 0) {
                return row;
            }
            long offset = map.row(row);
            if (MapRow.hash(memory, offset) == key.hash() && isKey(offset, key)) {
                return link;
            }
            link = offset + MapRow.NEXT;
        }
        return BROKEN;
    }

    private boolean isKey(long row, EncodedKey key) {
        long start = row + MapRow.KEY;
        return MapRow.keyByteSize(memory, row) == key.length()
                && MemorySegment.mismatch(
                        memory, start, start + key.length(), MemorySegment.ofArray(key.bytes()), 0, key.length())
                        == -1;
    }

    /// The row that the link leads to; `ABSENT` when it leads to none, `BROKEN` when there is no such row.
    int row(long link) {
        int row = MapRow.linkAcquire(memory, link) - 1;
        return row >= ABSENT && row < map.rowCount() ? row : (int) BROKEN;
    }

    /// Hands each row of a bucket to `reader`, in order; false when the links are `BROKEN`.
    boolean each(int bucket, IntConsumer reader) {
        long link = map.bucket(bucket);
        for (int steps = map.rowCount(); steps >= 0; steps--) {
            int row = row(link);
            if (row < 0) {
                return row == ABSENT;
            }
            reader.accept(row);
            link = map.row(row) + MapRow.NEXT;
        }
        return false;
    }

    /// The bytes of the key of a row, where they are; an empty segment if its size is impossible.
    MemorySegment key(int row) {
        long offset = map.row(row);
        int byteSize = MapRow.keyByteSize(memory, offset);
        return slice(offset + MapRow.KEY, byteSize, map.constants().maxKeyByteSize());
    }

    /// The bytes of the value of a row, where they are; an empty segment if its size is impossible.
    MemorySegment value(int row) {
        long offset = map.row(row);
        int byteSize = MapRow.valueByteSize(memory, offset);
        return slice(map.value(offset), byteSize, map.constants().maxValueByteSize());
    }

    private MemorySegment slice(long start, int byteSize, int largest) {
        return memory.asSlice(start, byteSize < 0 || byteSize > largest ? 0 : byteSize);
    }

    /// Fills a row that no link leads to.
    void fill(int row, EncodedKey key, MemorySegment value) {
        long offset = map.row(row);
        MapRow.describe(memory, offset, key.hash(), key.length(), (int) value.byteSize());
        MemorySegment.copy(MemorySegment.ofArray(key.bytes()), 0, memory, offset + MapRow.KEY, key.length());
        MemorySegment.copy(value, 0, memory, map.value(offset), value.byteSize());
    }

    /// Lets a row that no link leads to go on to where `link` leads.
    void continueAt(int row, int link) {
        MapRow.linkRelease(memory, map.row(row) + MapRow.NEXT, link);
    }
}

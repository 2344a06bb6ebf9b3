package io.millrace.shm.message;

import java.lang.foreign.MemorySegment;

/// `Codec.longs()`.
final class LongsCodec implements Codec<long[]> {
    static final LongsCodec INSTANCE = new LongsCodec();

    private LongsCodec() {}

    @Override
    public String name() {
        return "longs";
    }

    @Override
    public long encode(long[] value, MemorySegment target) {
        long byteSize = (long) value.length * Long.BYTES;
        Room.require(byteSize, target);
        MemorySegment.copy(value, 0, target, Room.LONG, 0, value.length);
        return byteSize;
    }

    @Override
    public long[] decode(MemorySegment source) {
        long[] value = new long[Room.count(name(), source, Long.BYTES)];
        MemorySegment.copy(source, Room.LONG, 0, value, 0, value.length);
        return value;
    }
}

package io.millrace.shm.message;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// `Codec.bytes()`.
final class BytesCodec implements Codec<byte[]> {
    static final BytesCodec INSTANCE = new BytesCodec();

    private BytesCodec() {}

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public long encode(byte[] value, MemorySegment target) {
        Room.require(value.length, target);
        MemorySegment.copy(value, 0, target, JAVA_BYTE, 0, value.length);
        return value.length;
    }

    @Override
    public byte[] decode(MemorySegment source) {
        byte[] value = new byte[Room.count(name(), source, 1)];
        MemorySegment.copy(source, JAVA_BYTE, 0, value, 0, value.length);
        return value;
    }
}

package io.millrace.shm.message;

import java.lang.foreign.MemorySegment;

/// `Codec.doubles()`.
final class DoublesCodec implements Codec<double[]> {
    static final DoublesCodec INSTANCE = new DoublesCodec();

    private DoublesCodec() {}

    @Override
    public String name() {
        return "doubles";
    }

    @Override
    public long encode(double[] value, MemorySegment target) {
        long byteSize = (long) value.length * Double.BYTES;
        Room.require(byteSize, target);
        MemorySegment.copy(value, 0, target, Room.DOUBLE, 0, value.length);
        return byteSize;
    }

    @Override
    public double[] decode(MemorySegment source) {
        double[] value = new double[Room.count(name(), source, Double.BYTES)];
        MemorySegment.copy(source, Room.DOUBLE, 0, value, 0, value.length);
        return value;
    }
}

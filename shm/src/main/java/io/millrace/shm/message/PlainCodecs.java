package io.millrace.shm.message;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.internal.codec.Bounds;
import io.millrace.shm.internal.codec.Utf8;
import java.lang.foreign.MemorySegment;

/// Codecs whose messages are the elements of one array, or one text, and nothing else.
final class PlainCodecs {
    private PlainCodecs() {}

    /// `Codec.bytes()`.
    static final class Bytes implements Codec<byte[]> {
        static final Bytes CODEC = new Bytes();

        private Bytes() {}

        @Override
        public String name() {
            return "bytes";
        }

        @Override
        public long encode(byte[] value, MemorySegment target) {
            Bounds.require(value.length, target);
            MemorySegment.copy(value, 0, target, JAVA_BYTE, 0, value.length);
            return value.length;
        }

        @Override
        public byte[] decode(MemorySegment source) {
            byte[] value = new byte[Bounds.count(name(), source, 1)];
            MemorySegment.copy(source, JAVA_BYTE, 0, value, 0, value.length);
            return value;
        }
    }

    /// `Codec.utf8()`.
    static final class Text implements Codec<String> {
        static final Text CODEC = new Text();

        private Text() {}

        @Override
        public String name() {
            return "utf8";
        }

        @Override
        public long encode(String value, MemorySegment target) {
            Bounds.require(value.length(), target); // at least one byte for each char, before they are copied
            int lone = Utf8.loneSurrogate(value);
            if (lone >= 0) {
                throw new NotTransportableException(
                        "half a surrogate pair has no UTF-8: index=%s, char=U+%04X; send such a text with Codec.any()"
                                .formatted(lone, (int) value.charAt(lone)));
            }
            return Bytes.CODEC.encode(Utf8.encode(value), target);
        }

        @Override
        public String decode(MemorySegment source) {
            String value = Utf8.decode(Bytes.CODEC.decode(source));
            if (value == null) {
                throw Bounds.damaged(name(), "malformed UTF-8, byteSize=" + source.byteSize());
            }
            return value;
        }
    }

    /// `Codec.longs()`.
    static final class Longs implements Codec<long[]> {
        static final Longs CODEC = new Longs();

        private Longs() {}

        @Override
        public String name() {
            return "longs";
        }

        @Override
        public long encode(long[] value, MemorySegment target) {
            long byteSize = (long) value.length * Long.BYTES;
            Bounds.require(byteSize, target);
            MemorySegment.copy(value, 0, target, Bounds.LONG, 0, value.length);
            return byteSize;
        }

        @Override
        public long[] decode(MemorySegment source) {
            long[] value = new long[Bounds.count(name(), source, Long.BYTES)];
            MemorySegment.copy(source, Bounds.LONG, 0, value, 0, value.length);
            return value;
        }
    }

    /// `Codec.doubles()`.
    static final class Doubles implements Codec<double[]> {
        static final Doubles CODEC = new Doubles();

        private Doubles() {}

        @Override
        public String name() {
            return "doubles";
        }

        @Override
        public long encode(double[] value, MemorySegment target) {
            long byteSize = (long) value.length * Double.BYTES;
            Bounds.require(byteSize, target);
            MemorySegment.copy(value, 0, target, Bounds.DOUBLE, 0, value.length);
            return byteSize;
        }

        @Override
        public double[] decode(MemorySegment source) {
            double[] value = new double[Bounds.count(name(), source, Double.BYTES)];
            MemorySegment.copy(source, Bounds.DOUBLE, 0, value, 0, value.length);
            return value;
        }
    }
}

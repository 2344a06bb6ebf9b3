package io.millrace.shm.map;

import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.map.EncodedKey;
import io.millrace.shm.internal.map.MapRegion;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Keys and values of one map as bytes, written into buffers of the heap.
final class EntryCodec<K, V> {
    private final MapRegion map;
    private final Codec<K> keys;
    private final Codec<V> values;
    private final EncodingBuffers keyBuffers;
    private final EncodingBuffers valueBuffers;

    EntryCodec(MapRegion map, Codec<K> keys, Codec<V> values) {
        this.map = map;
        this.keys = keys;
        this.values = values;
        keyBuffers = new EncodingBuffers(map.constants().maxKeyByteSize());
        valueBuffers = new EncodingBuffers(map.constants().maxValueByteSize());
    }

    Codec<K> keys() {
        return keys;
    }

    Codec<V> values() {
        return values;
    }

    /// The key in a buffer, which [#giveBack(EncodedKey)] takes.
    EncodedKey encodeKey(K key) {
        Objects.requireNonNull(key, "key");
        byte[] buffer = keyBuffers.take();
        try {
            return EncodedKey.of(buffer, encode(keys, key, buffer));
        } catch (MessageTooLargeException tooLarge) {
            throw tooLarge("key", "maxKeyByteSize", buffer.length, tooLarge);
        }
    }

    /// As `encodeKey`; null for a key that is too large to be in the map.
    @Nullable EncodedKey encodePossibleKey(K key) {
        try {
            return encodeKey(key);
        } catch (MessageTooLargeException inNoMap) {
            return null;
        }
    }

    /// The value in a buffer, which [#giveBack(MemorySegment)] takes.
    MemorySegment encodeValue(V value) {
        Objects.requireNonNull(value, "value");
        byte[] buffer = valueBuffers.take();
        try {
            return MemorySegment.ofArray(buffer).asSlice(0, encode(values, value, buffer));
        } catch (MessageTooLargeException tooLarge) {
            throw tooLarge("value", "maxValueByteSize", buffer.length, tooLarge);
        }
    }

    private static <T> int encode(Codec<T> codec, T value, byte[] buffer) {
        long byteSize = codec.encode(value, MemorySegment.ofArray(buffer));
        if (byteSize < 0 || byteSize > buffer.length) {
            throw CodecName.impossibleSize(codec.name(), byteSize, buffer.length);
        }
        return (int) byteSize;
    }

    private MessageTooLargeException tooLarge(
            String what, String option, int largest, MessageTooLargeException cause) {
        return new MessageTooLargeException(
                ("the %s does not fit: map=%s, %s=%,d bytes; make the map with a larger %s, or put the data into an"
                        + " array and its handle into the map")
                        .formatted(what, map.region().name(), option, largest, option),
                cause);
    }

    void giveBack(EncodedKey key) {
        keyBuffers.giveBack(key.bytes());
    }

    void giveBack(MemorySegment value) {
        value.heapBase().ifPresent(buffer -> valueBuffers.giveBack((byte[]) buffer));
    }

    K decodeKey(MemorySegment bytes) {
        return keys.decode(bytes);
    }

    V decodeValue(MemorySegment bytes) {
        return values.decode(bytes.asReadOnly());
    }

    @Nullable V decodeIfThere(@Nullable MemorySegment bytes) {
        return bytes == null ? null : values.decode(bytes.asReadOnly());
    }
}

package io.millrace.shm.message;

import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.ring.Encoder;
import java.lang.foreign.MemorySegment;

/// A codec whose sizes are checked, because others rely on them.
record CheckedEncoder<T>(Codec<T> codec) implements Encoder<T> {
    /// @throws IllegalStateException the codec gave back an impossible size
    @Override
    public long encode(T value, MemorySegment target) {
        long byteSize = codec.encode(value, target);
        if (byteSize < 0 || byteSize > target.byteSize()) {
            throw CodecName.impossibleSize(codec.name(), byteSize, target.byteSize());
        }
        return byteSize;
    }
}

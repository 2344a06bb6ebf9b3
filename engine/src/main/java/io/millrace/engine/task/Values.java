package io.millrace.engine.task;

import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.message.Codec;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Values as bytes, by `Codec.any()` within one memory.
public record Values(Codec<Object> codec) {
    private static final int USUAL = 512;
    private static final int LARGEST = 1 << 30;

    public static Values in(Regions memory) {
        return new Values(Codec.<Object>any().bind(memory));
    }

    /// @throws io.millrace.shm.NotTransportableException when some part of it cannot travel
    public byte[] encode(Object value) {
        for (int size = USUAL; ; size *= 4) {
            byte[] room = new byte[size];
            try {
                return Arrays.copyOf(room, (int) codec.encode(value, MemorySegment.ofArray(room)));
            } catch (MessageTooLargeException full) {
                if (size > LARGEST / 4) {
                    throw full;
                }
            }
        }
    }

    @Nullable Object decode(MemorySegment bytes) {
        return codec.decode(bytes);
    }
}

package io.millrace.engine.internal.lambda;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.internal.codec.Bounds;
import io.millrace.shm.internal.codec.Utf8;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Encodes values by `Codec.any()` within one memory.
public record ItemCodec(Codec<Object> codec) {
    private static final int FIRST_BYTES = 512;
    private static final int MAX_BYTES = 1 << 30;

    public static ItemCodec in(MemoryHandle memory) {
        return new ItemCodec(Codec.<Object>any().bind(memory));
    }

    /// @throws io.millrace.shm.NotTransportableException when some part of it cannot travel
    public byte[] encode(Object value) {
        for (int size = FIRST_BYTES; ; size *= 4) {
            byte[] room = new byte[size];
            try {
                return Arrays.copyOf(room, (int) codec.encode(value, MemorySegment.ofArray(room)));
            } catch (MessageTooLargeException full) {
                if (size > MAX_BYTES / 4) {
                    throw full;
                }
            }
        }
    }

    public @Nullable Object decode(MemorySegment bytes) {
        return codec.decode(bytes);
    }

    /// A text that stands alone, as UTF-8.
    ///
    /// @throws io.millrace.shm.FileFormatException when the bytes are no UTF-8
    public static String text(MemorySegment bytes) {
        String text = Utf8.decode(bytes.toArray(ValueLayout.JAVA_BYTE));
        if (text == null) {
            throw Bounds.damaged("text", "malformed UTF-8, byteSize=" + bytes.byteSize());
        }
        return text;
    }
}

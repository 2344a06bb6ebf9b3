package io.millrace.shm.message;

import io.millrace.shm.internal.ring.MessageReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What receives the messages of a connection.
final class PipeReaders {
    private PipeReaders() {}

    /// Hands messages to a handler of the user's.
    record Handling(MessageHandler handler) implements MessageReader {
        @Override
        public void onMessage(MemorySegment source, long offset, long byteSize) {
            handler.onMessage(source, offset, byteSize);
        }
    }

    /// Decodes one message.
    static final class Decoding<T> implements MessageReader {
        private final Codec<T> codec;
        private @Nullable T value;

        Decoding(Codec<T> codec) {
            this.codec = codec;
        }

        /// The message; null when none came.
        @Nullable T value() {
            return value;
        }

        @Override
        public void onMessage(MemorySegment source, long offset, long byteSize) {
            value = codec.decode(source.asSlice(offset, byteSize));
        }
    }
}

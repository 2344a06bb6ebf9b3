package io.millrace.engine;

import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.message.Codec;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What goes to other processes of a file, as bytes of this one's heap.
final class Encoding {
    /// More belongs into arrays of the file.
    private static final int LARGEST = 64 << 20;

    private static final int SMALL = 4 << 10;

    private Encoding() {}

    /// A value by `Codec.any()`, bound to that memory.
    ///
    /// @throws io.millrace.shm.NotTransportableException when it cannot travel
    static byte[] of(Object value, Regions memory) {
        Codec<Object> codec = Codec.any().bind(memory);
        for (int room = SMALL; ; room *= 4) {
            MemorySegment target = MemorySegment.ofArray(new byte[room]);
            try {
                return target.asSlice(0, codec.encode(value, target)).toArray(ValueLayout.JAVA_BYTE);
            } catch (MessageTooLargeException tooLarge) {
                if (room >= LARGEST) {
                    throw tooLarge;
                }
            }
        }
    }
}

package io.millrace.shm.message;

import io.millrace.shm.NotTransportableException;
import java.lang.foreign.MemorySegment;

/// `Codec.utf8()`.
final class TextCodec implements Codec<String> {
    static final TextCodec INSTANCE = new TextCodec();

    private TextCodec() {}

    @Override
    public String name() {
        return "utf8";
    }

    @Override
    public long encode(String value, MemorySegment target) {
        Room.require(value.length(), target); // at least one byte for each char, before they are copied
        int lone = Utf8.loneSurrogate(value);
        if (lone >= 0) {
            throw new NotTransportableException(
                    "half a surrogate pair has no UTF-8: index=%d, char=U+%04X; send such a text with Codec.any()"
                            .formatted(lone, (int) value.charAt(lone)));
        }
        byte[] bytes = Utf8.encode(value);
        return BytesCodec.INSTANCE.encode(bytes, target);
    }

    @Override
    public String decode(MemorySegment source) {
        String value = Utf8.decode(BytesCodec.INSTANCE.decode(source));
        if (value == null) {
            throw Room.damaged(name(), "malformed UTF-8, byteSize=" + source.byteSize());
        }
        return value;
    }
}

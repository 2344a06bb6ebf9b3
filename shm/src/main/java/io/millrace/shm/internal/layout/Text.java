package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Short texts in fixed fields: UTF-8, padded with zero bytes, at least one of them.
public final class Text {
    private Text() {}

    /// The text of `field`; malformed bytes become replacement characters.
    public static String read(MemorySegment field) {
        byte[] bytes = Bytes.of(field);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /// Writes as many whole characters of `text` as fit.
    public static void write(MemorySegment field, String text) {
        String fitting = text;
        while (fitting.getBytes(StandardCharsets.UTF_8).length >= field.byteSize()) {
            fitting = fitting.substring(0, fitting.offsetByCodePoints(fitting.length(), -1));
        }
        byte[] bytes = fitting.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(
                MemorySegment.ofArray(Arrays.copyOf(bytes, (int) field.byteSize())), 0, field, 0, field.byteSize());
    }
}

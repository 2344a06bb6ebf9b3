package io.millrace.shm.internal.os;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The bytes of a path, as the system knows it. They need not be UTF-8, and a `String` may not be
/// able to hold them. The JDK keeps them and shows them only in `toUri`, escaped.
final class PathBytes {
    private static final int ASCII = 0x80;

    private PathBytes() {}

    /// The path as a C string.
    static MemorySegment of(Arena arena, Path path) {
        String text = path.toString();
        byte[] bytes = isAscii(text)
                ? text.getBytes(StandardCharsets.US_ASCII)
                : unescaped(path.toAbsolutePath().toUri().getRawPath());
        MemorySegment copy = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, copy, 0, bytes.length);
        return copy;
    }

    private static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= ASCII) {
                return false;
            }
        }
        return true;
    }

    /// Removes the escapes, and the slash at the end that marks a folder.
    static byte[] unescaped(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = escaped.length() > 1 && escaped.endsWith("/") ? escaped.length() - 1 : escaped.length();
        for (int at = 0; at < end; at++) {
            if (escaped.charAt(at) == '%') {
                bytes.write(Integer.parseInt(escaped, at + 1, at + 3, 16));
                at += 2;
            } else {
                bytes.write(escaped.charAt(at));
            }
        }
        return bytes.toByteArray();
    }
}

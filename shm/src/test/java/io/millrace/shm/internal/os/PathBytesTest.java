package io.millrace.shm.internal.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PathBytesTest {
    @Test
    void escapedBytesAreThoseOfThePath() {
        assertArrayEquals(
                new byte[] {'/', 'c', 'a', 'f', (byte) 0xe9, '%', ' '}, PathBytes.unescaped("/caf%e9%25%20"));
        assertArrayEquals("/folder".getBytes(StandardCharsets.UTF_8), PathBytes.unescaped("/folder/"));
        assertArrayEquals("/".getBytes(StandardCharsets.UTF_8), PathBytes.unescaped("/"));
    }

    @Test
    void plainPathsStayAsTheyAreAndEndWithAZero() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals("relative/x", PathBytes.of(arena, Path.of("relative/x")).getString(0));
            assertEquals("", PathBytes.of(arena, Path.of("")).getString(0));
            var escaped = PathBytes.of(arena, Path.of("/tmp/prix-en-€"));
            assertEquals(0, escaped.get(ValueLayout.JAVA_BYTE, escaped.byteSize() - 1));
            assertEquals("/tmp/prix-en-€", escaped.getString(0));
        }
    }
}

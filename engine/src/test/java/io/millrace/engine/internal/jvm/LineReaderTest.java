package io.millrace.engine.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static List<String> lines(String text) throws IOException {
        LineReader lines = new LineReader(new StringReader(text));
        List<String> all = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            all.add(line);
        }
        return all;
    }

    @Test
    void linesEndAsABufferedReaderEndsThem() throws IOException {
        for (String text : List.of("", "a", "a\n", "a\r\nb", "\n\n", "\r\r\n\n", "a\rb\n\nc\r", "\r\n", "a\n\r\nb")) {
            assertEquals(
                    new BufferedReader(new StringReader(text)).lines().toList(), lines(text),
                    () -> text.translateEscapes());
        }
    }

    @Test
    void aLineWithoutEndComesInPieces() throws IOException {
        String piece = "x".repeat(LineReader.MAX_CHARS);
        assertEquals(List.of(piece, piece, "y", "z"), lines(piece + piece + "y\nz\n"));
    }

    @Test
    void aLineAsLongAsAPieceEndsWithIt() throws IOException {
        String piece = "x".repeat(LineReader.MAX_CHARS);
        assertEquals(List.of(piece, "y"), lines(piece + "\ny"));
        assertEquals(List.of(piece, "", "y"), lines(piece + "\r\n\r\ny"));
    }
}

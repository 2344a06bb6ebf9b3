package io.millrace.engine.internal.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [ChildFilesIT] shows that the launcher reads the file in this way.
class ArgumentFileTest {
    private static String text(String... arguments) {
        return new String(ArgumentFile.of(List.of(arguments), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Test
    void eachArgumentStandsInQuotesOnALineOfItsOwn() {
        assertEquals("\"-cp\"\n\"/a b:/c # d\"\n\"\"\n", text("-cp", "/a b:/c # d", ""));
    }

    @Test
    void charactersThatTheLauncherReadsAsEscapesAreEscaped() {
        assertEquals("\"a\\\\b\\\"c\\nd\\re\\tf\\fg'h\"\n", text("a\\b\"c\nd\re\tf\fg'h"));
    }

    /// In this encoding the second byte of the letter is a backslash, and the launcher parses
    /// bytes.
    @Test
    void bytesAreEscapedAndNotLetters() {
        assertArrayEquals(
                new byte[] {'"', (byte) 0x83, '\\', '\\', '"', '\n'},
                ArgumentFile.of(List.of("\u30BD"), Charset.forName("Shift_JIS")));
    }

    @Test
    void undecodableBytesAreUndecodableInTheChildToo() {
        byte[] file = ArgumentFile.of(List.of("a\uFFFDb\uFFFD"), StandardCharsets.US_ASCII);
        assertEquals("\"a\uFFFDb\uFFFD\"\n", new String(file, StandardCharsets.US_ASCII));
        assertEquals("\"a\uFFFD\"\n", text("a\uFFFD"));
    }

    @Test
    void unencodableArgumentsAreRefusedWithoutTheValuesOfProperties() {
        IllegalArgumentException letters = assertThrows(
                IllegalArgumentException.class,
                () -> ArgumentFile.of(List.of("-Dcity=K\u00F6ln"), StandardCharsets.US_ASCII));
        assertTrue(letters.getMessage().contains("argument=-Dcity, encoding=US-ASCII"), letters::getMessage);
        assertTrue(letters.getMessage().contains("LC_ALL"), letters::getMessage);
        IllegalArgumentException nul = assertThrows(IllegalArgumentException.class, () -> text("-Dsecret=a\0b"));
        assertFalse(nul.getMessage().contains("a\\0b"), nul::getMessage);
    }
}

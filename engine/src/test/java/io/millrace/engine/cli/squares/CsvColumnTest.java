package io.millrace.engine.cli.squares;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.text.Words;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvColumnTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "name,price\na,1.5\nb,-2e3\n",
        "name,price\r\na,1.5\r\nb,-2e3",
        "\uFEFFprice\n1.5\n\n\n-2e3\n\n",
        "\"a, b\",price,more\n\"x\"\"y\n,\", 1.5 ,\nz,\"-2000\",9,9,9\n",
    })
    void aNamedColumnIsReadAsRfc4180Says(String text) throws IOException {
        assertArrayEquals(new double[] {1.5, -2000}, doubles(file(text), "price"));
    }

    @Test
    void aNumberedColumnHasNoTitle() throws IOException {
        Path file = file("1,10\n2,20\n\n3,30\n");
        assertArrayEquals(new double[] {1, 2, 3}, doubles(file, "1"));
        assertArrayEquals(new double[] {10, 20, 30}, doubles(file, "2"));
        assertArrayEquals(new double[0], doubles(file(""), "1"));
        assertArrayEquals(new double[0], doubles(file("price\n"), "price"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "double | x  | line=3, column=price, found='x', expected=a double; correct the line",
                "double | `` | found='', expected=a double",
                "double | 1d | found='1d'",
                "float  | 1f | found='1f', expected=a float",
                "int    | 1.0| found='1.0', expected=an int",
                "int    | 2147483648 | found='2147483648'",
                "short  | 32768 | expected=a short",
                "byte   | -129 | expected=a byte",
                "long   | 9223372036854775808 | found='9223372036854775808', expected=a long",
                "long   | `\"1\n2\"` | found='1?2'",
            })
    void aWrongValueIsRefusedWithItsPlace(String type, String value, String expected) throws IOException {
        Path file = file("name,price\na,1\nb,%s\n".formatted(value));
        ElementType element = Words.constant(ElementType.class, type);
        String message = refusal(file, "price", element);
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains(file.toString()), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void refusalsSayWhatToDo() throws IOException {
        String titled = refusal(file("price\n1\n"), "1", ElementType.DOUBLE);
        assertTrue(titled.contains("line=1, column=1, found='price'"), titled);
        assertTrue(titled.endsWith("if the first line has the names of the columns, give one: --column NAME"), titled);
        String few = refusal(file("a,b\n1,2\n3\n"), "b", ElementType.DOUBLE);
        assertTrue(few.contains("line=3, column=b, found=no such field"), few);
        String none = assertThrows(FileFormatException.class, () -> CsvColumn.of(file("a,b\n1,2\n"), "c")).getMessage();
        assertTrue(none.contains("column=c; the first line has a, b"), none);
        Path missing = folder.resolve("none.csv");
        assertThrows(FileAccessException.class, () -> CsvColumn.of(missing, "a"));
        assertThrows(FileAccessException.class, () -> CsvColumn.of(missing, "1").count());
        String large = refusal(file("p\n" + "9".repeat(500) + "x\n"), "p", ElementType.LONG);
        assertTrue(large.contains("9...'") && large.length() < 300, large);
        String open = refusal(file("p\n1\n\"" + "x".repeat(17 << 20)), "p", ElementType.LONG);
        assertTrue(open.contains("give a CSV file"), open);
        assertFalse(open.contains("null"), open);
    }

    @Test
    void aFileThatChangesIsRefused() throws IOException {
        Path file = file("1\n2\n3\n");
        CsvColumn column = CsvColumn.of(file, "1");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(JAVA_LONG, 4);
            for (long count : new long[] {2, 4}) {
                var refused = assertThrows(
                        FileFormatException.class, () -> column.read(ElementType.LONG, count, target));
                assertTrue(refused.getMessage().contains("no longer has " + count), refused.getMessage());
            }
        }
    }

    @Test
    void manyLinesAreRead() throws IOException {
        Path file = folder.resolve("many.csv");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("id,text,value\n");
            for (int i = 0; i < 300_000; i++) {
                out.write(String.format(Locale.ROOT, "%d,\"some, text\",%d.25\n", i, i));
            }
        }
        double[] values = doubles(file, "value");
        assertEquals(300_000, values.length);
        for (int i = 0; i < values.length; i++) {
            assertEquals(i + 0.25, values[i]);
        }
    }

    private static double[] doubles(Path file, String title) {
        CsvColumn column = CsvColumn.of(file, title);
        long count = column.count();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(JAVA_DOUBLE, count);
            column.read(ElementType.DOUBLE, count, target);
            return target.toArray(JAVA_DOUBLE);
        }
    }

    private static String refusal(Path file, String title, ElementType type) {
        return assertThrows(FileFormatException.class, () -> {
                    CsvColumn column = CsvColumn.of(file, title);
                    try (Arena arena = Arena.ofConfined()) {
                        column.read(type, 100, arena.allocate(JAVA_LONG, 100));
                    }
                })
                .getMessage();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("made.csv"), text);
    }
}

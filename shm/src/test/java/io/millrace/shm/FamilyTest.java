package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `SharedMemory` says the same of each of the six element types: its part about `long` is the text, and nothing
/// but the words of the type may differ in the others. The arrays and values themselves follow from templates.
class FamilyTest {
    private static final Path SOURCE = Path.of("src/main/java/io/millrace/shm/SharedMemory.java");

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LONG")
    void everyPartOfSharedMemoryIsTheTextOfThePartAboutLong(ElementType type) throws IOException {
        String expected = part(ElementType.LONG)
                .replace("long... shape", "VARIADIC shape")
                .replace("LONG", type.name())
                .replace("Long", word(type))
                .replace("long", primitive(type))
                .replace("VARIADIC shape", "long... shape");
        assertEquals(type == ElementType.INT ? expected.replace("a `int`", "an `int`") : expected, part(type));
    }

    private static String part(ElementType type) throws IOException {
        String source = Files.readString(SOURCE);
        int from = source.indexOf("    /// Creates an array of `%s`, all zero.".formatted(primitive(type)));
        String last = " openOrNew%sValue(String name,".formatted(word(type));
        int to = source.indexOf("    }\n", source.indexOf(last));
        assertTrue(from > 0 && to > from, () -> "no part about " + type);
        return source.substring(from, to);
    }

    private static String primitive(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /// As in `IntArray`.
    private static String word(ElementType type) {
        return type.name().charAt(0) + primitive(type).substring(1);
    }
}

package io.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A part of a Markdown page that is generated from the code: the lines between
/// `<!-- begin NAME -->` and `<!-- end NAME -->`.
///
/// A test compares the part with the code. With `-Dmillrace.docs.write=true` the test writes the
/// part into the page instead.
///
/// @param page the Markdown file
/// @param name as in the two markers
public record PagePart(Path page, String name) {
    private static final boolean WRITES = Boolean.getBoolean("millrace.docs.write");

    /// Compares the part with `text`, whose last line ends.
    public void assertIs(String text) throws IOException {
        String all = Files.readString(page);
        String begin = "<!-- begin %s -->\n".formatted(name);
        int from = all.indexOf(begin) + begin.length();
        int to = all.indexOf("<!-- end %s -->\n".formatted(name));
        assertTrue(from >= begin.length() && to >= from, () -> "%s has no part '%s'".formatted(page, name));
        if (WRITES) {
            Files.writeString(page, all.substring(0, from) + text + all.substring(to));
        } else {
            assertEquals(text, all.substring(from, to), () -> "-Dmillrace.docs.write=true rewrites " + page);
        }
    }
}

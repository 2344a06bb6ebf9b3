package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Java files have short lines: spotless indents code, but does not break lines.
class LineWidthTest {
    private static final int COLUMNS = 120;

    @Test
    void javaLinesHaveAtMost120Columns() throws IOException {
        List<Path> files = SourceTree.files(".java");
        assertTrue(files.size() > 900, files::toString);
        List<String> wide = new ArrayList<>();
        for (Path file : files) {
            wide.addAll(wideLines(file.toString(), SourceTree.read(file)));
        }
        assertEquals(List.of(), wide);
    }

    @Test
    void textBlocksAndAddressesMayBeWider() {
        String wide = "x".repeat(COLUMNS);
        assertFalse(wideLines("A", "    // " + wide).isEmpty());
        assertFalse(wideLines("A", "    String s = \"\"\"\n        a\n        \"\"\";\n    // " + wide).isEmpty());
        assertTrue(wideLines("A", "    String s = \"\"\"\n        " + wide + "\n        \"\"\";").isEmpty());
        assertTrue(wideLines("A", "    // https://example.org/" + wide).isEmpty());
    }

    private static List<String> wideLines(String file, String text) {
        List<String> wide = new ArrayList<>();
        List<String> lines = text.lines().toList();
        boolean isInBlock = false;
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            boolean isBorder = line.split("\"\"\"", -1).length % 2 == 0;
            if (line.length() > COLUMNS && !isInBlock && !line.contains("://")) {
                wide.add("%s:%d: %s".formatted(file, number, line.strip()));
            }
            isInBlock ^= isBorder;
        }
        return wide;
    }
}

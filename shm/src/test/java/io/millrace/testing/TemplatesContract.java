package io.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The generated sources of a module are what its templates give.
public abstract class TemplatesContract {
    protected static final Templates TEMPLATES = new Templates(Path.of(""));

    @Test
    void checkedInFilesAreThoseOfTheTemplates() throws IOException {
        Map<Path, String> generated = TEMPLATES.generated();
        assertFalse(generated.isEmpty());
        for (Map.Entry<Path, String> file : generated.entrySet()) {
            assertEquals(
                    file.getValue(),
                    Files.readString(file.getKey()),
                    file.getKey() + " is not what its template gives; run mvn -q -B -N -Pgenerate generate-sources");
        }
    }

    @Test
    void filesThatSayTheyAreGeneratedAre() throws IOException {
        Set<Path> marked = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).startsWith("// Generated from ")) {
                    marked.add(file);
                }
            }
        }
        assertEquals(TEMPLATES.generated().keySet(), marked);
    }
}

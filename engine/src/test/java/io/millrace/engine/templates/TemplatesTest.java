package io.millrace.engine.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final Path OPS_OF_C = Path.of("..", "native", "src", "main", "c", "ops.def");
    private static final Pattern LINE =
            Pattern.compile("^(UNARY|BINARY)\\((\\w+), (\\w+), (?:(\\d), )?", Pattern.MULTILINE);
    private static final Set<String> WITH_PARAMETERS = Set.of("SCALE", "PLUS", "CLAMP");

    @Test
    void checkedInFilesAreThoseOfTheTemplates() throws IOException {
        Map<Path, String> generated = Templates.generated();
        assertTrue(generated.size() >= 36, () -> "only " + generated.size());
        for (Map.Entry<Path, String> file : generated.entrySet()) {
            assertEquals(
                    file.getValue(),
                    Files.readString(file.getKey()),
                    file.getKey() + " is not what its template gives; run mvn -Pgenerate -pl engine -am test-compile");
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
        assertEquals(Templates.generated().keySet(), marked);
    }

    /// The C library finds its kernel for a constant by name: one without a constant would never run.
    @Test
    void eachOperationOfCHasAConstantForItsTypes() throws IOException {
        List<MatchResult> lines = LINE.matcher(Files.readString(OPS_OF_C)).results().toList();
        assertTrue(lines.size() > 20, lines::toString);
        for (MatchResult line : lines) {
            String name = line.group(2).toUpperCase(Locale.ROOT);
            if ("0".equals(line.group(4)) || line.group(4) == null) {
                Set<String> types = types(line.group(1), name);
                assertTrue(types.containsAll(types(line.group(3))), () -> line.group() + " but " + types);
            } else {
                assertTrue(WITH_PARAMETERS.contains(name), line::group);
            }
        }
    }

    private static Set<String> types(String kind, String name) throws IOException {
        return Templates.ops().stream()
                .filter(op -> op.kind().equals(kind) && op.name().equals(name))
                .flatMap(op -> types(op.types()).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> types(String word) {
        return word.equals("NUMBERS") ? Set.of("FLOATS", "INTEGERS") : Set.of(word);
    }
}

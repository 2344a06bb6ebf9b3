package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.TemplatesContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TemplatesTest extends TemplatesContract {
    private static final Path OPS_OF_C = Path.of("..", "native", "src", "main", "c", "ops.def");
    private static final Pattern LINE =
            Pattern.compile("^(UNARY|BINARY)\\((\\w+), (\\w+), (?:(\\d), )?", Pattern.MULTILINE);
    private static final Set<String> WITH_PARAMETERS = Set.of("SCALE", "PLUS", "CLAMP");

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
        return TEMPLATES.ops().stream()
                .filter(op -> op.kind().equals(kind) && op.name().equals(name))
                .flatMap(op -> types(op.types()).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> types(String word) {
        return word.equals("NUMBERS") ? Set.of("FLOATS", "INTEGERS") : Set.of(word);
    }
}

package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of settings in the documentation names what the sources ask for.
class SettingsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("shm", "native", "engine");

    /// A property of Millrace's own, a variable of its own, a variable of others.
    private static final Pattern SETTING =
            Pattern.compile("\"(millrace\\.[a-zA-Z.]+)\"|\\b(MILLRACE_[A-Z_]+)\\b|getenv\\(\"([A-Za-z_]+)\"\\)");

    /// Between a parent and its children, and for the crash tests.
    private static final Pattern INTERNAL = Pattern.compile("millrace\\.(process\\.|crash).*");

    /// The name of a property, as a constant or where it is asked for.
    private static final Pattern ASKED = Pattern.compile("\"(?:-D)?(millrace\\.[a-zA-Z]+(?:\\.[a-zA-Z]+)*)[\"=]");

    /// Given to a child by the test that looks for it there, and names that are no properties.
    private static final Pattern FOR_ONE_TEST =
            Pattern.compile("millrace\\.(jar|test\\.(?!seed).*)");

    @Test
    void everyPropertyAndVariableThatTheSourcesAskForIsInTheTable() throws IOException {
        Set<String> settings = new TreeSet<>();
        addSettings(ROOT.resolve("millrace"), settings);
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    addSettings(file, settings);
                }
            }
        }
        assertTrue(settings.contains("millrace.folder") && settings.contains("MILLRACE_JAVA_OPTS"), settings::toString);
        String page = Files.readString(ROOT.resolve("docs/README.md"));
        settings.removeIf(setting -> page.contains("`" + setting + "`") || page.contains("`-D" + setting + "`"));
        assertTrue(settings.isEmpty(), () -> "settings that docs/README.md does not name: " + settings);
    }

    @Test
    void everyOtherPropertyIsOnThePageAboutDebugging() throws IOException {
        String pages = SourceTree.read(Path.of("docs/internals/debugging.md"))
                + SourceTree.read(Path.of("docs/README.md"));
        Set<String> missing = new TreeSet<>();
        for (Path file : SourceTree.files(".java")) {
            ASKED.matcher(SourceTree.read(file))
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !FOR_ONE_TEST.matcher(name).matches() && !pages.contains("`-D" + name))
                    .forEach(missing::add);
        }
        assertTrue(missing.isEmpty(), () -> "properties that no page names: " + missing);
    }

    private static void addSettings(Path file, Set<String> settings) throws IOException {
        SETTING.matcher(Files.readString(file))
                .results()
                .flatMap(found -> Stream.of(1, 2, 3).map(found::group))
                .filter(name -> name != null && !INTERNAL.matcher(name).matches())
                .forEach(settings::add);
    }
}

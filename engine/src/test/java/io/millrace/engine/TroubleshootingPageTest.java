package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page about messages has an entry for each kind of failure, and quotes what the sources say.
class TroubleshootingPageTest {
    private static final Path PAGE = Path.of("docs/troubleshooting.md");
    private static final Pattern KIND = Pattern.compile("(?m)^## (\\w+Exception)$");
    private static final Pattern ROOT_OR_KIND = Pattern.compile(
            "(?m)^public (?:final )?class (\\w+Exception) extends (?:Millrace|Runtime)Exception ");
    private static final Pattern OTHER =
            Pattern.compile("(?m)^public final class (\\w+) extends (?:Runtime)?Exception ");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /// Of a message: what stands before its first value.
    private static final Pattern START = Pattern.compile("([a-z.].*?[a-z] .*?[:;])(?: .*)?");

    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

    /// What stands for values in the page and in the sources.
    private static final Pattern VALUE = Pattern.compile("\\.\\.\\.|%,?[sd]");

    @Test
    void everyKindOfMillraceExceptionHasAnEntryAndThereAreNoOthers() throws IOException {
        Set<String> kinds = new TreeSet<>();
        for (Path file : sources()) {
            if (file.startsWith("shm/src/main/java/io/millrace/shm") && file.getNameCount() == 8) {
                ROOT_OR_KIND.matcher(SourceTree.read(file)).results().forEach(found -> kinds.add(found.group(1)));
            }
        }
        assertTrue(kinds.contains("OutOfSpaceException"), kinds::toString);
        Set<String> entries = KIND.matcher(SourceTree.read(PAGE))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(kinds, entries);
    }

    @Test
    void everyOtherPublicFailureOfTheApiIsNamed() throws IOException {
        String page = SourceTree.read(PAGE);
        for (Path file : sources()) {
            OTHER.matcher(file.toString().contains("/internal/") ? "" : SourceTree.read(file))
                    .results()
                    .forEach(found -> assertTrue(page.contains("`" + found.group(1) + "`"), found.group(1)));
        }
    }

    @Test
    void everyMessageStandsInTheSources() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : sources()) {
            all.append(VALUE.matcher(JOINED.matcher(SourceTree.read(file)).replaceAll("")).replaceAll("..."));
        }
        String sources = all.toString();
        List<String> messages = CODE.matcher(tables(SourceTree.read(PAGE)))
                .results()
                .map(code -> START.matcher(code.group(1)))
                .filter(Matcher::matches)
                .map(start -> start.group(1))
                .toList();
        assertTrue(messages.size() > 50, messages::toString);
        assertEquals(List.of(), messages.stream().filter(message -> !sources.contains(message)).toList());
    }

    private static String tables(String page) {
        return page.lines().filter(line -> line.startsWith("| ")).collect(Collectors.joining("\n"));
    }

    private static List<Path> sources() throws IOException {
        return SourceTree.files(".java").stream()
                .filter(file -> file.toString().contains("/src/main/java/") && !file.toString().contains("/cli/"))
                .toList();
    }
}

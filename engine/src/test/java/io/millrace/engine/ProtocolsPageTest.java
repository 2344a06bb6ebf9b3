package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.LayoutTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page of all shared words names what is there.
class ProtocolsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/internals/protocols.md");
    private static final List<Path> MODULES = List.of(ROOT.resolve("shm/src"), ROOT.resolve("engine/src"));
    private static final Pattern QUOTED = Pattern.compile("`(\\w+(?:\\.pml)?)`");

    /// The name of a step behind a compare-and-set or a store.
    private static final Pattern STEPS = Pattern.compile(
            "(?:[cC]as|compareAndSet|Release|move)\\(.*// ([A-Z]\\d+(?:, [A-Z]\\d+)*)$", Pattern.MULTILINE);

    private static final Pattern STEP = Pattern.compile("[A-Z]\\d+");

    /// A row of the page.
    private record Row(String type, Set<String> steps, String model, Set<String> crashTests) {}

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .map(cells -> new Row(
                        quoted(cells[1]).iterator().next(), steps(cells[3]), cells[5].strip(), quoted(cells[6])))
                .toList();
    }

    private static Set<String> quoted(String cell) {
        return all(QUOTED, cell);
    }

    private static Set<String> steps(String cell) {
        return new TreeSet<>(STEP.matcher(cell).results().map(MatchResult::group).toList());
    }

    private static Set<String> all(Pattern pattern, String text) {
        return new TreeSet<>(
                pattern.matcher(text).results().map(result -> result.group(1)).toList());
    }

    private static List<Path> files(String below, String ending) throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path module : MODULES) {
            try (Stream<Path> files = Files.walk(module.resolve(below))) {
                all.addAll(files.filter(file -> file.toString().endsWith(ending)).toList());
            }
        }
        return all;
    }

    private static Set<String> names(String below, String ending) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path file : files(below, ending)) {
            String name = file.getFileName().toString();
            names.add(ending.equals(".java") ? name.replace(ending, "") : name);
        }
        return names;
    }

    @Test
    void everyClassModelAndTestOfThePageExists() throws IOException {
        Set<String> classes = names("main", ".java");
        Set<String> models = names("spin", ".pml");
        Set<String> tests = names("test", ".java");
        List<Row> rows = rows();
        assertFalse(rows.isEmpty());
        for (Row row : rows) {
            assertTrue(classes.contains(row.type()), () -> "no such class: " + row);
            boolean hasModel = row.model().equals("–") || models.containsAll(quoted(row.model()));
            assertTrue(hasModel, () -> "no such model: " + row);
            assertTrue(tests.containsAll(row.crashTests()), () -> "no such test: " + row);
        }
    }

    @Test
    void everyModelIsOnThePage() throws IOException {
        Set<String> onPage = new TreeSet<>(Set.of("watcher.pml")); // a part of the others
        for (Row row : rows()) {
            onPage.addAll(quoted(row.model()));
        }
        assertEquals(names("spin", ".pml"), onPage, "models in " + PAGE);
    }

    @Test
    void everyClassWithATableOfFieldsOrBitsHasItsRow() throws IOException {
        Set<String> onPage = new TreeSet<>(rows().stream().map(Row::type).toList());
        Set<String> missing = new TreeSet<>();
        for (Path file : files("main", ".java")) {
            boolean hasTable = !LayoutTable.in(file, "field").isEmpty() || !LayoutTable.in(file, "bits").isEmpty();
            String type = file.getFileName().toString().replace(".java", "");
            boolean isOfTheSystem = file.toString().contains("/internal/os/");
            if (hasTable && !isOfTheSystem && !onPage.contains(type)) {
                missing.add(type);
            }
        }
        assertEquals(Set.of(), missing, "classes with a table and without a row in " + PAGE);
    }

    @Test
    void everyStepOfTheSourcesIsOnThePage() throws IOException {
        Set<String> inSources = new TreeSet<>();
        for (Path file : files("main", ".java")) {
            for (String steps : all(STEPS, Files.readString(file))) {
                inSources.addAll(Arrays.asList(steps.split(", ")));
            }
        }
        Set<String> onPage = new TreeSet<>();
        rows().forEach(row -> onPage.addAll(row.steps()));
        inSources.removeAll(onPage);
        assertEquals(Set.of(), inSources, "steps that stand in no row of " + PAGE);
    }
}

package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.PagePart;
import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The generated parts of `ARCHITECTURE.md` and of the list of decisions. `ImportTableTest` of each
/// module holds the tables of imports.
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("ARCHITECTURE.md");
    private static final Path INTERNALS = Path.of("docs", "internals");
    private static final Path DECISIONS = INTERNALS.resolve("decisions");
    private static final Path LIST_OF_DECISIONS = DECISIONS.resolve("README.md");

    /// The title of a page and the paragraph below it.
    private static final Pattern BEGIN = Pattern.compile("(?s)# ([^\n]+)\n\n(?:\\*\\*Decision\\.\\*\\* )?(.+?)\n\n.*");

    /// What follows the first sentence of a paragraph.
    private static final Pattern REST = Pattern.compile("\\.( .*)?$");

    private static PagePart part(Path page, String name) {
        return new PagePart(SourceTree.ROOT.resolve(page), name);
    }

    private static String row(Path from, Path page) throws IOException {
        Matcher begin = BEGIN.matcher(SourceTree.read(page));
        if (!begin.matches()) {
            throw new AssertionError("no title with a sentence below it: " + page);
        }
        Path link = from.getParent() == null ? page : from.getParent().relativize(page);
        String paragraph = begin.group(2).replace('\n', ' ');
        return "| [%s](%s) | %s |\n".formatted(begin.group(1), link, REST.matcher(paragraph).replaceFirst(""));
    }

    private static String table(Path from, List<Path> pages) throws IOException {
        StringBuilder table = new StringBuilder("| page | says |\n|---|---|\n");
        for (Path page : pages) {
            table.append(row(from, page));
        }
        return table.toString();
    }

    private static List<Path> pagesIn(Path folder) throws IOException {
        return SourceTree.files(".md").stream()
                .filter(page -> folder.equals(page.getParent()) && !page.equals(LIST_OF_DECISIONS))
                .toList();
    }

    @Test
    void thePagesForMaintainersAreListed() throws IOException {
        List<Path> pages = new ArrayList<>(pagesIn(INTERNALS));
        pages.add(LIST_OF_DECISIONS);
        pages.add(Path.of("TESTING.md"));
        pages.add(Path.of("CONTRIBUTING.md"));
        pages.add(Path.of("shm", "FORMAT.md"));
        part(PAGE, "pages").assertIs(table(PAGE, pages));
    }

    @Test
    void theDecisionsAreListed() throws IOException {
        part(LIST_OF_DECISIONS, "decisions").assertIs(table(LIST_OF_DECISIONS, pagesIn(DECISIONS)));
    }

    @Test
    void theTreeOfPackagesIsThatOfTheSources() throws IOException {
        part(PAGE, "packages").assertIs(PackageTree.markdown());
    }

    @Test
    void everyPackageHasAComment() throws IOException {
        List<Path> files = SourceTree.files(".java");
        List<Path> without = files.stream()
                .map(file -> Objects.requireNonNull(file.getParent()))
                .filter(folder -> folder.toString().contains("/src/main/java/"))
                .distinct()
                .filter(folder -> !files.contains(folder.resolve("package-info.java")))
                .toList();
        assertEquals(List.of(), without);
    }
}

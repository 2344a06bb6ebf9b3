package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.MarkdownPages;
import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The Markdown pages of the repository: their links lead somewhere, their lines are short, and what
/// those for maintainers name is there.
class PagesTest {
    private static final int WIDTH = 100;
    private static final MarkdownPages REPOSITORY = new MarkdownPages(SourceTree.ROOT);

    /// Its pages take their places in the archive, where `ArchivePagesIT` of the module `dist` follows their links.
    private static final Path OF_THE_ARCHIVE = Path.of("dist/src/main/dist");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /// Two words in one, with what follows a dot cut off.
    private static final Pattern TYPE_NAME = Pattern.compile("([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)(?:\\.\\w+)*");

    private static final Pattern PATH_NAME = Pattern.compile("[a-z.][\\w.]*(?:/[\\w.-]+)+/?");
    private static final List<String> JDK = List.of(
            "java.lang",
            "java.lang.foreign",
            "java.lang.invoke",
            "java.nio.channels",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks");

    /// Types of other libraries.
    private static final Set<String> ELSEWHERE =
            Set.of("BroadcastTransmitter", "BytesMarshallable", "ManyToOneRingBuffer", "OneToOneRingBuffer");

    /// Types that `changing.md` adds for show.
    private static final Set<String> EXAMPLES = Set.of("CharArray", "CharValue", "SharedLatch");

    private static List<Path> pages() throws IOException {
        return SourceTree.files(".md");
    }

    private static List<Path> pagesForMaintainers() throws IOException {
        return pages().stream()
                .filter(page -> page.startsWith("docs/internals")
                        || Set.of("ARCHITECTURE.md", "TESTING.md", "CONTRIBUTING.md").contains(page.toString()))
                .toList();
    }

    @Test
    void everyLinkLeadsToAPageAndAHeading() throws IOException {
        List<Path> inPlace = pages().stream().filter(page -> !page.startsWith(OF_THE_ARCHIVE)).toList();
        assertEquals(Set.of(), REPOSITORY.deadLinks(inPlace));
    }

    @Test
    void everyPageForMaintainersIsLinkedFromAnotherPage() throws IOException {
        Set<Path> linked = new HashSet<>();
        for (Path page : pages()) {
            for (String link : REPOSITORY.links(page)) {
                Path target = page.resolveSibling(link.split("#", 2)[0]).normalize();
                if (!target.equals(page)) {
                    linked.add(target);
                }
            }
        }
        assertEquals(List.of(), pagesForMaintainers().stream().filter(page -> !linked.contains(page)).toList());
    }

    /// Tables, code and links that fill a line are as wide as they are.
    @Test
    void linesOfProseHaveAtMost100Columns() throws IOException {
        Set<String> wide = new TreeSet<>();
        for (Path page : pages()) {
            for (String line : REPOSITORY.prose(page).lines().toList()) {
                if (line.length() > WIDTH && !line.startsWith("|")) {
                    wide.add(page + ": " + line);
                }
            }
        }
        assertEquals(Set.of(), wide);
    }

    /// A class or a file that was renamed has to be renamed there too.
    @Test
    void thePagesForMaintainersNameTypesAndFilesThatAreThere() throws IOException {
        Set<String> types = SourceTree.files(".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertTrue(types.contains("SharedMemory"), types::toString);
        Set<String> unknown = new TreeSet<>();
        for (Path page : pagesForMaintainers()) {
            for (String code : MarkdownPages.groups(CODE, REPOSITORY.prose(page))) {
                var type = TYPE_NAME.matcher(code.replaceFirst("\\.java$", ""));
                if (type.matches() && !types.contains(type.group(1)) && !isElsewhere(type.group(1))) {
                    unknown.add(page + ": " + code);
                }
                boolean isPath = PATH_NAME.matcher(code).matches() && !code.startsWith("target/");
                if (isPath && !Files.exists(SourceTree.ROOT.resolve(code))) {
                    unknown.add(page + ": " + code);
                }
            }
        }
        assertEquals(Set.of(), unknown);
    }

    private static boolean isElsewhere(String type) {
        return ELSEWHERE.contains(type)
                || EXAMPLES.contains(type)
                || JDK.stream().anyMatch(name -> isLoadable(name + "." + type));
    }

    private static boolean isLoadable(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException notThere) {
            return false;
        }
    }
}

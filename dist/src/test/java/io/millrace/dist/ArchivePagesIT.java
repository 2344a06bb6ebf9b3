package io.millrace.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.DocPage;
import io.millrace.testing.DocPage.Block;
import io.millrace.testing.DocPage.Dialog;
import io.millrace.testing.MarkdownPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Does what a reader of the archive's pages does, in the unpacked archive.
@Timeout(120)
class ArchivePagesIT {
    private static final String PAGE = "README.md";

    @TempDir
    static Path folder;

    private static Path unpacked;

    /// What is in it, by name, before a program was compiled there.
    private static Set<String> entries;

    @BeforeAll
    static void unpack() throws Exception {
        unpacked = Archive.unpack(folder);
        entries = new TreeSet<>();
        try (Stream<Path> found = Files.list(unpacked)) {
            found.forEach(entry -> entries.add(entry.getFileName().toString()));
        }
    }

    @Test
    void theProgramsOfTheFirstPageCompileAndPrintWhatItSays() throws Exception {
        DocPage page = DocPage.read(unpacked.resolve(PAGE));
        for (Block source : page.sources()) {
            Files.writeString(unpacked.resolve(source.fileName()), source.text());
        }
        List<Dialog> dialogs = page.dialogs();
        assertEquals(2, dialogs.size(), dialogs::toString);
        String path = "PATH=" + Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin";
        for (Dialog dialog : dialogs) {
            Said said = Said.by(unpacked, "/usr/bin/env", "-i", path, "HOME=" + folder, "MILLRACE_CACHE=off",
                    "sh", "-e", "-c", dialog.commands());
            said.requireSuccess();
            assertEquals(dialog.output(), said.out(), dialog.commands());
            assertEquals("", said.err(), dialog.commands());
        }
    }

    @Test
    void everyLinkOfEachPageLeadsToAFileOfTheArchive() throws IOException {
        try (Stream<Path> files = Files.walk(unpacked)) {
            List<Path> pages = files.filter(file -> file.toString().endsWith(".md"))
                    .map(unpacked::relativize)
                    .toList();
            assertTrue(pages.contains(Path.of("docs", "map.md")), pages::toString);
            assertEquals(Set.of(), new MarkdownPages(unpacked).deadLinks(pages));
        }
    }

    @Test
    void theFirstPageNamesEachFolderAndFileBesideIt() throws IOException {
        String page = Files.readString(unpacked.resolve(PAGE));
        Set<String> unnamed = new TreeSet<>(entries);
        unnamed.removeIf(entry -> page.contains("`" + entry + "`"));
        assertEquals(Set.of(PAGE), unnamed);
    }
}

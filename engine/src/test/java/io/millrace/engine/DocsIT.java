package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.millrace.testing.DocPage;
import io.millrace.testing.DocPage.Block;
import io.millrace.testing.DocPage.Dialog;
import io.millrace.testing.Python;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Does what a reader of `docs` does: copies every program out of the text, types every command,
/// and sees what the text says is seen.
@Timeout(120)
class DocsIT {
    private static final String INDEX = "README.md";

    /// Their programs need more than one jar: `ClusterPageIT` of the module `spark` and `TestingPageIT` of the module
    /// `junit` run them.
    private static final Set<String> ELSEWHERE = Set.of("cluster.md", "testing-your-program.md");

    /// What goes to standard error: nothing but the launcher's note of [#ALLOWED], which keeps the JDK from its
    /// warning that a program calls C. Two JVMs of a page write that warning in pieces, each into the other's lines.
    private static final String ERRORS = "errors.txt";

    private static final String ALLOWED = "JDK_JAVA_OPTIONS";

    @TempDir
    static Path folder;

    @BeforeAll
    static void copyAndCompileThePrograms() throws Exception {
        Files.createSymbolicLink(folder.resolve("millrace.jar"), Path.of("target", "millrace.jar").toAbsolutePath());
        for (DocPage page : pagesOfOneJar()) {
            for (Block source : page.sources()) {
                Files.writeString(folder.resolve(source.fileName()), source.text());
            }
        }
        for (Dialog dialog : index().dialogs()) {
            check(dialog);
        }
    }

    private static List<DocPage> pagesOfOneJar() throws IOException {
        return DocPage.all().stream()
                .filter(page -> !ELSEWHERE.contains(page.name()))
                .toList();
    }

    private static DocPage index() {
        return DocPage.read(Path.of("..", "docs", INDEX));
    }

    @TestFactory
    Stream<DynamicTest> everyProgramOfThePagesPrintsWhatThePageSays() throws IOException {
        return pagesOfOneJar().stream()
                .filter(page -> !page.name().equals(INDEX))
                .flatMap(page -> page.dialogs().stream()
                        .map(dialog ->
                                dynamicTest(page.name() + ": " + lastLine(dialog.commands()), () -> check(dialog))));
    }

    @Test
    void everyProgramIsRunOnItsPageAndNamedInTheIndex() throws IOException {
        String index = Files.readString(index().file());
        for (DocPage page : DocPage.all()) {
            String commands = String.join("\n", page.dialogs().stream().map(Dialog::commands).toList());
            for (Block source : page.sources()) {
                String program = source.fileName().replaceFirst("\\.java$", "");
                boolean started = program.endsWith(".py")
                        && page.sources().stream().anyMatch(other -> other.text().contains("\"" + program + "\""));
                assertTrue(started || commands.contains(program), () -> page.name() + " does not run " + program);
                assertTrue(program.matches(".*\\.(c|py)") || index.contains("`" + program + "`"),
                        () -> program + " is not in the index");
            }
            assertTrue(page.name().equals(INDEX) || index.contains("(" + page.name() + ")"),
                    () -> page.name() + " is not in the index");
        }
    }

    private static void check(Dialog dialog) throws IOException, InterruptedException {
        assumeTrue(!dialog.commands().startsWith("cc ") || hasCompiler(), "no C compiler here: cc");
        Process process = shell(dialog.commands()).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        String errors = Files.readString(folder.resolve(ERRORS));
        assertEquals(0, process.waitFor(), output + errors);
        String note = "NOTE: Picked up " + ALLOWED;
        assertTrue(errors.lines().allMatch(line -> line.isBlank() || line.startsWith(note)), errors);
        if (!dialog.isAnsweredBy(output)) {
            assertEquals(dialog.output(), output, dialog.commands());
        }
    }

    private static ProcessBuilder shell(String commands) {
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-e", "-c", commands))
                .directory(folder.toFile())
                .redirectError(folder.resolve(ERRORS).toFile());
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", java, (path, first) -> first + File.pathSeparator + path);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put(ALLOWED, "--enable-native-access=ALL-UNNAMED");
        builder.environment().put("PYTHONPATH", Python.folder().toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("MILLRACE", Path.of("..").toAbsolutePath().normalize().toString());
        return builder;
    }

    private static boolean hasCompiler() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v cc > /dev/null").start().waitFor() == 0;
    }

    private static String lastLine(String commands) {
        return commands.lines().reduce((earlier, later) -> later).orElse("");
    }
}

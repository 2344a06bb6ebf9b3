package io.millrace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.DocPage;
import io.millrace.testing.DocPage.Block;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The test class of the page about tests does what the page says.
@Timeout(120)
class TestingPageIT {
    private static final DocPage PAGE = DocPage.read(Path.of("..", "docs", "testing-your-program.md"));
    private static final String SUCCEEDED = "succeeded: 1\n";

    @TempDir
    Path folder;

    @Test
    void oneTestOfThePagePassesAndTheOtherFailsWithTheMessageOfThePage() throws Exception {
        Block source = PAGE.sources().getFirst();
        Path file = Files.writeString(folder.resolve(source.fileName()), source.text());
        String classes = System.getProperty("java.class.path") + File.pathSeparator + folder;
        output(List.of(tool("javac"), "-cp", classes, "-d", folder.toString(), file.toString()));
        String program = source.fileName().replace(".java", "");
        String output = output(List.of(
                tool("java"), "--enable-native-access=ALL-UNNAMED", "-cp", classes, PageMain.class.getName(), program));
        assertTrue(output.endsWith(SUCCEEDED), output);
        String message = output.substring(0, output.length() - SUCCEEDED.length());
        assertTrue(PAGE.dialogs().getFirst().isAnsweredBy(message), message);
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output + Files.readString(folder.resolve("errors.txt")));
        return output;
    }
}

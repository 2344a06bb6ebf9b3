package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.DocPage;
import io.millrace.testing.DocPage.Block;
import io.millrace.testing.DocPage.Dialog;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The Java blocks in the README, taken from its text.
@Timeout(120)
class ReadmeIT {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    /// What the lines of the second block are about.
    private static final String AROUND = """
            import io.millrace.engine.*;
            import io.millrace.engine.kernel.Reduction;
            import io.millrace.shm.SharedMemory;
            import io.millrace.shm.message.Codec;
            import java.nio.file.*;
            import java.util.List;

            void main(String[] arguments) throws Exception {
                try (var memory = SharedMemory.temporary(16L << 20); var pool = Pool.start(memory, 1)) {
                    var prices = memory.newDoubleArray("prices", 100);
                    prices.fill(16);
                    var words = List.of("mill", "race", "water");
                    var file = Path.of(arguments[0]);
                    var queue = memory.newQueue("queue", Codec.utf8());
            %s
                    IO.println(norm + " " + lengths + " " + job.get() + " " + queue.take() + " " + child.join());
                }
            }

            static long count(Path file) throws Exception {
                return Files.readAllLines(file).size();
            }
            """;

    @TempDir
    Path folder;

    /// In a folder where only the jar is as in a checkout.
    @Test
    void theProgramInTheReadmeCompilesAndRunsByTheCommandsBelowIt() throws Exception {
        DocPage page = DocPage.read(README);
        Block program = page.blocks().stream()
                .filter(block -> block.language().equals("java"))
                .findFirst()
                .orElseThrow();
        Dialog dialog = page.dialogs().stream()
                .filter(typed -> typed.commands().contains(program.fileName()))
                .findFirst()
                .orElseThrow();
        Files.writeString(folder.resolve(program.fileName()), program.text());
        Path target = Files.createDirectories(folder.resolve("engine/target"));
        Path jar = Path.of("target", "millrace.jar").toAbsolutePath();
        Files.createSymbolicLink(target.resolve(jar.getFileName()), jar);
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", dialog.commands())
                .directory(folder.toFile());
        shell.environment().merge("PATH", java, (path, first) -> first + File.pathSeparator + path);
        assertEquals(dialog.output().strip(), output(shell));
    }

    @Test
    void theLinesAboutOwnCodeCompileAndDoWhatTheirCommentsSay() throws Exception {
        List<String> blocks = blocks();
        assertEquals(2, blocks.size(), "Java blocks in the README, all of them tested");
        Path source = Files.writeString(folder.resolve("Lines.java"), AROUND.formatted(blocks.get(1)));
        Path counted = Files.writeString(folder.resolve("counted.txt"), "one\ntwo\n");
        output("javac", "-cp", classPath(), "-d", folder.toString(), source.toString());
        String classes = classPath() + File.pathSeparator + folder;
        assertEquals("2500.0 [4, 4, 5] 2 hello 0", output("java", NATIVE, "-cp", classes, "Lines", counted.toString()));
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static List<String> blocks() throws IOException {
        String readme = Files.readString(README);
        return BLOCK.matcher(readme).results().map((MatchResult found) -> found.group(1)).toList();
    }

    private static String output(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(Arrays.asList(arguments));
        return output(new ProcessBuilder(command));
    }

    private static String output(ProcessBuilder command) throws Exception {
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output.strip();
    }
}

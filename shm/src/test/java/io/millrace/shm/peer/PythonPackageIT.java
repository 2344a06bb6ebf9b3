package io.millrace.shm.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.Python;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The Python package by itself: its own tests, its form, and its installation.
@Timeout(120)
class PythonPackageIT {
    private static final int WIDTH = 120;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsPython() {
        Python.require();
    }

    @Test
    void itsOwnTestsPass() throws Exception {
        ProcessBuilder tests = Python.command("-W", "error", "-m", "unittest", "discover", "-s", "tests", "-t", ".");
        String output = output(tests.directory(Python.folder().toFile()));
        assertTrue(output.endsWith("OK\n"), output);
    }

    @Test
    void itsLinesAreShortAndItsFilesEndWithALine() throws IOException {
        try (Stream<Path> files = Files.walk(Python.folder())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".py")).toList()) {
                String text = Files.readString(file);
                assertTrue(text.isEmpty() || text.endsWith("\n"), file::toString);
                assertEquals(List.of(), text.lines().filter(line -> line.length() > WIDTH).toList(), file::toString);
                assertEquals(List.of(), text.lines().filter(line -> line.endsWith(" ")).toList(), file::toString);
            }
        }
    }

    /// None where no Python has what an installation without a network needs.
    @TestFactory
    Stream<DynamicTest> itInstallsFromItsFolder() {
        return Stream.of("python3", "/usr/bin/python3")
                .filter(python -> works(python, "-c", "import ensurepip, pip, setuptools, venv, wheel"))
                .limit(1)
                .map(python -> DynamicTest.dynamicTest(python, () -> install(python)));
    }

    private void install(String python) throws Exception {
        Path source = folder.resolve("source");
        try (Stream<Path> files = Files.walk(Python.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, source.resolve(Python.folder().relativize(file).toString()));
            }
        }
        String installed = folder.resolve("venv/bin/python").toString();
        output(new ProcessBuilder(python, "-m", "venv", "--without-pip", "--system-site-packages",
                folder.resolve("venv").toString()));
        output(new ProcessBuilder(installed, "-m", "pip", "install", "-q", "--no-build-isolation", "--no-deps",
                "--no-index", source.toString()));
        String found = output(new ProcessBuilder(installed, "-c", """
                import importlib.util, importlib.metadata
                print(importlib.metadata.version('millrace'), importlib.util.find_spec('millrace').origin)""")
                .directory(folder.toFile()));
        assertTrue(found.startsWith("0.1.0.dev0 " + folder.resolve("venv")), found);
    }

    private static boolean works(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static String output(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}

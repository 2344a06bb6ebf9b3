package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.MemoryFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The Python reader on the page of the file format reads a file.
class FormatPageIT {
    @Test
    void thePythonReaderOfThePageReadsEveryArrayInPlace() throws Exception {
        Assumptions.assumeTrue(hasNumpy(), "python3 with numpy is not here");
        String page = Files.readString(Path.of("FORMAT.md"));
        int start = page.indexOf("```python\n") + "```python\n".length();
        String program = page.substring(start, page.indexOf("```", start));
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path file = folder.file("format.mill");
            Path script = Files.writeString(folder.file("reader.py"), program);
            try (SharedMemory memory = SharedMemory.create(file, 1 << 20)) {
                memory.newDoubleArray("prices", 3, 4).setAll(index -> index + 0.5);
                memory.newShortArray("gone", 5);
                memory.newByteArray("größe", 100_000).fill((byte) 2);
                memory.newIntValue("count", -7);
                memory.newBytes("raw", 10);
                memory.drop("gone");
                assertEquals(
                        List.of(
                                "prices float64 (3, 4) 72.0",
                                "größe int8 (100000,) 200000",
                                "count int32 (1,) -7",
                                "raw int8 (10,) 0"),
                        run("python3", script.toString(), file.toString()).stream()
                                .sorted(Comparator.comparing(line -> "pgcr".indexOf(line.charAt(0))))
                                .toList());
            }
        }
        assertTrue(program.lines().count() <= 24);
    }

    private static boolean hasNumpy() {
        try {
            return new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
        } catch (Exception absent) {
            return false;
        }
    }

    private static List<String> run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.lines().toList();
    }
}

package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.map.MapOptions;
import io.millrace.shm.map.SharedMap;
import io.millrace.shm.message.Codec;
import io.millrace.testing.Await;
import io.millrace.testing.MemoryFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The Python programs on the page of the file format read a file, write to it, and hold what is in it.
@Timeout(60)
class FormatPageIT {
    private static final Pattern PROGRAM =
            Pattern.compile("^```python\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    record Point(byte tag, double x, short n) {}

    @BeforeEach
    void needsNumpy() {
        Assumptions.assumeTrue(hasNumpy(), "python3 with numpy is not here");
    }

    private static String program(int number) throws IOException {
        Matcher programs = PROGRAM.matcher(Files.readString(Path.of("FORMAT.md")));
        for (int skipped = 0; skipped <= number; skipped++) {
            assertTrue(programs.find(), "the page has its Python programs");
        }
        return programs.group(1);
    }

    @Test
    void thePythonReaderOfThePageReadsEveryArrayInPlace() throws Exception {
        String program = program(0);
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path file = folder.file("format.mill");
            Path script = Files.writeString(folder.file("reader.py"), program);
            try (SharedMemory memory = SharedMemory.create(file, 1 << 20)) {
                memory.newDoubleArray("prices", 3, 4).setAll(index -> index + 0.5);
                memory.newShortArray("gone", 5);
                memory.newByteArray("größe", 100_000).fill((byte) 2);
                memory.newIntValue("count", -7);
                memory.newBytes("raw", 10);
                memory.newLongArray("empty", 0);
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

    @Test
    void thePythonReaderOfMapsFindsWhatJavaPutIn() throws Exception {
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path file = folder.file("map.mill");
            Path script = Files.writeString(folder.file("map.py"), program(2));
            try (SharedMemory memory = SharedMemory.create(file, 1 << 20)) {
                SharedMap<String, String> map =
                        memory.newMap("texts", Codec.utf8(), Codec.utf8(), new MapOptions(100, 13, 21));
                for (int number = 0; number < 100; number++) {
                    map.put("key-" + number, "old");
                    map.put("key-" + number, "value-" + number);
                }
                map.remove("key-7");
                assertEquals(
                        List.of("key-0 b'value-0'", "key-7 None", "key-99 b'value-99'", "key-100 None"),
                        run("python3", script.toString(), file.toString(), "texts",
                                "key-0", "key-7", "key-99", "key-100"));
            }
        }
    }

    @Test
    void bytesHeldByPythonAreNotReusedAfterADropUntilItEnds() throws Exception {
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path file = folder.file("held.mill");
            Path script = Files.writeString(folder.file("hold.py"), program(1));
            try (SharedMemory memory = SharedMemory.create(file, 1 << 20)) {
                StructArray<Point> points = memory.newStructArray("points", Point.class, 3);
                points.set(2, new Point((byte) 1, 2.5, (short) 7));
                DoubleArray prices = memory.newDoubleArray("prices", 1000);
                long free = memory.freeBytes();
                Process holder = new ProcessBuilder("python3", script.toString(), file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                try (BufferedReader said = holder.inputReader(); Writer told = holder.outputWriter()) {
                    assertEquals("attached: ['%s']".formatted(memory.processes().getFirst().name()), said.readLine());
                    assertEquals("sum 1000.0", said.readLine());
                    assertEquals(new Point((byte) 1, 5, (short) 7), points.get(2));
                    assertEquals(1, prices.get(999));

                    memory.drop("prices");
                    memory.recoverDead();
                    assertEquals(free, memory.freeBytes(), "bytes that Python holds");
                    told.write("\n");
                    told.flush();
                    assertEquals(0, holder.waitFor());
                    Await.until("the bytes are free", LIMIT, () -> {
                        memory.recoverDead();
                        return memory.freeBytes() > free;
                    });
                } finally {
                    holder.destroyForcibly().waitFor();
                }
            }
        }
    }

    @Test
    void pythonRefusesStructsOfAnotherRecord() throws Exception {
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path file = folder.file("other.mill");
            String program = program(1).replace("tag=\"byte\"", "mark=\"byte\"");
            Path script = Files.writeString(folder.file("other.py"), program);
            try (SharedMemory memory = SharedMemory.create(file, 1 << 20)) {
                memory.newStructArray("points", Point.class, 3);
                Process process = new ProcessBuilder("python3", script.toString(), file.toString())
                        .redirectErrorStream(true)
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(1, process.waitFor());
                assertTrue(output.contains("TypeError: points holds other records"), output);
            }
        }
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

package io.millrace.shm.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a program sees on standard error, with and without the flags; without the logger that tests
/// have on their class path.
class QuietIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    private static String errorsOf(MemoryFolder folder, String part, String... flags) {
        ChildJvm.Builder builder =
                ChildJvm.of(QuietMain.class, part, folder.file(part + ".mill")).without("slf4j-nop");
        for (String flag : flags) {
            builder.flag(flag);
        }
        ChildJvm child = builder.start();
        try (child) {
            child.expect("done", LONG);
            assertEquals(0, child.await(LONG), child::story);
        }
        return child.errors();
    }

    @Test
    void withoutAgronaAndChronicleNothingIsPrintedAndNothingOfOtherLibrariesIsLoaded() throws IOException {
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path classes = folder.file("classes");
            assertEquals("", errorsOf(folder, "withoutFlags", "-Xlog:class+load:file=" + classes));
            try (Stream<String> lines = Files.lines(classes)) {
                List<String> foreign = lines.filter(line -> line.contains(" net.openhft.")
                                || line.contains(" org.agrona.")
                                || line.contains(" org.slf4j."))
                        .toList();
                assertEquals(List.of(), foreign);
            }
        }
    }

    @Test
    void withAllFlagsNothingIsPrinted() {
        try (MemoryFolder folder = MemoryFolder.create()) {
            assertEquals("", errorsOf(folder, "everything", OPENS, UNSAFE));
        }
    }

    @Test
    void chronicleWorksWithoutAFlagAndOnlyTheJdkWarns() {
        try (MemoryFolder folder = MemoryFolder.create()) {
            String errors = errorsOf(folder, "chronicle");
            assertTrue(errors.contains("sun.misc.Unsafe"), errors);
            assertTrue(errors.lines().allMatch(line -> line.startsWith("WARNING: ")), errors);
            assertFalse(errors.contains("SLF4J"), errors);
        }
    }

    @Test
    void agronaViewsWithoutTheFlagNameTheLineToAdd() {
        try (MemoryFolder folder = MemoryFolder.create();
                ChildJvm child = ChildJvm.of(QuietMain.class, "missing", folder.file("missing.mill")).start()) {
            String message = child.receive(LONG);
            assertTrue(message.endsWith("--add-opens java.base/jdk.internal.misc=ALL-UNNAMED"), message);
            child.expect("done", LONG);
        }
    }
}

package io.millrace.shm.layout;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.millrace.testing.LayoutTable;
import io.millrace.testing.LayoutTable.Line;
import java.io.IOException;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The tables in the comments say what the code does.
class LayoutTableTest {
    private static final Path SOURCES = Path.of("src/main/java/io/millrace/shm/layout");

    private static final Map<String, StructLayout> LAYOUTS = new TreeMap<>(Map.ofEntries(
            entry("FileHeader", FileHeader.LAYOUT),
            entry("ProcessSlot", ProcessSlot.LAYOUT),
            entry("DirectoryEntry", DirectoryEntry.LAYOUT),
            entry("QueueHeader", QueueHeader.LAYOUT),
            entry("QueueCell", QueueCell.LAYOUT),
            entry("PipeHeader", PipeHeader.LAYOUT),
            entry("BroadcastHeader", BroadcastHeader.LAYOUT),
            entry("BarrierWords", BarrierWords.LAYOUT),
            entry("ConditionWord", ConditionWord.LAYOUT),
            entry("EventWord", EventWord.LAYOUT),
            entry("LockWord", LockWord.LAYOUT),
            entry("ReaderWords", ReaderWords.LAYOUT),
            entry("SemaphoreWords", SemaphoreWords.LAYOUT)));
    private static final Map<String, List<BitField>> WORDS = new TreeMap<>(Map.ofEntries(
            entry("ProcessSlot", ProcessSlot.FIELDS),
            entry("DirectoryEntry", DirectoryEntry.FIELDS),
            entry("HighWater", HighWater.FIELDS),
            entry("QueueCell", QueueCell.FIELDS),
            entry("EndWord", EndWord.FIELDS),
            entry("BarrierWords", BarrierWords.FIELDS),
            entry("ConditionWord", ConditionWord.FIELDS),
            entry("EventWord", EventWord.FIELDS),
            entry("LockWord", LockWord.FIELDS),
            entry("OwnerBits", OwnerBits.FIELDS),
            entry("SemaphoreWords", SemaphoreWords.FIELDS)));

    private static List<Line> table(String type, String heading) throws IOException {
        return LayoutTable.in(SOURCES.resolve(type + ".java"), heading);
    }

    @Test
    void everyTableOfFieldsIsTheLayout() throws IOException {
        for (var entry : LAYOUTS.entrySet()) {
            List<Line> code = LayoutTable.of(entry.getValue());
            assertEquals(code, table(entry.getKey(), "field"), entry.getKey());
        }
    }

    @Test
    void everyTableOfBitsIsTheWord() throws IOException {
        for (var entry : WORDS.entrySet()) {
            List<Line> code = entry.getValue().stream()
                    .map(field -> new Line(field.name(), field.shift(), field.width()))
                    .toList();
            assertEquals(code, table(entry.getKey(), "bits"), entry.getKey());
        }
    }

    @Test
    void everyTableInThePackageIsCompared() throws IOException {
        try (var files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                assertEquals(LAYOUTS.containsKey(type), !table(type, "field").isEmpty(), type);
                assertEquals(WORDS.containsKey(type), !table(type, "bits").isEmpty(), type);
            }
        }
    }

    @Test
    void sizesAreWhatTheFileFormatSays() {
        assertEquals(4096, FileHeader.LAYOUT.byteSize());
        assertEquals(128, ProcessSlot.LAYOUT.byteSize());
        assertEquals(256, DirectoryEntry.LAYOUT.byteSize());
    }

    @Test
    void aDamagedMarkNeverSaysLessThanEverything() {
        long word = HighWater.of(1 << 20);
        assertEquals(1 << 20, HighWater.offset(word));
        assertEquals(0, HighWater.offset(0));
        for (int bit = 0; bit < 64; bit++) {
            assertFalse(HighWater.offset(word ^ 1L << bit) < 1 << 20, "bit " + bit);
        }
    }
}

package io.millrace.shm.internal.layout;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.millrace.shm.ElementType;
import io.millrace.shm.RegionKind;
import io.millrace.testing.LayoutTable;
import io.millrace.testing.LayoutTable.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables in the comments say what the code does.
class LayoutTableTest {
    private static final Path FORMAT = Path.of("FORMAT.md");

    /// A row of the table of kinds and element types: a number, a text, a number or nothing, a text.
    private static final Pattern CODES = Pattern.compile("\\| +(\\d+) \\| [^|]+ \\| +(\\d*) \\| [^|]*\\|");
    private static final Path SOURCES = Path.of("src/main/java/io/millrace/shm/internal/layout");

    private static final Map<String, List<Line>> LAYOUTS = new TreeMap<>(Map.ofEntries(
            entry("FileHeader", LayoutTable.of(FileHeader.LAYOUT)),
            entry("DeathRecord", LayoutTable.of(DeathRecord.LAYOUT)),
            entry("ProcessSlot", LayoutTable.of(ProcessSlot.LAYOUT)),
            entry("DirectoryEntry", LayoutTable.of(DirectoryEntry.LAYOUT)),
            entry("QueueHeader", LayoutTable.of(QueueHeader.LAYOUT)),
            entry("QueueCell", LayoutTable.of(QueueCell.LAYOUT)),
            entry("PipeHeader", LayoutTable.of(PipeHeader.LAYOUT)),
            entry("BroadcastHeader", LayoutTable.of(BroadcastHeader.LAYOUT)),
            entry("BarrierWords", LayoutTable.of(BarrierWords.LAYOUT)),
            entry("ConditionWord", LayoutTable.of(ConditionWord.LAYOUT)),
            entry("EventWord", LayoutTable.of(EventWord.LAYOUT)),
            entry("LockWord", LayoutTable.of(LockWord.LAYOUT)),
            entry("CounterHeader", LayoutTable.of(CounterHeader.LAYOUT)),
            entry("CounterStripe", LayoutTable.of(CounterStripe.LAYOUT)),
            entry("MapHeader", LayoutTable.of(MapHeader.LAYOUT)),
            entry("MapStripe", LayoutTable.of(MapStripe.LAYOUT)),
            entry("MapRow", LayoutTable.of(MapRow.LAYOUT)),
            entry("ReaderWords", LayoutTable.of(ReaderWords.LAYOUT)),
            entry("SemaphoreWords", LayoutTable.of(SemaphoreWords.LAYOUT))));
    private static final Map<String, List<BitField>> WORDS = new TreeMap<>(Map.ofEntries(
            entry("ProcessSlot", ProcessSlot.FIELDS),
            entry("DirectoryEntry", DirectoryEntry.FIELDS),
            entry("HighWater", HighWater.FIELDS),
            entry("DeathRecord", DeathRecord.FIELDS),
            entry("QueueCell", QueueCell.FIELDS),
            entry("EndWord", EndWord.FIELDS),
            entry("BarrierWords", BarrierWords.FIELDS),
            entry("BarrierCell", BarrierCell.FIELDS),
            entry("BarrierRegistration", BarrierRegistration.FIELDS),
            entry("ConditionWord", ConditionWord.FIELDS),
            entry("EventWord", EventWord.FIELDS),
            entry("LockWord", LockWord.FIELDS),
            entry("OrphanWord", OrphanWord.FIELDS),
            entry("OwnerBits", OwnerBits.FIELDS),
            entry("SemaphoreWords", SemaphoreWords.FIELDS),
            entry("SleeperWord", SleeperWord.FIELDS),
            entry("SweeperBits", SweeperBits.FIELDS)));

    private static List<Line> table(String type, String heading) throws IOException {
        return LayoutTable.in(SOURCES.resolve(type + ".java"), heading);
    }

    @Test
    void everyTableOfFieldsIsTheLayout() throws IOException {
        for (var entry : LAYOUTS.entrySet()) {
            assertEquals(entry.getValue(), table(entry.getKey(), "field"), entry.getKey());
        }
    }

    @Test
    void everyTableOfBitsIsTheWord() throws IOException {
        for (var entry : WORDS.entrySet()) {
            List<Line> code = LayoutTable.of(entry.getValue());
            assertEquals(code, table(entry.getKey(), "bits"), entry.getKey());
        }
    }

    @Test
    void everyTableInThePackageIsCompared() throws IOException {
        try (var files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                assertEquals(
                        LAYOUTS.containsKey(type),
                        !table(type, "field").isEmpty(),
                        () -> "is in LAYOUTS of this test / has a table of fields: " + type);
                assertEquals(
                        WORDS.containsKey(type),
                        !table(type, "bits").isEmpty(),
                        () -> "is in WORDS of this test / has a table of bits: " + type);
            }
        }
    }

    @Test
    void everyLayoutAndWordHasItsTableOnThePageOfTheFormat() throws IOException {
        for (var entry : LAYOUTS.entrySet()) {
            List<Line> page = LayoutTable.in(FORMAT, "`%s`".formatted(entry.getKey()));
            assertEquals(entry.getValue(), page, "table of " + entry.getKey() + " in FORMAT.md");
        }
        for (var entry : WORDS.entrySet()) {
            List<Line> page = LayoutTable.in(FORMAT, "bits of `%s`".formatted(entry.getKey()));
            assertEquals(table(entry.getKey(), "bits"), page, "bits of " + entry.getKey() + " in FORMAT.md");
        }
    }

    @Test
    void everyKindAndElementTypeHasItsRowOnThePageOfTheFormat() throws IOException {
        List<Integer> kinds = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        for (String line : Files.readAllLines(FORMAT)) {
            Matcher row = CODES.matcher(line);
            if (row.matches()) {
                kinds.add(Integer.valueOf(row.group(1)));
                types.addAll(row.group(2).isBlank() ? List.of() : List.of(Integer.valueOf(row.group(2).strip())));
            }
        }
        assertEquals(Stream.of(RegionKind.values()).map(FileCodes::of).toList(), kinds, "kinds in FORMAT.md");
        assertEquals(Stream.of(ElementType.values()).map(FileCodes::of).toList(), types, "types in FORMAT.md");
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

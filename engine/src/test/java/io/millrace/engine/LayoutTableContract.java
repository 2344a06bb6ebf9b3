package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.Struct;
import io.millrace.testing.LayoutTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The tables in the comments of a package say what its code does, and no word is taken apart by hand.
public abstract class LayoutTableContract {
    private final Path sources;
    private final Map<String, Struct> layouts;
    private final Map<String, List<BitField>> words;

    /// @param layouts by class, what the table of fields says
    /// @param words by class, what the table of bits says
    protected LayoutTableContract(Map<String, Struct> layouts, Map<String, List<BitField>> words) {
        this.sources = Path.of("src/main/java", getClass().getPackageName().replace('.', '/'));
        this.layouts = layouts;
        this.words = words;
    }

    @Test
    void everyTableOfFieldsIsTheLayout() throws IOException {
        try (var files = Files.list(sources)) {
            for (Path file : files.toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                Struct layout = layouts.get(type);
                var expected = layout == null ? List.of() : LayoutTable.of(layout);
                assertEquals(expected, LayoutTable.in(file, "field"), type);
            }
        }
    }

    @Test
    void everyTableOfBitsIsTheWord() throws IOException {
        try (var files = Files.list(sources)) {
            for (Path file : files.toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                var expected = LayoutTable.of(words.getOrDefault(type, List.of()));
                assertEquals(expected, LayoutTable.in(file, "bits"), type);
            }
        }
    }

    @Test
    void noWordIsTakenApartByHand() throws IOException {
        for (String type : words.keySet()) {
            List<String> shifts = Files.readAllLines(sources.resolve(type + ".java")).stream()
                    .filter(line -> line.contains("<<") || line.contains(">>") || line.contains("& 0x"))
                    .toList();
            assertEquals(List.of(), shifts, "use a BitField: " + type);
        }
    }

    @Test
    void theBitsOfAWordDoNotOverlap() {
        words.forEach((type, fields) -> {
            long seen = 0;
            for (BitField field : fields) {
                long mask = field.set(0, -1);
                assertEquals(0, seen & mask, type + "." + field.name());
                seen |= mask;
            }
        });
    }
}

package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.millrace.testing.CasNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CasNamesTest {
    /// `data` has the elements of users; the flags of `Descriptor` and `Delivery` are in the heap.
    private static final Set<String> EXEMPT = Set.of("data", "internal/os/Descriptor.java", "message/Delivery.java");

    @TempDir
    Path folder;

    @Test
    void everyCompareAndSetOfASharedWordHasANameThatACommentExplains() throws IOException {
        assertEquals(Set.of(), CasNames.violations(Path.of("src/main/java/io/millrace/shm"), EXEMPT));
    }

    @Test
    void aCompareAndSetWithoutNameOrExplanationIsFound() throws IOException {
        Files.writeString(folder.resolve("Word.java"), "/// `A1` takes it.\n    take = word.wordCas(0, 1); // A1\n");
        assertEquals(Set.of(), CasNames.violations(folder, Set.of()));
        Files.writeString(
                folder.resolve("Other.java"), "    return wordCas(0, 1); // A2\n    WORD.compareAndSet(0, 1);\n");
        assertEquals(2, CasNames.violations(folder, Set.of()).size());
        assertFalse(CasNames.violations(folder, Set.of("Word.java")).isEmpty());
    }
}

package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.CasNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CasNamesTest {
    /// The words of `internal/task` are in the heap of one process.
    private static final Set<String> EXEMPT = Set.of("internal/task");

    @Test
    void everyCompareAndSetOfASharedWordHasANameThatACommentExplains() throws IOException {
        assertEquals(Set.of(), CasNames.violations(Path.of("src/main/java/io/millrace/engine"), EXEMPT));
    }
}

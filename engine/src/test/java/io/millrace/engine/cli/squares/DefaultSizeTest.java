package io.millrace.engine.cli.squares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DefaultSizeTest {
    @Test
    void theDefaultIsTheUsualOneWithoutExplanationIfMemorySuffices() {
        DefaultSize size = DefaultSize.of(24L << 30, 16, "free space");
        assertEquals(64_000_000, size.elements());
        assertTrue(size.explanation().isEmpty());
    }

    @Test
    void theDefaultIsHalfOfTheAvailableMemoryWithAnExplanation() {
        DefaultSize size = DefaultSize.of(64L << 20, 16, "free space");
        assertEquals(2_000_000, size.elements());
        String explanation = size.explanation().orElseThrow();
        assertTrue(explanation.contains("2,000,000") && explanation.contains("64 MiB"), explanation);
    }

    /// tmpfs with `size=0` and ramfs have 0 blocks, of which 0 are free.
    @Test
    void theMemoryIsTheLimitOfAFileSystemWithoutLimit() {
        assertEquals(Long.MAX_VALUE, DefaultSize.space(0, 0));
        assertEquals(0, DefaultSize.space(4096, 0));
        assertEquals(5, DefaultSize.space(4096, 5));
    }

    @Test
    void theDefaultIsAtLeastOne() {
        assertEquals(1, DefaultSize.of(0, 16, "free space").elements());
    }
}

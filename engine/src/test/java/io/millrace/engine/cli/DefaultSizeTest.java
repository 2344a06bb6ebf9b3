package io.millrace.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DefaultSizeTest {
    @Test
    void isTheUsualWhereThereIsRoomAndSaysNothing() {
        DefaultSize size = DefaultSize.of(24L << 30, 16, "free space");
        assertEquals(64_000_000, size.elements());
        assertTrue(size.explanation().isEmpty());
    }

    @Test
    void isHalfOfWhatIsThereAndSaysSo() {
        DefaultSize size = DefaultSize.of(64L << 20, 16, "free space");
        assertEquals(2_000_000, size.elements());
        String explanation = size.explanation().orElseThrow();
        assertTrue(explanation.contains("2,000,000") && explanation.contains("64 MiB"), explanation);
    }

    @Test
    void isNeverNothing() {
        assertEquals(1, DefaultSize.of(0, 16, "free space").elements());
    }
}

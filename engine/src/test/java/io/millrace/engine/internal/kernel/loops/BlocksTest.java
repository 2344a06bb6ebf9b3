package io.millrace.engine.internal.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -7, Long.MAX_VALUE, Long.MIN_VALUE})
    void aPartOfItsOwnHasTheStreamsOfItsBlocks(long seed) {
        for (long block : new long[] {0, 1, 3, 1L << 40}) {
            for (long inPart : new long[] {0, 1, 5}) {
                long from = block * Blocks.LENGTH;
                long ofPart = Blocks.random(Blocks.seedOfPart(seed, from), inPart * Blocks.LENGTH).nextLong();
                assertEquals(Blocks.random(seed, from + inPart * Blocks.LENGTH).nextLong(), ofPart);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Blocks.seedOfPart(seed, 1));
    }
}

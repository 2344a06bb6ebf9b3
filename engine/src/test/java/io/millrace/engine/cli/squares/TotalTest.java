package io.millrace.engine.cli.squares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.squares.Total.Real;
import io.millrace.engine.cli.squares.Total.Whole;
import org.junit.jupiter.api.Test;

class TotalTest {
    @Test
    void wholeSumsPrintAsIntegers() {
        assertEquals("42,752,204,797", new Whole(42_752_204_797L).text());
        assertEquals(42_752_204_797L, new Whole(42_752_204_797L).json());
        assertEquals("2,988,229", new Real(2_988_229).text());
        assertEquals(2_988_229L, new Real(2_988_229).json());
    }

    @Test
    void otherSumsKeepEveryDigit() {
        assertEquals(0.1 + 0.2, new Real(0.1 + 0.2).json());
        assertEquals(1e300, new Real(1e300).json());
        assertEquals(-0.0, new Real(-0.0).json());
        assertEquals("NaN", new Real(Double.NaN).text());
    }

    @Test
    void bitsAreThoseOfTheDouble() {
        assertEquals("4146cc6280000000", new Real(2_988_229).bits());
        assertEquals("4146cc6280000000", new Whole(2_988_229).bits());
        assertEquals("8000000000000000", new Real(-0.0).bits());
        assertEquals("7ff8000000000000", new Real(Double.longBitsToDouble(0xfff8_dead_beef_0001L)).bits());
    }

    @Test
    void totalsAreTheSameIfTheirBitsAreOrBothAreNaN() {
        assertTrue(new Real(Double.NaN).sameAs(new Real(Double.longBitsToDouble(0xfff8_0000_0000_0001L))));
        assertFalse(new Real(0.0).sameAs(new Real(-0.0)));
        assertFalse(new Real(1).sameAs(new Whole(1)));
    }
}

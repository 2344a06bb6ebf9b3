package io.millrace.engine.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAlignedAndLinesEndWithoutBlanks() {
        String text = new TextTable("lrl").row("step", "s").row("sum", "10", "x").row("squares", "7.5").toString();
        assertEquals("  step       s\n  sum       10  x\n  squares  7.5\n", text.replace(System.lineSeparator(), "\n"));
    }

    @Test
    void refusesMoreCellsThanColumns() {
        assertThrows(IllegalArgumentException.class, () -> new TextTable("l").row("a", "b"));
    }
}

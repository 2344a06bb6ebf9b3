package io.millrace.engine.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.cli.top.Section.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTextTest {
    @Test
    void whatMovesTheCursorIsShownAsAQuestionMark() {
        assertEquals("a?[2Jb?c?", ScreenText.visible("a\u001b[2Jb\nc\u202e"));
    }

    @Test
    void wideLettersTakeTwoColumns() {
        assertEquals(4, ScreenText.width("\u4f60\u597d"));
        assertEquals("\u4f60~", ScreenText.cut("\u4f60\u597d\u4f60", 4));
        assertEquals("\u4f60\u597d", ScreenText.cut("\u4f60\u597d", 4));
        assertEquals("", ScreenText.cut("abc", 0));
    }

    @ParameterizedTest
    @CsvSource({"0, [----------]   0 %", "0.429, [####------]  42 %", "1, [##########] 100 %", "7, [##########] 100 %"})
    void aBarShowsWhatIsDoneAndNoMore(double share, String bar) {
        assertEquals(bar, ScreenText.bar(share));
    }

    @ParameterizedTest
    @CsvSource({"0, 0/s", "0.25, 0.3/s", "12, 12/s", "1250, 1.3 K/s", "123456789, 123 M/s", "NaN, -"})
    void ratesAreShort(double rate, String text) {
        assertEquals(text, ScreenText.perSecond(rate));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0.0 s", "0.44, 0.4 s", "99, 99 s", "180, 3 min", "7200, 2 h", "200000, 2 d"})
    void agesAreShort(double seconds, String text) {
        assertEquals(text, ScreenText.age(seconds));
    }

    @Test
    void rowsWithAnAlertStayWhenOthersGiveWay() {
        List<Row> rows = IntStream.range(0, 9).mapToObj(i -> Row.of(i == 8, "row " + i, "x")).toList();
        List<ScreenLine> lines = new Section(List.of("HEAD", "x"), "lr", rows).lines(4, 80);
        assertEquals(
                List.of("HEAD   x", "row 8  x", "row 0  x", "  7 more"),
                lines.stream().map(ScreenLine::text).toList());
        assertEquals(ScreenLine.Look.ALERT, lines.get(1).look());
    }

    @Test
    void theWidestTextGivesWayToFitTheScreen() {
        Section section = new Section(
                List.of("NAME", "state", "n"), "llr", List.of(Row.of(false, "a".repeat(50), "waiting", "12345")));
        assertEquals("a".repeat(21) + "~  waiting  12345", section.lines(9, 38).get(1).text());
    }
}

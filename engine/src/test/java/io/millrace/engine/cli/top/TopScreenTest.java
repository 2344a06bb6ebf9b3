package io.millrace.engine.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.inspect.BusyFile;
import io.millrace.engine.snapshot.Snapshot;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopScreenTest {
    private static String text(TopScreen screen, Snapshot snapshot) {
        return screen.lines(snapshot, null).stream().map(ScreenLine::text).collect(Collectors.joining("\n"));
    }

    @Test
    void everySectionTellsWhatIsInTheFile() throws Exception {
        try (BusyFile file = new BusyFile()) {
            String text = text(TopScreen.unlimited(), file.snapshot());
            assertTrue(text.contains("  " + file.path()), text);
            for (String row : List.of(
                    "PROCESS .*",
                    ".* " + ProcessHandle.current().pid() + "  user +alive .*",
                    "POOL .*",
                    "tasks +\\S+ +1 in work +\\[----------\\]   0 % .* 1 task",
                    "LOCK, WAIT .*",
                    "<script>.* lock +lock +held by pid \\d+ .*",
                    "permits +semaphore +1 of 3 free: pid \\d+ 2",
                    "both +read_write_lock +read, 1 reader: .*",
                    "QUEUE .*",
                    "<script>.* queue +4 +1,024 +1 .*",
                    "pipe +taken by pid .* free +1\\d\\d B +0 B .*",
                    "news +taken by pid .* 1 .*",
                    "COUNTER .*",
                    "<script>.* counter +path=<script>.*, status=404 +1,234 .*",
                    "MAP .*",
                    "stock +\\[#---------\\]  12 % +1 +8")) {
                assertTrue(text.lines().anyMatch(line -> line.matches(row)), () -> row + " is not in\n" + text);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 60", "40, 10", "20, 5", "1, 1"})
    void aRefreshFitsTheScreen(int columns, int rows) throws Exception {
        try (BusyFile file = new BusyFile()) {
            file.addQueues(100);
            List<ScreenLine> lines = new TopScreen(columns, rows).lines(file.snapshot(), null);
            assertTrue(lines.size() <= rows, () -> lines.toString());
            assertTrue(lines.stream().allMatch(line -> ScreenText.width(line.text()) <= columns), lines::toString);
        }
    }

    @Test
    void aSmallScreenShowsEverySectionAndHowManyRowsItLeavesOut() throws Exception {
        try (BusyFile file = new BusyFile()) {
            file.addQueues(100);
            List<ScreenLine> lines = new TopScreen(80, 24).lines(file.snapshot(), null);
            List<String> headings = lines.stream()
                    .filter(line -> line.look() == ScreenLine.Look.HEADING)
                    .map(line -> line.text().replaceFirst("  .*", ""))
                    .toList();
            assertEquals(
                    List.of("PROCESS", "POOL", "WORK", "LOCK, WAIT", "QUEUE", "PIPE", "BROADCAST", "COUNTER", "MAP"),
                    headings);
            assertTrue(lines.stream().anyMatch(line -> line.text().matches("  (9\\d|100) more")), lines::toString);
            assertFalse(lines.stream().allMatch(line -> line.text().contains("more")));
        }
    }

    @Test
    void ratesAreUnknownAtFirstAndThenPerSecond() throws Exception {
        try (BusyFile file = new BusyFile()) {
            Snapshot first = file.snapshot();
            String unknown = text(TopScreen.unlimited(), first);
            assertTrue(unknown.contains(" - "), unknown);
            Snapshot second = file.snapshot();
            String known = new TopScreen(200, 60).lines(second, second.since(first)).stream()
                    .map(ScreenLine::text)
                    .collect(Collectors.joining("\n"));
            assertTrue(known.lines().anyMatch(line -> line.matches("<script>.* queue .*0/s +0/s")), known);
        }
    }
}

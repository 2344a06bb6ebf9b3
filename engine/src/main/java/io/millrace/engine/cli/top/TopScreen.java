package io.millrace.engine.cli.top;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.top.ScreenLine.Look;
import io.millrace.engine.snapshot.Rates;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.view.FileView;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the screen shows: a title and the sections, in as many lines as there are.
///
/// Where the screen is too small for all of them, each section keeps its heading, its first row and the
/// number of others as long as possible; then what is left is given to the sections in turns, one line
/// each, so that short sections are shown whole.
///
/// @param columns of the screen
/// @param rows of the screen
record TopScreen(int columns, int rows) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int TITLE_LINES = 2;
    private static final int LEAST_OF_A_SECTION = 3;

    /// A screen without limits, for what is no terminal.
    static TopScreen unlimited() {
        return new TopScreen(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /// The lines of a refresh.
    ///
    /// @param rates since the last refresh; null at the first one
    List<ScreenLine> lines(Snapshot snapshot, @Nullable Rates rates) {
        List<ScreenLine> lines = new ArrayList<>(title(snapshot));
        List<Section> sections = new TopSections(snapshot, rates).all().stream()
                .filter(section -> !section.rows().isEmpty())
                .toList();
        int[] heights = heights(sections);
        for (int number = 0; number < heights.length; number++) {
            if (heights[number] > 0) {
                lines.addAll(sections.get(number).lines(heights[number], columns));
            }
        }
        return lines.size() > rows ? lines.subList(0, Math.max(0, rows)) : lines;
    }

    private List<ScreenLine> title(Snapshot snapshot) {
        FileView file = snapshot.file();
        double used = file.byteSize() == 0 ? 0 : (double) file.usedBytes() / file.byteSize();
        String clock = TIME.format(snapshot.takenAt());
        String name = ScreenText.visible(file.path().toString());
        String space = "space %s of %s, largest piece %s; %s"
                .formatted(
                        ScreenText.bar(used),
                        Count.bytes(file.byteSize()),
                        Count.bytes(file.largestFreeBytes()),
                        Count.of(snapshot.regions().size(), "region"));
        return List.of(
                new ScreenLine(ScreenText.cut(clock + "  " + name, columns), Look.TITLE),
                new ScreenLine(ScreenText.cut(space, columns), Look.ROW));
    }

    /// How many lines each section gets.
    private int[] heights(List<Section> sections) {
        int[] heights = new int[sections.size()];
        int left = Math.max(0, rows - TITLE_LINES);
        for (int number = 0; number < heights.length; number++) {
            int least = Math.min(LEAST_OF_A_SECTION, sections.get(number).height());
            heights[number] = least <= left ? least : 0;
            left -= heights[number];
        }
        boolean given = true;
        while (left > 0 && given) {
            given = false;
            for (int number = 0; number < heights.length && left > 0; number++) {
                if (heights[number] > 0 && heights[number] < sections.get(number).height()) {
                    heights[number]++;
                    left--;
                    given = true;
                }
            }
        }
        return heights;
    }
}

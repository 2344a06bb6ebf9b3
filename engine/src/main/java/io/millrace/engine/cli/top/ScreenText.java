package io.millrace.engine.cli.top;

import io.millrace.engine.cli.text.Count;
import org.jline.utils.WCWidth;

/// Texts as wide as a terminal shows them: letters of Chinese, Japanese and Korean take two columns,
/// combining marks none.
final class ScreenText {
    private static final String CUT = "~";
    private static final int BAR = 10;

    private ScreenText() {}

    /// Replaces what would move the cursor or change the direction of the text.
    static String visible(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean shown = switch (Character.getType(point)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
                        Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
            safe.appendCodePoint(shown ? point : '?');
        });
        return safe.toString();
    }

    /// Columns that a visible text takes.
    static int width(String text) {
        return text.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
    }

    /// The text, or as much of it as fits before `~`.
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder start = new StringBuilder();
        int room = columns - CUT.length();
        for (int point : text.codePoints().toArray()) {
            room -= Math.max(0, WCWidth.wcwidth(point));
            if (room < 0) {
                break;
            }
            start.appendCodePoint(point);
        }
        return columns < CUT.length() ? "" : start + CUT;
    }

    /// A bar of progress: `[####------]  42 %`.
    static String bar(double share) {
        int full = (int) Math.floor(Math.clamp(share, 0, 1) * BAR);
        String percent = Integer.toString((int) Math.floor(Math.clamp(share, 0, 1) * 100));
        return "[%s%s] %s%s %%".formatted(
                "#".repeat(full), "-".repeat(BAR - full), " ".repeat(3 - percent.length()), percent);
    }

    /// A rate: `1.25 M/s`; `-` when there is none.
    static String perSecond(double rate) {
        if (Double.isNaN(rate)) {
            return "-";
        }
        double scaled = rate;
        int scale = 0;
        while (scaled >= 999.5 && scale < 4) {
            scaled /= 1000;
            scale++;
        }
        String unit = scale == 0 ? "/s" : " " + "KMGT".charAt(scale - 1) + "/s";
        return Count.fixed(scaled, scaled >= 100 || scaled == Math.rint(scaled) ? 0 : 1) + unit;
    }

    /// A time that has passed: `0.4 s`, `12 s`, `3 min`, `5 h`, `2 d`.
    static String age(double seconds) {
        if (seconds < 10) {
            return Count.fixed(Math.max(0, seconds), 1) + " s";
        }
        return seconds < 100
                ? (long) seconds + " s"
                : seconds < 6_000
                        ? (long) seconds / 60 + " min"
                        : seconds < 172_800 ? (long) seconds / 3_600 + " h" : (long) seconds / 86_400 + " d";
    }
}

package io.millrace.engine.cli.inspect;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Moments in words, for the text and the page.
final class MomentText {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private MomentText() {}

    /// By the clock of this system, such as `2025-12-31 23:59:59`.
    static String of(Instant moment) {
        return FORMAT.format(moment);
    }
}

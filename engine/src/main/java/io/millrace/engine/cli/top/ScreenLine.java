package io.millrace.engine.cli.top;

/// One line of the screen.
///
/// @param text without control characters
record ScreenLine(String text, Look look) {
    /// How a line stands out where the terminal can show it.
    enum Look {
        /// The first line of the screen.
        TITLE,
        /// The names of the columns of a section.
        HEADING,
        /// A row of a section.
        ROW,
        /// A row that tells of something dead, stopped or failed.
        ALERT
    }
}

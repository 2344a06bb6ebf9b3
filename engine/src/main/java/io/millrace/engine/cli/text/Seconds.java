package io.millrace.engine.cli.text;

/// Reads times in seconds: `2`, `0.5`.
public final class Seconds {
    private Seconds() {}

    /// A time that has bounds.
    ///
    /// @throws UsageException when the text is no number, below the least or above the most
    public static double inRange(String text, double least, double most) {
        double seconds;
        try {
            seconds = Double.parseDouble(text);
        } catch (NumberFormatException none) {
            throw new UsageException("'%s' is not a number of seconds; write it like 2 or 0.5".formatted(text));
        }
        if (!(seconds >= least && seconds <= most)) {
            throw new UsageException("it is out of range: %s; give %s to %s".formatted(text, least, most));
        }
        return seconds;
    }
}

package io.millrace.bench;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.Seconds;
import io.millrace.engine.cli.text.UsageException;
import java.util.List;
import java.util.stream.Stream;

/// Reads numbers of the command line that are not one whole number.
public final class Numbers {
    private static final double MOST_SECONDS = 86_400;
    private static final double LEAST_SECONDS = 0.001;

    private Numbers() {}

    /// Whole numbers with commas between: `1,100,1000`.
    ///
    /// @throws UsageException when one of them is none, or not positive
    public static List<Integer> list(String text) {
        return Stream.of(text.split(",", -1)).map(Numbers::positive).toList();
    }

    private static int positive(String text) {
        return (int) Count.inRange("a number of the list", Count.parse(text), 1, Integer.MAX_VALUE);
    }

    /// A time in seconds, up to a day.
    ///
    /// @throws UsageException when it is none
    public static double seconds(String text) {
        return Seconds.inRange(text, LEAST_SECONDS, MOST_SECONDS);
    }
}

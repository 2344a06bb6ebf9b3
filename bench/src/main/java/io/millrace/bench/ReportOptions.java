package io.millrace.bench;

import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Usage;

/// The options that reports share.
///
/// @param rounds timed turns of all contenders
/// @param workers workers of the pools, and threads of the peers; 0 in a report without this option
/// @param warmups turns before the timed ones; 0 in a report without this option
/// @param quick whether the report does as little as shows that everything runs
public record ReportOptions(int rounds, int workers, int warmups, boolean quick) {
    /// What stands below the results of a quick run.
    public static final String NOT_VALID = "--quick only checks that everything runs: these figures are not valid";
    /// The most elements that a report takes.
    public static final long MOST_ELEMENTS = 1L << 40;
    /// The most workers that a report takes.
    public static final int MOST_WORKERS = 1_000;

    private static final int MOST_TURNS = 1_000_000;

    /// The usual values of a report with the option `--rounds` alone.
    public static ReportOptions ofRounds(int rounds) {
        return new ReportOptions(rounds, 0, 0, false);
    }

    /// With the option `--workers` too.
    public ReportOptions withWorkers(int number) {
        return new ReportOptions(rounds, number, warmups, quick);
    }

    /// With the option `--warmups` too.
    public ReportOptions withWarmups(int number) {
        return new ReportOptions(rounds, workers, number, quick);
    }

    Usage addTo(Usage usage) {
        usage.option("rounds", "N", "Timed turns of all contenders (%d).".formatted(rounds))
                .flag("quick", "Only check that everything runs: the figures are not valid.");
        if (workers > 0) {
            usage.option("workers", "N", "Workers, and threads of the peers (%d).".formatted(workers));
        }
        if (warmups > 0) {
            usage.option("warmups", "N", "Turns before the timed ones (%d).".formatted(warmups));
        }
        return usage;
    }

    /// The values that were given, the others as here.
    ReportOptions read(Arguments arguments) {
        boolean isQuick = arguments.has("quick");
        long turns = arguments.number("rounds", rounds, 1, MOST_TURNS);
        long crew = workers == 0 ? 0 : arguments.number("workers", workers, 1, MOST_WORKERS);
        long before = warmups == 0 ? 0 : arguments.number("warmups", warmups, 0, MOST_TURNS);
        return new ReportOptions(
                isQuick ? 1 : (int) turns, (int) crew, (int) (isQuick ? Math.min(1, before) : before), isQuick);
    }
}

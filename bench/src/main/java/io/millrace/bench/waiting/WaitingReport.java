package io.millrace.bench.waiting;

import io.millrace.bench.Figure;
import io.millrace.bench.FigureTable;
import io.millrace.bench.Report;
import io.millrace.bench.ReportOptions;
import io.millrace.bench.Results;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.UsageException;
import io.millrace.engine.cli.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Compares locks, events, pipes and queues with their peers, in one run.
public final class WaitingReport implements Report {
    private static final int QUICK_DIVISOR = 1_000;
    private static final int QUICK_KILLS = 3;
    private static final int MOST_KILLS = 100_000;

    /// The topics, in the order of their measurement.
    private enum Topic {
        LOCK,
        COUNTING,
        ROUND_TRIPS,
        PIPE,
        QUEUE,
        OBJECTS,
        RECOVERY;

        static List<String> names() {
            return Stream.of(values()).map(Topic::toString).toList();
        }

        static Topic of(String name) {
            return Stream.of(values())
                    .filter(topic -> topic.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(
                            "'%s' is no topic; give %s".formatted(name, Words.listed(names(), "or"))));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(7).withWarmups(3);
    }

    @Override
    public Usage withOptions(Usage shared) {
        return shared.repeatable("only", "TOPIC", "One topic of %s; any number of them (all)."
                        .formatted(Words.listed(Topic.names(), "and")))
                .choices("only", Topic.names())
                .option("kills", "N", "Processes that are killed for each kind of object (240).");
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) {
        List<Topic> only = own.values("only", Topic::of);
        int kills = options.quick() ? QUICK_KILLS : (int) own.number("kills", 240, 1, MOST_KILLS);
        int divisor = options.quick() ? QUICK_DIVISOR : 1;
        List<Figure> figures = new ArrayList<>();
        try (Peers peers = new Peers()) {
            WaitingComparisons compare =
                    new WaitingComparisons(peers, options.warmups(), options.rounds(), divisor);
            for (Topic topic : Topic.values()) {
                if (only.isEmpty() || only.contains(topic)) {
                    figures.addAll(measure(topic, compare, kills));
                }
            }
        }
        return new FigureTable(figures);
    }

    private static List<Figure> measure(Topic topic, WaitingComparisons compare, int kills) {
        return switch (topic) {
            case LOCK -> List.of(compare.uncontended());
            case COUNTING -> List.of(compare.counting());
            case ROUND_TRIPS -> compare.roundTrips();
            case PIPE -> List.of(compare.pipeStream());
            case QUEUE -> compare.queueStream();
            case OBJECTS -> compare.objects();
            case RECOVERY -> WaitingComparisons.recovery(kills);
        };
    }
}

package io.millrace.bench.waiting;

import io.millrace.bench.Figure;
import io.millrace.bench.FigureOutput;
import io.millrace.bench.FigureTable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The command `waiting`: compares locks, events, pipes and queues with their peers, in one run.
public final class WaitingReport {
    private static final String USAGE = "usage: waiting [--quick] [--only TOPIC]... [--rounds N] [--kills N] [--json]\n"
            + "topics: " + String.join(", ", Topic.names());
    private static final int QUICK_DIVISOR = 1_000;

    private WaitingReport() {}

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
                    .orElseThrow(() -> new IllegalArgumentException("no such topic: " + name));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The options.
    ///
    /// @param divisor divides the work of a round
    /// @param only the topics; empty: all topics
    private record Order(int warmups, int rounds, int divisor, int kills, boolean json, Set<Topic> only) {
        private static final Order USUAL = new Order(3, 7, 1, 240, false, Set.of());

        Order rounds(int newRounds) {
            return new Order(warmups, newRounds, divisor, kills, json, only);
        }

        Order kills(int newKills) {
            return new Order(warmups, rounds, divisor, newKills, json, only);
        }

        Order quick() {
            return new Order(1, 1, QUICK_DIVISOR, 3, json, only);
        }

        Order asJson() {
            return new Order(warmups, rounds, divisor, kills, true, only);
        }

        Order and(Topic topic) {
            Set<Topic> more = EnumSet.of(topic);
            more.addAll(only);
            return new Order(warmups, rounds, divisor, kills, json, more);
        }

        boolean has(Topic topic) {
            return only.isEmpty() || only.contains(topic);
        }
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments, new PrintWriter(System.out, true, StandardCharsets.UTF_8)));
    }

    /// The exit code: 0, or 2 when the arguments are wrong.
    static int run(String[] arguments, PrintWriter out) {
        Order order;
        try {
            order = order(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println("waiting: " + wrong.getMessage() + "\n" + USAGE);
            return 2;
        }
        List<Figure> figures = measure(order);
        if (order.json) {
            out.println(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(figures));
        } else {
            FigureTable.print(figures, out);
            if (order.divisor > 1) {
                out.println(FigureOutput.NOT_VALID);
            }
        }
        out.flush();
        return 0;
    }

    private static Order order(List<String> arguments) {
        Order order = Order.USUAL;
        for (int at = 0; at < arguments.size(); at++) {
            switch (arguments.get(at)) {
                case "--quick" -> order = order.quick();
                case "--json" -> order = order.asJson();
                case "--only" -> order = order.and(Topic.of(argument(arguments, ++at)));
                case "--rounds" -> order = order.rounds(number(arguments, ++at));
                case "--kills" -> order = order.kills(number(arguments, ++at));
                default -> throw new IllegalArgumentException("unknown option: " + arguments.get(at));
            }
        }
        return order;
    }

    private static String argument(List<String> arguments, int at) {
        if (at == arguments.size()) {
            throw new IllegalArgumentException("the value of " + arguments.getLast() + " is missing");
        }
        return arguments.get(at);
    }

    private static int number(List<String> arguments, int at) {
        int number = Integer.parseInt(argument(arguments, at));
        if (number < 1) {
            throw new IllegalArgumentException("not a positive number: " + number);
        }
        return number;
    }

    private static List<Figure> measure(Order order) {
        List<Figure> figures = new ArrayList<>();
        try (Peers peers = new Peers()) {
            WaitingComparisons compare = new WaitingComparisons(peers, order.warmups, order.rounds, order.divisor);
            for (Topic topic : Topic.values()) {
                if (order.has(topic)) {
                    figures.addAll(measure(topic, compare, order.kills));
                }
            }
        }
        return figures;
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

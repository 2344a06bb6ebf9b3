package io.millrace.bench.waiting;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The command `waiting`: everything that waits or carries messages beside its peers, in one run.
public final class WaitingReport {
    private static final String USAGE = "usage: waiting [--quick] [--rounds N] [--kills N] [--json]";
    private static final int QUICK = 1_000;

    private WaitingReport() {}

    /// What was asked for.
    ///
    /// @param effort divides how much is done in a round
    private record Order(int warmups, int rounds, int effort, int kills, boolean json) {
        private static final Order USUAL = new Order(3, 7, 1, 200, false);

        Order rounds(int newRounds) {
            return new Order(warmups, newRounds, effort, kills, json);
        }

        Order kills(int newKills) {
            return new Order(warmups, rounds, effort, newKills, json);
        }

        Order quick() {
            return new Order(1, 1, QUICK, 3, json);
        }

        Order asJson() {
            return new Order(warmups, rounds, effort, kills, true);
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
            print(figures, out);
            if (order.effort > 1) {
                out.println("--quick only looks whether all works: these figures say nothing");
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
                case "--rounds" -> order = order.rounds(number(arguments, ++at));
                case "--kills" -> order = order.kills(number(arguments, ++at));
                default -> throw new IllegalArgumentException("unknown: " + arguments.get(at));
            }
        }
        return order;
    }

    private static int number(List<String> arguments, int at) {
        if (at == arguments.size()) {
            throw new IllegalArgumentException("a number is missing");
        }
        int number = Integer.parseInt(arguments.get(at));
        if (number < 1) {
            throw new IllegalArgumentException("not a positive number: " + number);
        }
        return number;
    }

    private static List<Figure> measure(Order order) {
        List<Figure> figures = new ArrayList<>();
        try (Peers peers = new Peers()) {
            WaitingComparisons compare = new WaitingComparisons(peers, order.warmups, order.rounds, order.effort);
            figures.add(compare.uncontended());
            figures.add(compare.counting());
            figures.addAll(compare.roundTrips());
            figures.add(compare.pipeStream());
            figures.addAll(compare.queueStream());
            figures.addAll(compare.objects());
        }
        figures.addAll(WaitingComparisons.recovery(order.kills));
        return figures;
    }

    private static void print(List<Figure> figures, PrintWriter out) {
        out.printf("%-46s %14s %14s  %-32s %14s %7s   %s%n", "", "median", "best", "beside", "its median", "ratio", "goal");
        for (Figure figure : figures) {
            out.printf(
                    Locale.ROOT,
                    "%-46s %,14.1f %,14.1f  %-32s %14s %7s   %s%s%n",
                    figure.name() + ", " + figure.unit(),
                    figure.value(),
                    figure.best(),
                    figure.peer() == null ? "" : figure.peer(),
                    figure.peerValue() == null ? "" : "%,.1f".formatted(figure.peerValue()),
                    figure.ratio() == null ? "" : "%.2f".formatted(figure.ratio()),
                    figure.goal(),
                    figure.reached() == null ? ": cannot be said" : figure.reached() ? ": reached" : ": NOT reached");
        }
    }
}

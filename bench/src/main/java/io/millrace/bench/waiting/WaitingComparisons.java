package io.millrace.bench.waiting;

import static io.millrace.bench.Figure.Kind.RATIO_AT_LEAST;
import static io.millrace.bench.Figure.Kind.RATIO_AT_MOST;
import static io.millrace.bench.Figure.Kind.VALUE_AT_MOST;

import io.millrace.bench.Figure;
import io.millrace.bench.Figure.Goal;
import io.millrace.bench.waiting.JvmPair.Placing;
import io.millrace.bench.waiting.JvmPair.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares each scenario with its peer in turns: one round of the scenario, one round of the peer.
///
/// @param divisor divides the work of a round: 1 for valid figures, more for a quick check
record WaitingComparisons(Peers peers, int warmups, int rounds, int divisor) {
    private static final long COUNTING_MILLIS = 1_000;
    private static final int DIVISOR_OF_SLEEPERS = 20;
    private static final int DIVISOR_OF_PYTHON = 10;

    /// The peer of a scenario; null when it is not installed.
    private interface Peer {
        @Nullable Double round();
    }

    /// A scenario with its parameters.
    private record Timed(Scenario scenario, Placing placing, long count, ToDoubleFunction<Round> measured) {}

    private record Measured(double[] values, double[] peers, double[] allocated) {}

    private long reduced(long count) {
        return Math.max(1, count / divisor);
    }

    private Measured measure(Timed timed, Peer peer) {
        List<Double> values = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        List<Double> allocated = new ArrayList<>();
        try (JvmPair pair = new JvmPair(timed.scenario, timed.placing)) {
            for (int round = -warmups; round < rounds; round++) {
                Double other = peer.round();
                Round own = pair.round(timed.count);
                if (round >= 0) {
                    values.add(timed.measured.applyAsDouble(own));
                    allocated.add((double) own.allocatedBytes() / timed.count);
                    if (other != null) {
                        others.add(other);
                    }
                }
            }
        }
        return new Measured(array(values), array(others), array(allocated));
    }

    private static double[] array(List<Double> values) {
        return values.stream().flatMapToDouble(DoubleStream::of).toArray();
    }

    Figure uncontended() {
        long count = reduced(20_000_000);
        Measured measured = measure(
                new Timed(Scenario.UNCONTENDED, Placing.ANYWHERE, count, Round::first), () -> peers.c("mutex", count));
        return Figure.beside(
                "SharedLock, lock and unlock, uncontended",
                "ns",
                measured.values,
                "process-shared pthread mutex",
                measured.peers,
                new Goal(RATIO_AT_MOST, 2));
    }

    Figure counting() {
        long millis = reduced(COUNTING_MILLIS);
        Measured measured = measure(
                new Timed(Scenario.COUNTING, Placing.ANYWHERE, millis, round -> round.first() + round.second()),
                () -> peers.c("robust", millis));
        return Figure.beside(
                "two processes increment under a SharedLock",
                "/s",
                measured.values,
                "robust pthread mutex",
                measured.peers,
                new Goal(RATIO_AT_LEAST, 1));
    }

    private Figure roundTrip(String name, Scenario scenario, Placing placing) {
        boolean sleeping = placing == Placing.ONE_PROCESSOR_EACH;
        long count = reduced(sleeping ? 2_000_000 / DIVISOR_OF_SLEEPERS : 2_000_000);
        Measured measured = measure(
                new Timed(scenario, placing, count, Round::first),
                () -> peers.c(sleeping ? "futex" : "spin", count));
        return Figure.beside(
                name,
                "ns",
                measured.values,
                sleeping ? "C, two futex words" : "C, two words",
                measured.peers,
                new Goal(RATIO_AT_MOST, sleeping ? 1.3 : 2.5));
    }

    List<Figure> roundTrips() {
        return List.of(
                roundTrip("SharedEvent, round trip, spinning", Scenario.EVENT, Placing.ANYWHERE),
                roundTrip("Pipe, round trip, spinning", Scenario.PIPE_SPINNING, Placing.ANYWHERE),
                roundTrip("SharedEvent, round trip, sleeping", Scenario.EVENT, Placing.ONE_PROCESSOR_EACH),
                roundTrip("Pipe, round trip, sleeping", Scenario.PIPE_SLEEPING, Placing.ONE_PROCESSOR_EACH));
    }

    /// The bare ring of Agrona runs between two other JVMs on the same machine, with the same
    /// flags, in turns.
    Figure pipeStream() {
        long count = reduced(10_000_000);
        try (JvmPair ring = new JvmPair(Scenario.RING_STREAM, Placing.ANYWHERE)) {
            DoubleSupplier bare = () -> ring.round(count).second();
            Measured measured =
                    measure(new Timed(Scenario.PIPE_STREAM, Placing.ANYWHERE, count, Round::second), bare::getAsDouble);
            return Figure.beside(
                    "Pipe, 32 bytes one way",
                    "messages/s",
                    measured.values,
                    "bare Agrona OneToOneRingBuffer",
                    measured.peers,
                    new Goal(RATIO_AT_LEAST, 0.8));
        }
    }

    List<Figure> queueStream() {
        long count = reduced(10_000_000);
        Measured measured =
                measure(new Timed(Scenario.QUEUE_STREAM, Placing.ANYWHERE, count, Round::second), () -> null);
        return List.of(
                Figure.beside(
                        "SharedQueue, claim and drain of 32 bytes",
                        "messages/s",
                        measured.values,
                        "5 million",
                        new double[] {5e6},
                        new Goal(RATIO_AT_LEAST, 1)),
                Figure.alone(
                        "SharedQueue, heap allocated by claim and drain",
                        "bytes a message, whole",
                        Math.floor(Figure.median(measured.allocated)),
                        new Goal(VALUE_AT_MOST, 0)));
    }

    private Figure objects(String name, Scenario scenario) {
        long count = reduced(1_000_000);
        Measured measured = measure(
                new Timed(scenario, Placing.ANYWHERE, count, Round::second),
                () -> peers.python(Math.max(2, count / DIVISOR_OF_PYTHON)));
        return Figure.beside(
                name,
                "messages/s",
                measured.values,
                "Python's multiprocessing.Queue",
                measured.peers,
                new Goal(RATIO_AT_LEAST, 20));
    }

    List<Figure> objects() {
        return List.of(
                objects("SharedQueue, records", Scenario.QUEUE_RECORDS),
                objects("SharedQueue, any objects", Scenario.QUEUE_ANYTHING));
    }

    /// The same number of kills for each object, and at least `leastKills` in all.
    static List<Figure> recovery(int leastKills) {
        List<Figure> figures = new ArrayList<>();
        try (Recovery recovery = new Recovery()) {
            int kills = Math.ceilDiv(leastKills, HeldObject.values().length);
            Map<HeldObject, double[]> times = recovery.kill(kills, HeldObject.values());
            double[] all = times.values().stream().flatMapToDouble(DoubleStream::of).sorted().toArray();
            figures.add(recovered("a holder to the next success, median", at(all, 0.5), 30));
            figures.add(recovered("a holder to the next success, p99", at(all, 0.99), 200));
            times.forEach((held, millis) ->
                    figures.add(recovered(held.key() + ", longest", DoubleStream.of(millis).max().orElseThrow(), 500)));
            figures.addAll(ownerDeaths(kills));
        }
        return figures;
    }

    private static List<Figure> ownerDeaths(int kills) {
        List<OwnerDeath> deaths = Stream.generate(OwnerDeath::once).limit(kills).toList();
        double call = deaths.stream().mapToDouble(OwnerDeath::callMillis).max().orElseThrow();
        double workers = deaths.stream().mapToDouble(OwnerDeath::workersMillis).max().orElseThrow();
        return List.of(
                recovered("a pool's owner to the end of a guest's call, longest", call, 500),
                recovered("a pool's owner to the end of its workers, longest", workers, 1_000));
    }

    private static Figure recovered(String what, double millis, double limit) {
        return Figure.alone("from kill -9 of " + what, "ms", millis, new Goal(VALUE_AT_MOST, limit));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * (sorted.length - 1))];
    }
}

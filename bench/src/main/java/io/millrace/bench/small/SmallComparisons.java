package io.millrace.bench.small;

import static io.millrace.bench.Figure.Kind.RATIO_AT_MOST;
import static io.millrace.bench.Figure.Kind.VALUE_AT_MOST;

import io.millrace.bench.Figure;
import io.millrace.bench.Figure.Goal;
import io.millrace.bench.peer.ChildJvm;
import io.millrace.bench.peer.PeerPrograms;
import io.millrace.bench.peer.PeerPrograms.Peer;
import io.millrace.bench.peer.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares one sum of squares with its peers: in each round every contender runs once, in a process of its own.
final class SmallComparisons implements AutoCloseable {
    private static final double MICROS = 1e-3;
    private static final int LARGE = 10_000_000;
    private static final double TAIL = 3;

    private final int rounds;
    private final int workers;
    private final double seconds;
    private final PeerPrograms programs = new PeerPrograms(SmallComparisons.class, "small_peer.c", "small_peer.py");
    private final @Nullable Peer openMp = programs.c("small_peer.c", "-O3", "-march=native", "-ffast-math", "-fopenmp");
    private final @Nullable Peer numpy = programs.python("small_peer.py", "numpy");

    /// @param seconds the longest time of one phase of a contender
    SmallComparisons(int rounds, int workers, double seconds) {
        this.rounds = rounds;
        this.workers = workers;
        this.seconds = seconds;
    }

    /// The times over so many elements.
    List<Figure> times(int elements) {
        Samples pool = new Samples();
        Samples loop = new Samples();
        Samples stream = new Samples();
        Samples inC = new Samples();
        Samples inPython = new Samples();
        for (int round = 0; round < rounds; round++) {
            pool.add(child("pool", elements));
            add(inC, openMp, elements);
            loop.add(child("loop", elements));
            stream.add(child("stream", elements));
            add(inPython, numpy, elements);
        }
        List<Figure> figures = new ArrayList<>();
        for (String phase : List.of("early", "warm")) {
            String name = "%,d elements, %s".formatted(elements, phase.equals("early") ? "after 100 calls" : "warm");
            figures.add(beside(name, pool, "OpenMP", inC, phase, goal(elements)));
            figures.add(beside(name, pool, "Java loop", loop, phase, null));
            figures.add(beside(name, pool, "parallel stream", stream, phase, null));
            figures.add(beside(name, pool, "numpy", inPython, phase, null));
            figures.add(Figure.beside(
                    name + ", p99",
                    "us",
                    micros(pool, phase + ".p99"),
                    "its median",
                    micros(pool, phase + ".median"),
                    new Goal(RATIO_AT_MOST, TAIL)));
        }
        figures.add(Figure.told("%,d elements, allocated".formatted(elements), "bytes", pool.values("bytes")));
        return figures;
    }

    private static Goal goal(int elements) {
        return new Goal(RATIO_AT_MOST, elements < 100_000 ? 1 : elements < LARGE ? 1.1 : 1.05);
    }

    private static Figure beside(
            String name, Samples own, String peer, Samples other, String phase, @Nullable Goal goal) {
        double[] values = micros(own, phase + ".median");
        double[] peers = micros(other, phase + ".median");
        return goal == null
                ? Figure.beside(name, "us", values, peer, peers)
                : Figure.beside(name, "us", values, peer, peers, goal);
    }

    private static double[] micros(Samples samples, String name) {
        double[] values = samples.values(name);
        for (int i = 0; i < values.length; i++) {
            values[i] *= MICROS;
        }
        return values;
    }

    private Map<String, Double> child(String contender, int elements) {
        return ChildJvm.run(SmallMain.class, contender, elements, seconds, workers);
    }

    private void add(Samples samples, @Nullable Peer peer, int elements) {
        String output = peer == null ? null : peer.run(elements, seconds);
        if (output != null) {
            samples.add(ChildJvm.figures(output));
        }
    }

    /// System calls of one warm call: the difference of two programs of which one makes more calls. Empty without
    /// strace.
    List<Figure> systemCalls(int elements, int calls) {
        Double few = SystemCalls.of(SmallMain.class, "pool", elements, Integer.MAX_VALUE, workers, calls);
        Double many = SystemCalls.of(SmallMain.class, "pool", elements, Integer.MAX_VALUE, workers, 2 * calls);
        return few == null || many == null
                ? List.of()
                : List.of(Figure.alone(
                        "%,d elements, system calls".formatted(elements),
                        "calls",
                        Math.max(0, (many - few) / calls),
                        new Goal(VALUE_AT_MOST, 0.01)));
    }

    @Override
    public void close() {
        programs.close();
    }
}

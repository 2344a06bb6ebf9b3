package io.millrace.bench.cold;

import static io.millrace.bench.Figure.Kind.RATIO_AT_MOST;

import io.millrace.bench.Figure;
import io.millrace.bench.Figure.Goal;
import io.millrace.bench.peer.ChildJvm;
import io.millrace.bench.peer.PeerPrograms;
import io.millrace.bench.peer.PeerPrograms.Peer;
import io.millrace.bench.peer.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Compares new programs and first passes with their peers: in each round every contender runs once, in processes of
/// its own.
final class ColdComparisons implements AutoCloseable {
    private static final Goal HALF = new Goal(RATIO_AT_MOST, 0.5);
    private static final Goal TWICE = new Goal(RATIO_AT_MOST, 2);
    private static final Goal TWICE_AND_A_HALF = new Goal(RATIO_AT_MOST, 2.5);
    private static final Goal A_TENTH_MORE = new Goal(RATIO_AT_MOST, 1.1);
    private static final Goal A_TWENTIETH_MORE = new Goal(RATIO_AT_MOST, 1 / 0.95);
    private static final String MILLIS = "ms";
    private static final String IN_C = "C, fresh processes";

    /// How Python makes the processes of a pool unless told otherwise: since 3.14, and before.
    private static final String FORKSERVER = "forkserver";

    private static final String FORK = "fork";
    private static final String COMMAND = "command";
    private static final String PASSES = "passes";
    private static final String[] LATER_SUMS =
            IntStream.rangeClosed(3, 10).mapToObj(pass -> "sum." + pass).toArray(String[]::new);

    private final int rounds;
    private final int workers;
    private final PeerPrograms programs = new PeerPrograms(ColdComparisons.class, "cold_peer.c", "cold_peer.py");
    private final @Nullable Peer c = programs.c("cold_peer.c", "-O3", "-march=native", "-fopenmp-simd");
    private final @Nullable Peer python = programs.python("cold_peer.py", "multiprocessing.shared_memory, numpy");

    ColdComparisons(int rounds, int workers) {
        this.rounds = rounds;
        this.workers = workers;
    }

    /// A whole program beside the same in C, and in Python with processes made in two ways.
    ///
    /// @param command of a shell that does the same, run once before it is timed; null for none
    /// @throws IllegalArgumentException the command fails
    List<Figure> programs(long elements, @Nullable String command) {
        Samples own = new Samples();
        Samples others = new Samples();
        Peer shell = command == null ? null : new Peer(List.of("/bin/sh", "-c", command));
        if (shell != null && shell.run() == null) {
            throw new IllegalArgumentException("the command fails: " + command);
        }
        for (int round = 0; round < rounds; round++) {
            own.add(ChildJvm.run(ProgramMain.class, elements, workers));
            whole(others, COMMAND, shell);
            whole(others, IN_C, c, "program", elements);
            whole(others, FORKSERVER, python, "program", elements, FORKSERVER);
            whole(others, FORK, python, "program", elements, FORK);
        }
        List<Figure> figures = new ArrayList<>(
                beside(others, "whole program, %,d doubles".formatted(elements), own.millis(ChildJvm.WHOLE)));
        if (command != null) {
            figures.addAll(beside(others, "command: " + command, others.millis(COMMAND)));
        }
        return figures;
    }

    private static List<Figure> beside(Samples peers, String name, double[] own) {
        return List.of(
                Figure.beside(name, MILLIS, own, "Python, " + FORKSERVER, peers.millis(FORKSERVER), HALF),
                Figure.beside(name, MILLIS, own, "Python, " + FORK, peers.millis(FORK), HALF),
                Figure.beside(name, MILLIS, own, IN_C, peers.millis(IN_C)));
    }

    private static void whole(Samples samples, String name, @Nullable Peer peer, Object... arguments) {
        long begin = System.nanoTime();
        if (peer != null && peer.run(arguments) != null) {
            samples.add(name, System.nanoTime() - begin);
        }
    }

    /// What a new program does once, step by step, beside the smallest JVM.
    List<Figure> steps() {
        Samples hello = new Samples();
        Samples first = new Samples();
        Samples steps = new Samples();
        for (int round = 0; round < rounds; round++) {
            hello.add(ChildJvm.run(HelloMain.class));
            first.add(ChildJvm.run(FirstMain.class, workers, System.currentTimeMillis()));
            steps.add(ChildJvm.run(StepsMain.class, workers));
        }
        double[] smallest = hello.millis(ChildJvm.WHOLE);
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.beside(
                        "command to first small result", MILLIS, first.millis("result"), "hello world", smallest,
                        TWICE),
                Figure.beside(
                        "command to workers ready",
                        MILLIS,
                        first.millis("workers"),
                        "hello world",
                        smallest,
                        TWICE_AND_A_HALF)));
        steps.names().stream()
                .filter(name -> !name.equals(ChildJvm.WHOLE))
                .forEach(name -> figures.add(Figure.told("step: " + name, MILLIS, steps.millis(name))));
        return figures;
    }

    /// Many pools one after another in one program, and one with many workers; run once.
    ///
    /// @param pools how many of each kind
    List<Figure> pools(int pools, int manyWorkers) {
        Samples own = new Samples();
        own.add(ChildJvm.run(PoolsMain.class, pools, manyWorkers));
        String many = "%d workers: ".formatted(manyWorkers);
        return List.of(
                Figure.told(pools + " pools of two threads", MILLIS, own.millis("pools.THREAD")),
                Figure.told(pools + " pools of two processes", MILLIS, own.millis("pools.PROCESS")),
                Figure.told(many + "start and first sum", MILLIS, own.millis("many.sum")),
                Figure.told(many + "all ready", MILLIS, own.millis("many.workers")),
                Figure.told(many + "sum of an own function", MILLIS, own.millis("many.function")),
                Figure.told(many + "close", MILLIS, own.millis("many.close")));
    }

    /// The first passes over a fresh array.
    List<Figure> passes(long elements) {
        Samples own = new Samples();
        Samples inC = new Samples();
        Samples inPython = new Samples();
        for (int round = 0; round < rounds; round++) {
            own.add(ChildJvm.run(PassesMain.class, elements, workers));
            passes(inC, c, PASSES, elements);
            passes(inPython, python, PASSES, elements, FORK);
        }
        String size = ", %,d MB".formatted(elements * Double.BYTES / 1_000_000);
        return List.of(
                Figure.beside(
                        "first fill" + size, MILLIS, own.millis("fill.1"), IN_C, inC.millis("fill.1"), A_TENTH_MORE),
                Figure.beside(
                        "first sum" + size, MILLIS, own.millis("sum.1"), IN_C, inC.millis("sum.1"), A_TENTH_MORE),
                Figure.beside(
                        "first sum" + size, MILLIS, own.millis("sum.1"), "numpy in Pool", inPython.millis("sum.1")),
                Figure.beside("second sum" + size, MILLIS, own.millis("sum.2"), "C, second pass", inC.millis("sum.2")),
                Figure.beside(
                        "third to tenth sum" + size,
                        MILLIS,
                        own.millis(LATER_SUMS),
                        "C, third to tenth",
                        inC.millis(LATER_SUMS),
                        A_TWENTIETH_MORE));
    }

    private static void passes(Samples samples, @Nullable Peer peer, Object... arguments) {
        String output = peer == null ? null : peer.run(arguments);
        if (output != null) {
            samples.add(ChildJvm.figures(output));
        }
    }

    @Override
    public void close() {
        programs.close();
    }
}

package io.millrace.bench;

import static io.millrace.engine.expression.Expressions.constant;
import static io.millrace.engine.expression.Expressions.of;
import static io.millrace.engine.expression.Expressions.where;

import io.millrace.bench.peer.PeerPrograms;
import io.millrace.bench.peer.PeerPrograms.Peer;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Compares three operations and a sum, three operations that write, a sum of chosen elements, and two operations in
/// place, as one expression and as separate jobs, in turns; and, in the same run, with numpy and with numexpr where
/// Python has them.
@Command(
        name = "expressions",
        mixinStandardHelpOptions = true,
        description = "Compares expressions with separate jobs, numpy and numexpr.")
public final class ExpressionReport implements Callable<Integer> {
    private static final long OVERHEAD_BYTES = 1L << 20;

    @Option(names = "--elements", defaultValue = "32000000", description = "doubles in an array (${DEFAULT-VALUE})")
    private long elements;

    @Option(names = "--workers", defaultValue = "2", description = "workers, threads of numexpr (${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "15", description = "timed turns (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmups", defaultValue = "5", description = "turns before the timed ones (${DEFAULT-VALUE})")
    private int warmups;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ExpressionReport());
    }

    @Override
    public Integer call() {
        List<Comparison> comparisons;
        List<List<Measurement>> measured = new ArrayList<>();
        try (SharedMemory memory = SharedMemory.temporary(4 * elements * Double.BYTES + OVERHEAD_BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(workers))) {
            pool.awaitWorkers();
            Arrays arrays = new Arrays(
                    memory.newDoubleArray("x", elements),
                    memory.newDoubleArray("w", elements),
                    memory.newDoubleArray("out", elements),
                    memory.newDoubleArray("condition", elements));
            pool.generate(arrays.x, i -> i % 100);
            pool.generate(arrays.w, i -> i % 10);
            comparisons = List.of(
                    summed(pool, arrays), written(pool, arrays), chosen(pool, arrays), inPlace(pool, arrays));
            for (Comparison comparison : comparisons) {
                measured.add(new ArrayList<>(comparison.measure(warmups, rounds)));
            }
        }
        addPeers(comparisons, measured);
        print(measured.stream().flatMap(List::stream).toList(), spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }

    private record Arrays(DoubleArray x, DoubleArray w, DoubleArray out, DoubleArray condition) {}

    private static Comparison summed(Pool pool, Arrays arrays) {
        DoubleExpression expression = of(arrays.x).minus(3).square().times(of(arrays.w));
        return new Comparison(
                "sum of (x - 3)² w",
                contenders(
                        2 * arrays.x.byteSize(),
                        () -> {
                            separate(pool, arrays);
                            pool.reduce(arrays.out, Reduction.SUM);
                        },
                        "eval(...).sum()",
                        () -> pool.eval(expression).sum()));
    }

    private static Comparison written(Pool pool, Arrays arrays) {
        DoubleExpression expression = of(arrays.x).minus(3).square().times(of(arrays.w));
        return new Comparison(
                "(x - 3)² w to another array",
                contenders(
                        3 * arrays.x.byteSize(),
                        () -> separate(pool, arrays),
                        "eval(...).into(out)",
                        () -> pool.eval(expression).into(arrays.out)));
    }

    /// No job selects: the separate ones multiply by the condition, which is 0 or 1.
    private static Comparison chosen(Pool pool, Arrays arrays) {
        DoubleExpression x = of(arrays.x);
        DoubleExpression w = of(arrays.w);
        DoubleExpression expression = where(x.greaterThan(w), x.minus(3).times(w), constant(0.0));
        return new Comparison(
                "sum of where(x > w, (x - 3) w, 0)",
                contenders(
                        2 * arrays.x.byteSize(),
                        () -> {
                            pool.map(arrays.x, DoubleUnaryOps.plus(-3), arrays.out);
                            pool.zip(arrays.out, arrays.w, DoubleBinaryOp.MULTIPLY, arrays.out);
                            pool.zip(arrays.x, arrays.w, DoubleBinaryOp.GREATER, arrays.condition);
                            pool.zip(arrays.out, arrays.condition, DoubleBinaryOp.MULTIPLY, arrays.out);
                            pool.reduce(arrays.out, Reduction.SUM);
                        },
                        "eval(...).sum()",
                        () -> pool.eval(expression).sum()));
    }

    /// Its second run gives back what the first one has found.
    private static Comparison inPlace(Pool pool, Arrays arrays) {
        DoubleExpression expression = of(arrays.x).negate().plus(99);
        return new Comparison(
                "-x + 99 in place",
                contenders(
                        2 * arrays.x.byteSize(),
                        () -> {
                            pool.map(arrays.x, DoubleUnaryOp.NEGATE, arrays.x);
                            pool.map(arrays.x, DoubleUnaryOps.plus(99), arrays.x);
                        },
                        "eval(...).into(x)",
                        () -> pool.eval(expression).into(arrays.x)));
    }

    private static List<Contender> contenders(long bytes, Runnable separate, String name, Runnable expression) {
        return List.of(new Contender("separate jobs", bytes, separate), new Contender(name, bytes, expression));
    }

    private static void separate(Pool pool, Arrays arrays) {
        pool.map(arrays.x, DoubleUnaryOps.plus(-3), arrays.out);
        pool.map(arrays.out, DoubleUnaryOp.SQUARE, arrays.out);
        pool.zip(arrays.out, arrays.w, DoubleBinaryOp.MULTIPLY, arrays.out);
    }

    /// Each peer behind the contenders of its comparison.
    private void addPeers(List<Comparison> comparisons, List<List<Measurement>> measured) {
        try (PeerPrograms programs = new PeerPrograms(ExpressionReport.class, "expression_peer.py")) {
            for (String name : new String[] {"numpy", "numexpr"}) {
                Peer peer = programs.python("expression_peer.py", name);
                String output = peer == null ? null : peer.run(name, elements, rounds, workers);
                List<String> lines = output == null ? List.of() : output.lines().toList();
                for (int at = 0; at < lines.size(); at++) {
                    measured.get(at).add(measurement(comparisons.get(at), measured.get(at), name, lines.get(at)));
                }
            }
        }
    }

    private static Measurement measurement(
            Comparison comparison, List<Measurement> measured, String name, String line) {
        long bytes = comparison.contenders().getFirst().bytes();
        long[] nanos = Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
        return Measurement.of(
                comparison,
                new Contender(name, bytes, () -> {}),
                Times.of(nanos),
                measured.getFirst().times());
    }

    private void print(List<Measurement> measurements, PrintWriter writer) {
        writer.printf(
                Locale.ROOT,
                "%,d doubles (%,d MB an array), %d workers, %d rounds in turns%n%n",
                elements,
                elements * Double.BYTES / 1_000_000,
                workers,
                rounds);
        ReportTable.lines(measurements, writer);
        writer.flush();
    }
}

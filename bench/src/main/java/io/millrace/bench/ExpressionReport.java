package io.millrace.bench;

import static io.millrace.engine.expression.Expressions.constant;
import static io.millrace.engine.expression.Expressions.of;
import static io.millrace.engine.expression.Expressions.where;

import io.millrace.bench.peer.PeerPrograms;
import io.millrace.bench.peer.PeerPrograms.Peer;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Compares three operations and a sum, three operations that write, a sum of chosen elements, and two operations in
/// place, as one expression and as separate jobs, in turns; and, in the same run, with numpy and with numexpr where
/// Python has them.
public final class ExpressionReport implements Report {
    private static final long OVERHEAD_BYTES = 1L << 20;
    private static final long QUICK_ELEMENTS = 10_001;

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(15).withWorkers(2).withWarmups(5);
    }

    @Override
    public Usage withOptions(Usage shared) {
        return shared.option("elements", "N", "Doubles in an array (32M).");
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) {
        long elements = options.quick()
                ? QUICK_ELEMENTS
                : own.number("elements", 32_000_000, 1, ReportOptions.MOST_ELEMENTS);
        List<Comparison> comparisons;
        List<List<Measurement>> measured = new ArrayList<>();
        try (SharedMemory memory = SharedMemory.temporary(4 * elements * Double.BYTES + OVERHEAD_BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(options.workers()))) {
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
                measured.add(new ArrayList<>(comparison.measure(options.warmups(), options.rounds())));
            }
        }
        List<String> missing = addPeers(comparisons, measured, elements, options);
        String head = String.format(
                Locale.ROOT,
                "%,d doubles (%,d MB an array), %d workers, %d rounds in turns",
                elements,
                elements * Double.BYTES / 1_000_000,
                options.workers(),
                options.rounds());
        Map<String, Object> sizes = new LinkedHashMap<>();
        sizes.put("elements", elements);
        sizes.put("workers", options.workers());
        sizes.put("rounds", options.rounds());
        return new MeasurementTable(head, sizes, measured.stream().flatMap(List::stream).toList(), missing);
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

    /// Puts each peer behind the contenders of its comparison; returns those that are missing.
    private static List<String> addPeers(
            List<Comparison> comparisons, List<List<Measurement>> measured, long elements, ReportOptions options) {
        List<String> missing = new ArrayList<>();
        try (PeerPrograms programs = new PeerPrograms(ExpressionReport.class, "expression_peer.py")) {
            for (String name : new String[] {"numpy", "numexpr"}) {
                Peer peer = programs.python("expression_peer.py", name);
                String output =
                        peer == null ? null : peer.run(name, elements, options.rounds(), options.workers());
                if (output == null) {
                    missing.add(name);
                    continue;
                }
                List<String> lines = output.lines().toList();
                for (int at = 0; at < lines.size(); at++) {
                    measured.get(at).add(measurement(comparisons.get(at), measured.get(at), name, lines.get(at)));
                }
            }
        }
        return missing;
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
}

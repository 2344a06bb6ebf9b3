package io.millrace.bench;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.Words;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Compares a lambda over arrays with the built-in operation that computes the same, in turns: in
/// workers that have run no other function, and again after they have run twenty other functions.
///
/// The built-in operation bypasses the caches when its output is larger than the last-level cache;
/// the output of the default length is smaller.
public final class FunctionReport implements Report {
    private static final long OVERHEAD_BYTES = 1L << 20;
    private static final int OTHER_RUNS = 20;
    private static final long QUICK_ELEMENTS = 10_001;
    private static final List<String> KINDS = Words.constants(WorkerKind.class);

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(201).withWorkers(2).withWarmups(100);
    }

    @Override
    public Usage withOptions(Usage shared) {
        return shared.option("elements", "N", "Doubles in an array (4M).")
                .option("worker-kind", "KIND", "%s (process).".formatted(Words.listed(KINDS, "or")))
                .choices("worker-kind", KINDS);
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) {
        long elements = options.quick()
                ? QUICK_ELEMENTS
                : own.number("elements", 4_000_000, 1, ReportOptions.MOST_ELEMENTS);
        WorkerKind workerKind =
                own.value("worker-kind", text -> Words.constant(WorkerKind.class, text), WorkerKind.PROCESS);
        List<Measurement> measurements = new ArrayList<>();
        try (SharedMemory memory = SharedMemory.temporary(2 * elements * Double.BYTES + OVERHEAD_BYTES);
                Pool pool = Pool.start(
                        memory, PoolOptions.defaults().workers(options.workers()).workerKind(workerKind))) {
            pool.awaitWorkers();
            DoubleArray in = memory.newDoubleArray("in", elements);
            DoubleArray out = memory.newDoubleArray("out", elements);
            pool.fill(in, 1.0);
            pool.fill(out, 1.0);
            measurements.addAll(measured(comparisons("alone", pool, in, out), options));
            runOthers(pool, in, out);
            String after = "after %d other functions".formatted(others().size());
            measurements.addAll(measured(comparisons(after, pool, in, out), options));
        }
        String head = String.format(
                Locale.ROOT,
                "%,d doubles (%,d MB an array), %d workers (%s), %d rounds in turns",
                elements,
                elements * Double.BYTES / 1_000_000,
                options.workers(),
                workerKind,
                options.rounds());
        Map<String, Object> sizes = new LinkedHashMap<>();
        sizes.put("elements", elements);
        sizes.put("workers", options.workers());
        sizes.put("workerKind", workerKind.name());
        sizes.put("rounds", options.rounds());
        return new MeasurementTable(head, sizes, List.copyOf(measurements), List.of());
    }

    private static List<Measurement> measured(List<Comparison> comparisons, ReportOptions options) {
        return comparisons.stream()
                .flatMap(comparison -> comparison.measure(options.warmups(), options.rounds()).stream())
                .toList();
    }

    private static List<Comparison> comparisons(String when, Pool pool, DoubleArray in, DoubleArray out) {
        long both = in.byteSize() + out.byteSize();
        return List.of(
                new Comparison(
                        "to another array, " + when,
                        List.of(
                                new Contender("map(SQUARE)", both, () -> pool.map(in, DoubleUnaryOp.SQUARE, out)),
                                new Contender("map(x -> x * x)", both, () -> pool.map(in, x -> x * x, out)))),
                new Comparison(
                        "in place, " + when,
                        List.of(
                                new Contender("map(SQUARE)", both, () -> pool.map(out, DoubleUnaryOp.SQUARE, out)),
                                new Contender("map(x -> x * x)", both, () -> pool.map(out, x -> x * x, out)))),
                new Comparison(
                        "reduction, " + when,
                        List.of(
                                new Contender(
                                        "mapReduce(SQUARE, SUM)",
                                        in.byteSize(),
                                        () -> pool.mapReduce(in, DoubleUnaryOp.SQUARE, Reduction.SUM)),
                                new Contender(
                                        "mapReduce(x -> x * x, SUM)",
                                        in.byteSize(),
                                        () -> pool.mapReduce(in, x -> x * x, Reduction.SUM)),
                                new Contender(
                                        "reduce((a, b) -> a + b)",
                                        in.byteSize(),
                                        () -> pool.reduce(in, Reduction.of(-0.0, (a, b) -> a + b))))));
    }

    /// Runs twenty other functions, each several times, and fills `out` with ones again.
    static void runOthers(Pool pool, DoubleArray in, DoubleArray out) {
        others().forEach(other -> {
            for (int run = 0; run < OTHER_RUNS; run++) {
                pool.map(in, other, out);
            }
        });
        pool.fill(out, 1.0);
    }

    private static List<DoubleUnary> others() {
        return List.of(
                x -> x + 1,
                x -> x - 1,
                x -> x * 2,
                x -> x / 3,
                x -> -x,
                x -> 1 / x,
                x -> x * x + 1,
                x -> x * x * x,
                x -> (x + 1) * (x - 1),
                x -> x > 0 ? x : -x,
                x -> x > 1 ? 1 : x,
                Math::abs,
                Math::sqrt,
                Math::floor,
                Math::rint,
                Math::signum,
                x -> Math.max(x, 0.5),
                x -> Math.min(x, 0.5),
                x -> Math.abs(x - 1),
                x -> x * 0.5 + 2);
    }
}

package io.millrace.bench;

import io.millrace.engine.DoubleUnary;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Compares a lambda over arrays with the built-in operation that computes the same, in turns: in
/// workers that have run no other function, and again after they have run twenty other functions.
///
/// The built-in operation bypasses the caches when its output is larger than the last-level cache;
/// the output of the default length is smaller.
@Command(
        name = "functions",
        mixinStandardHelpOptions = true,
        description = "Compares functions of the user over arrays with built-in operations.")
public final class FunctionReport implements Callable<Integer> {
    private static final long OVERHEAD_BYTES = 1L << 20;
    private static final int OTHER_RUNS = 20;

    @Option(names = "--elements", defaultValue = "4000000", description = "doubles in an array (${DEFAULT-VALUE})")
    private long elements;

    @Option(names = "--workers", defaultValue = "2", description = "workers (${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "201", description = "timed turns (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmups", defaultValue = "100", description = "turns before the timed ones (${DEFAULT-VALUE})")
    private int warmups;

    @Option(
            names = "--worker-kind",
            defaultValue = "PROCESS",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private WorkerKind workerKind;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new FunctionReport()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() {
        List<Measurement> measurements = new ArrayList<>();
        try (SharedMemory memory = SharedMemory.temporary(2 * elements * Double.BYTES + OVERHEAD_BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(workers).workerKind(workerKind))) {
            pool.awaitWorkers();
            DoubleArray in = memory.newDoubleArray("in", elements);
            DoubleArray out = memory.newDoubleArray("out", elements);
            pool.fill(in, 1.0);
            pool.fill(out, 1.0);
            measure("alone", pool, in, out, measurements);
            runOthers(pool, in, out);
            measure("after %d other functions".formatted(others().size()), pool, in, out, measurements);
        }
        PrintWriter writer = spec.commandLine().getOut();
        writer.printf(
                Locale.ROOT,
                "%,d doubles (%,d MB an array), %d workers (%s), %d rounds in turns%n%n",
                elements,
                elements * Double.BYTES / 1_000_000,
                workers,
                workerKind,
                rounds);
        ReportTable.lines(measurements, writer);
        writer.flush();
        return CommandLine.ExitCode.OK;
    }

    private void measure(String when, Pool pool, DoubleArray in, DoubleArray out, List<Measurement> measurements) {
        long both = in.byteSize() + out.byteSize();
        measurements.addAll(new Comparison(
                        "to another array, " + when,
                        List.of(
                                new Contender("map(SQUARE)", both, () -> pool.map(in, DoubleUnaryOp.SQUARE, out)),
                                new Contender("map(x -> x * x)", both, () -> pool.map(in, x -> x * x, out))))
                .measure(warmups, rounds));
        measurements.addAll(new Comparison(
                        "in place, " + when,
                        List.of(
                                new Contender("map(SQUARE)", both, () -> pool.map(out, DoubleUnaryOp.SQUARE, out)),
                                new Contender("map(x -> x * x)", both, () -> pool.map(out, x -> x * x, out))))
                .measure(warmups, rounds));
        measurements.addAll(new Comparison(
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
                                        () -> pool.reduce(in, Reduction.of(-0.0, (a, b) -> a + b)))))
                .measure(warmups, rounds));
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

package io.millrace.bench;

import static io.millrace.engine.expression.Expressions.of;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Compares three operations and a sum, and three operations that write, as one expression and as separate
/// jobs, in turns; and, in the same run, with numpy and with numexpr where Python has them.
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
        List<Measurement> measurements = new ArrayList<>();
        try (SharedMemory memory = SharedMemory.temporary(3 * elements * Double.BYTES + OVERHEAD_BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(workers))) {
            pool.awaitWorkers();
            DoubleArray x = memory.newDoubleArray("x", elements);
            DoubleArray w = memory.newDoubleArray("w", elements);
            DoubleArray out = memory.newDoubleArray("out", elements);
            pool.generate(x, i -> i % 100);
            pool.generate(w, i -> i % 10);
            measurements.addAll(summed(pool, x, w, out).measure(warmups, rounds));
            measurements.addAll(written(pool, x, w, out).measure(warmups, rounds));
        }
        addPeers(measurements);
        print(measurements, spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }

    private static Comparison summed(Pool pool, DoubleArray x, DoubleArray w, DoubleArray out) {
        long bytes = x.byteSize() + w.byteSize();
        DoubleExpression expression = of(x).minus(3).square().times(of(w));
        return new Comparison(
                "sum of (x - 3)² w",
                List.of(
                        new Contender("separate jobs", bytes, () -> {
                            separate(pool, x, w, out);
                            pool.reduce(out, Reduction.SUM);
                        }),
                        new Contender("eval(...).sum()", bytes, () -> pool.eval(expression).sum())));
    }

    private static Comparison written(Pool pool, DoubleArray x, DoubleArray w, DoubleArray out) {
        long bytes = x.byteSize() + w.byteSize() + out.byteSize();
        DoubleExpression expression = of(x).minus(3).square().times(of(w));
        return new Comparison(
                "(x - 3)² w to another array",
                List.of(
                        new Contender("separate jobs", bytes, () -> separate(pool, x, w, out)),
                        new Contender("eval(...).into(out)", bytes, () -> pool.eval(expression).into(out))));
    }

    private static void separate(Pool pool, DoubleArray x, DoubleArray w, DoubleArray out) {
        pool.map(x, DoubleUnaryOps.plus(-3), out);
        pool.map(out, DoubleUnaryOp.SQUARE, out);
        pool.zip(out, w, DoubleBinaryOp.MULTIPLY, out);
    }

    /// Each peer behind the contenders of its comparison.
    private void addPeers(List<Measurement> measurements) {
        try (PeerPrograms programs = new PeerPrograms(ExpressionReport.class, "expression_peer.py")) {
            add(programs.python("expression_peer.py", "numpy"), "numpy", measurements);
            add(programs.python("expression_peer.py", "numexpr"), "numexpr", measurements);
        }
    }

    private void add(@Nullable Peer peer, String name, List<Measurement> measurements) {
        String output = peer == null ? null : peer.run(name, elements, rounds, workers);
        List<String> lines = output == null ? List.of() : output.lines().toList();
        for (int line = 0; line < lines.size(); line++) {
            int begin = line == 0 ? 0 : indexOfSecond(measurements);
            int end = line == 0 ? indexOfSecond(measurements) : measurements.size();
            Measurement reference = measurements.get(begin);
            long bytes = (line == 0 ? 2 : 3) * elements * Double.BYTES;
            long[] nanos = Stream.of(lines.get(line).split(" ")).mapToLong(Long::parseLong).toArray();
            measurements.add(
                    end,
                    Measurement.of(
                            new Comparison(reference.comparison(), List.of()),
                            new Contender(name, bytes, () -> {}),
                            Times.of(nanos),
                            reference.times()));
        }
    }

    private static int indexOfSecond(List<Measurement> measurements) {
        int index = 0;
        while (measurements.get(index).comparison().equals(measurements.getFirst().comparison())) {
            index++;
        }
        return index;
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

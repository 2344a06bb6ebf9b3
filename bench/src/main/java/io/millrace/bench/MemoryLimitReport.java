package io.millrace.bench;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.KernelKind;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.shm.SharedMemory;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Compares the jobs of a pool with the memory limit of this machine. Each job runs in turns with
/// the C loop that moves the same bytes of the same file, with as many threads as the pool has
/// workers.
@Command(
        name = "limits",
        mixinStandardHelpOptions = true,
        description = "Compares jobs of a pool with the memory limit of this machine.")
public final class MemoryLimitReport implements Callable<Integer> {
    private static final long OVERHEAD_BYTES = 1L << 20;

    @Option(names = "--elements", defaultValue = "64000000", description = "doubles in an array (${DEFAULT-VALUE})")
    private long elements;

    @Option(
            names = "--workers",
            defaultValue = "2",
            description = "worker JVMs, and threads of the C loops (${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "15", description = "timed turns (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmups", defaultValue = "60", description = "turns before the timed ones (${DEFAULT-VALUE})")
    private int warmups;

    @Option(names = "--kernel", defaultValue = "AUTO", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private KernelKind kernel;

    @Option(names = "--json", description = "prints one JSON object instead of tables")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /// The object that `--json` prints.
    ///
    /// @param isa instruction set of the C loops
    record Report(long elements, int workers, int rounds, String kernel, String isa, List<Measurement> measurements) {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new MemoryLimitReport())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    command.getErr().println("limits: " + failure.getMessage());
                    return command.getCommandSpec().exitCodeOnExecutionException();
                });
    }

    @Override
    public Integer call() {
        Report report = measure();
        PrintWriter writer = spec.commandLine().getOut();
        if (json) {
            writer.println(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(report));
        } else {
            ReportTable.print(report, writer);
        }
        writer.flush();
        return CommandLine.ExitCode.OK;
    }

    private Report measure() {
        CLibrary library = CLibrary.load();
        List<Measurement> measurements = new ArrayList<>();
        try (SharedMemory memory = SharedMemory.temporary(2 * elements * Double.BYTES + OVERHEAD_BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(workers).kernel(kernel));
                CLoops loops = new CLoops(library.kernels(), workers)) {
            pool.awaitWorkers();
            MemoryComparisons comparisons = new MemoryComparisons(
                    pool, loops, memory.newDoubleArray("in", elements), memory.newDoubleArray("out", elements));
            measurements.addAll(comparisons.read().measure(warmups, rounds));
            measurements.addAll(comparisons.copy().measure(warmups, rounds));
            measurements.addAll(comparisons.inPlace().measure(warmups, rounds));
            measurements.addAll(comparisons.jdk().measure(warmups, rounds));
        }
        return new Report(
                elements, workers, rounds, kernel.name(), library.isa().name(), List.copyOf(measurements));
    }
}

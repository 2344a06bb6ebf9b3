package io.millrace.bench.cluster;

import io.millrace.bench.Figure;
import io.millrace.bench.FigureOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures sums of squares on Spark: what a partition costs beyond the local engine, and what Spark's own arrays cost.
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "Measures sums of squares on an Apache Spark of one node on this machine, beside the local"
                + " engine, a JavaDoubleRDD and Spark SQL.")
public final class ClusterReport implements Callable<Integer> {
    private static final ClusterSizes QUICK = new ClusterSizes(1, 1, 8, List.of(1, 4), 100_000);
    private static final int QUICK_EXECUTOR_MEMORY = 512;

    @Option(
            names = "--build",
            defaultValue = "spark/target",
            description = "what the build of module spark has made (${DEFAULT-VALUE})")
    private Path build;

    @Option(names = "--spark-home", description = "an Apache Spark; by default the one that the build has made")
    private @Nullable Path sparkHome;

    @Option(names = "--cores", description = "cores of the executor (all that this process may use)")
    private @Nullable Integer cores;

    @Option(
            names = "--executor-memory",
            defaultValue = "4096",
            description = "MiB of heap of the executor (${DEFAULT-VALUE})")
    private int executorMemory;

    @Option(
            names = "--array",
            defaultValue = "2048",
            description = "MiB of the arrays that are cut into partitions (${DEFAULT-VALUE})")
    private int arrayMebibytes;

    @Option(
            names = "--partitions",
            split = ",",
            defaultValue = "16,128,512",
            description = "MiB of a partition, several sizes (${DEFAULT-VALUE})")
    private List<Integer> partitionMebibytes;

    @Option(
            names = "--elements",
            defaultValue = "64000000",
            description = "doubles beside a JavaDoubleRDD and Spark SQL (${DEFAULT-VALUE})")
    private long elements;

    @Option(names = "--rounds", defaultValue = "9", description = "turns of all contenders (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmups", defaultValue = "20", description = "turns before, not timed (${DEFAULT-VALUE})")
    private int warmups;

    @Option(
            names = "--conf",
            description = "a property of Spark, such as spark.millrace.workerKind=thread; any number of them")
    private Map<String, String> conf = new LinkedHashMap<>();

    @Mixin
    private FigureOutput output;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ClusterReport());
    }

    @Override
    public Integer call() {
        ClusterSizes sizes = output.isQuick()
                ? QUICK
                : new ClusterSizes(warmups, rounds, arrayMebibytes, partitionMebibytes, elements);
        List<Figure> figures = new ArrayList<>();
        try (SparkNode node = SparkNode.of(build, sparkHome == null ? build.resolve("spark-home") : sparkHome)
                .cores(cores == null ? Runtime.getRuntime().availableProcessors() : cores)
                .executorMemory(output.isQuick() ? QUICK_EXECUTOR_MEMORY : executorMemory)
                .conf(conf)) {
            ClusterComparisons compare = new ClusterComparisons(node, sizes);
            figures.addAll(compare.partitions());
            figures.addAll(compare.peers());
        } catch (SparkNode.NotBuiltException missing) {
            throw new ParameterException(spec.commandLine(), missing.getMessage(), missing);
        }
        output.print(figures, spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}

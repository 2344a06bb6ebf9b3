package io.millrace.bench.cluster;

import io.millrace.bench.Figure;
import io.millrace.bench.FigureTable;
import io.millrace.bench.Numbers;
import io.millrace.bench.Report;
import io.millrace.bench.ReportOptions;
import io.millrace.bench.Results;
import io.millrace.bench.peer.Home;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures sums of squares on Spark: what a partition costs beyond the local engine, and what Spark's own arrays cost.
public final class ClusterReport implements Report {
    private static final ClusterSizes QUICK = new ClusterSizes(1, 1, 8, List.of(1, 4), 100_000);
    private static final int QUICK_EXECUTOR_MEMORY = 512;
    private static final int MOST_MIB = 1 << 24;
    private static final Path BUILD = Home.ofCheckout("spark/target");
    private static final String PARTITIONS = "16,128,512";

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(9).withWarmups(20);
    }

    @Override
    public Usage withOptions(Usage shared) {
        return shared.option("build", "DIR", "What the build of module spark has made (%s).".formatted(BUILD))
                .option("spark-home", "DIR", "An Apache Spark (the one that the build has made).")
                .option("cores", "N", "Cores of the executor (all that this process may use).")
                .option("executor-memory", "N", "MiB of heap of the executor (4096).")
                .option("array", "N", "MiB of the arrays that are cut into partitions (2048).")
                .option("partitions", "N,...", "MiB of a partition, several sizes (%s).".formatted(PARTITIONS))
                .option("elements", "N", "Doubles beside a JavaDoubleRDD and Spark SQL (64M).")
                .repeatable(
                        "conf",
                        "NAME=VALUE",
                        "A property of Spark, such as spark.millrace.workerKind=thread; any number of them.");
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) {
        Path build = own.value("build", FilePath::parse, BUILD);
        Path sparkHome = own.value("spark-home", FilePath::parse, build.resolve("spark-home"));
        int processors = Runtime.getRuntime().availableProcessors();
        int cores = (int) own.number("cores", processors, 1, ReportOptions.MOST_WORKERS);
        int executorMemory = (int) own.number("executor-memory", 4_096, 1, MOST_MIB);
        ClusterSizes sizes = options.quick() ? QUICK : sizes(own, options);
        Map<String, String> properties = properties(own);
        List<Figure> figures = new ArrayList<>();
        try (SparkNode node = SparkNode.of(build, sparkHome)
                .cores(cores)
                .executorMemory(options.quick() ? QUICK_EXECUTOR_MEMORY : executorMemory)
                .conf(properties)) {
            ClusterComparisons compare = new ClusterComparisons(node, sizes);
            figures.addAll(compare.partitions());
            figures.addAll(compare.peers());
        }
        return new FigureTable(figures);
    }

    private static ClusterSizes sizes(Arguments own, ReportOptions options) {
        return new ClusterSizes(
                options.warmups(),
                options.rounds(),
                (int) own.number("array", 2_048, 1, MOST_MIB),
                own.value("partitions", Numbers::list, Numbers.list(PARTITIONS)),
                own.number("elements", 64_000_000, 1, ReportOptions.MOST_ELEMENTS));
    }

    private static Map<String, String> properties(Arguments own) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String[] property : own.values("conf", ClusterReport::property)) {
            properties.put(property[0], property[1]);
        }
        return properties;
    }

    private static String[] property(String text) {
        String[] parts = text.split("=", 2);
        if (parts.length < 2) {
            throw new UsageException("'%s' is not a property; write it like spark.executor.cores=2".formatted(text));
        }
        return parts;
    }
}

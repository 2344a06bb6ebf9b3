package io.millrace.spark.faults;

import io.millrace.engine.kernel.Reduction;
import io.millrace.spark.ClusterArrays;
import io.millrace.spark.DistributedDoubles;
import io.millrace.spark.Source;
import io.millrace.spark.Split;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/// An application with arrays that does what it is told by [Orders], whose folder is its argument.
///
/// | order                                | replies                                      |
/// |--------------------------------------|----------------------------------------------|
/// | `make` name, elements, partitions, trace | `done`                                   |
/// | `sum` name                           | `result` bits and parts made up to now       |
/// | `use` name, trace, gate              | the same, of a job that waits at the gate    |
/// | `closeInUse` name, trace, gate       | the same, of a job during which it closes the arrays |
/// | `close` name                         | `done`                                       |
/// | `end`                                | none: it ends                                |
///
/// Instead it replies `failed` and a message.
public final class ArraysApp {
    private final ClusterArrays cluster;
    private final Map<String, DistributedDoubles> elements = new HashMap<>();
    private final Map<String, DistributedDoubles> derived = new HashMap<>();

    private ArraysApp(ClusterArrays cluster) {
        this.cluster = cluster;
    }

    /// Runs it.
    public static void main(String[] arguments) {
        Orders orders = new Orders(Path.of(arguments[0]));
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("arrays"))) {
            ArraysApp app = new ArraysApp(ClusterArrays.on(spark));
            for (List<String> order = orders.next(); !order.equals(List.of("end")); order = orders.next()) {
                System.out.println("reply " + app.reply(order));
            }
        }
    }

    private String reply(List<String> order) {
        Callable<String> work = () -> switch (order.getFirst()) {
            case "make" -> make(order);
            case "sum" -> result(derived.get(order.get(1)).reduce(Reduction.SUM));
            case "use" -> use(order);
            case "closeInUse" -> closeInUse(order);
            case "close" -> close(order.get(1));
            default -> throw new IllegalArgumentException("not known: " + order);
        };
        try {
            return work.call();
        } catch (Exception failure) { // those of Spark are undeclared
            return "failed " + String.valueOf(failure.getMessage()).replace('\n', ' ');
        }
    }

    private String make(List<String> order) {
        Trace trace = Trace.at(Path.of(order.get(4)));
        DistributedDoubles made = cluster.doubles(
                Source.generatedDoubles(Long.parseLong(order.get(2)), Steps.elements(trace)),
                Split.into(Integer.parseInt(order.get(3))));
        elements.put(order.get(1), made);
        derived.put(order.get(1), made.map(Steps.derivation(trace)));
        return "done";
    }

    private String use(List<String> order) {
        Trace trace = Trace.at(Path.of(order.get(2)));
        Path gates = Path.of(order.get(3));
        return result(derived.get(order.get(1)).mapReduce(Steps.use(trace, gates), Reduction.SUM));
    }

    private String closeInUse(List<String> order) throws Exception {
        FutureTask<String> use = new FutureTask<>(() -> use(order));
        Thread.ofPlatform().start(use);
        Trace.at(Path.of(order.get(2))).awaitMoreThan(0);
        int partitions = derived.get(order.get(1)).partitions();
        close(order.get(1));
        for (int partition = 0; partition < partitions; partition++) {
            Steps.gate(Path.of(order.get(3)), partition).open();
        }
        return use.get();
    }

    private String close(String name) {
        elements.get(name).close();
        derived.get(name).close();
        return "done";
    }

    private String result(double sum) {
        return "result %x %s".formatted(Double.doubleToRawLongBits(sum), cluster.partsMade());
    }
}

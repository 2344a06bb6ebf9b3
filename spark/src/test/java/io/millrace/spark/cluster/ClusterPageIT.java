package io.millrace.spark.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.expression.Expressions;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.DocPage;
import io.millrace.testing.DocPage.Block;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Does what a reader of `docs/cluster.md` does: copies the program out of the text, builds its jar and submits it.
class ClusterPageIT {
    private static final DocPage PAGE = DocPage.read(Path.of("..", "docs", "cluster.md"));
    private static final Path MILLRACE = Path.of("..", "engine", "target", "millrace.jar");

    @TempDir
    private Path folder;

    @Test
    void theProgramPrintsTheSumOfOneMachine() throws Exception {
        Block source = PAGE.sources().getFirst();
        Files.writeString(folder.resolve(source.fileName()), source.text());
        Files.copy(Submission.product().getFirst(), folder.resolve("millrace-spark.jar"));
        Files.copy(MILLRACE, folder.resolve("millrace.jar"));
        run(PAGE.dialogs().get(0).commands());
        List<String> printed;
        try (TestCluster cluster = TestCluster.start(Files.createDirectory(folder.resolve("cluster")));
                Driver driver = cluster.submit(submission(PAGE.dialogs().get(1).commands()))) {
            printed = driver.awaitSuccess();
        }
        assertEquals(onOneMachine(), printed);
        assertTrue(PAGE.dialogs().get(1).isAnsweredBy(String.join("\n", printed) + "\n"), printed::toString);
        try (Stream<Path> saved = Files.list(folder.resolve("gross"))) {
            List<String> names = saved.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
            assertEquals(17, names.size());
            assertEquals(List.of("_SUCCESS", "part-r-00000.npy"), names.subList(0, 2));
        }
    }

    private void run(String commands) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", java, (path, first) -> first + File.pathSeparator + path);
        builder.environment().put("SPARK_HOME", SparkJvm.HOME.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
    }

    /// What the line of the page submits, but on this small cluster, and to the folder of the test.
    private Submission submission(String line) {
        List<String> words = Arrays.asList(line.replace("\\\n", " ").trim().split("\\s+"));
        assertEquals("spark-submit", words.getFirst());
        int jar = words.indexOf("prices.jar");
        Submission submission = Submission.of(folder.resolve("prices.jar"), words.get(words.indexOf("--class") + 1))
                .jars(Stream.of(words.get(words.indexOf("--jars") + 1).split(","))
                        .map(folder::resolve)
                        .toList())
                .arguments(folder.resolve("gross").toUri());
        for (int word = 0; word < jar; word++) {
            if (words.get(word).equals("--conf")) {
                String[] setting = words.get(word + 1).split("=", 2);
                submission.conf(setting[0], setting[1]);
            }
        }
        return submission
                .conf("spark.extraListeners", "") // the jar of a user has none of the tests' classes
                .conf("spark.executor.cores", 1)
                .conf("spark.task.cpus", 1)
                .conf("spark.executor.memory", "512m")
                .conf("spark.millrace.memory", "256m");
    }

    private static List<String> onOneMachine() {
        try (SharedMemory memory = SharedMemory.temporary(256L << 20);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD))) {
            DoubleArray net = memory.newDoubleArray("net", 10_000_000);
            pool.generate(net, 42, DoubleRandoms.uniform(90, 110));
            double sum = pool.mapReduce(net, price -> price * 1.19, Reduction.SUM);
            double mean = pool.summary(net).mean();
            double squares = pool.eval(Expressions.of(net).minus(mean).square()).sum();
            return List.of("sum: " + sum, "squared distances: " + squares);
        }
    }
}

package io.millrace.spark.internal.node;

import io.millrace.engine.WorkerKind;
import java.util.Locale;
import org.apache.spark.SparkConf;

/// What the engine of an executor is made of, from the configuration of the application.
///
/// @param byteSize of the mapped file
/// @param workers of the pool
record NodeOptions(long byteSize, int workers, WorkerKind workerKind) {
    static final String MEMORY = "spark.millrace.memory";
    static final String WORKERS = "spark.millrace.workers";
    static final String WORKER_KIND = "spark.millrace.workerKind";
    private static final String DEFAULT_MEMORY = "1g";
    private static final String EXECUTOR_CORES = "spark.executor.cores";

    /// @throws IllegalArgumentException a value is out of its range, or cannot be read
    static NodeOptions of(SparkConf conf) {
        int processors = Runtime.getRuntime().availableProcessors();
        int cores = Math.min(processors, conf.getInt(EXECUTOR_CORES, processors));
        String kind = conf.get(WORKER_KIND, WorkerKind.PROCESS.name());
        return new NodeOptions(
                conf.getSizeAsBytes(MEMORY, DEFAULT_MEMORY),
                positive(WORKERS, conf.getInt(WORKERS, cores)),
                kind(kind));
    }

    private static int positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be at least 1: %s".formatted(key, value));
        }
        return value;
    }

    private static WorkerKind kind(String name) {
        try {
            return WorkerKind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "%s must be process, thread or caller: %s".formatted(WORKER_KIND, name), unknown);
        }
    }
}

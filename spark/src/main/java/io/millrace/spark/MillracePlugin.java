package io.millrace.spark;

import io.millrace.spark.internal.node.DriverSide;
import io.millrace.spark.internal.node.ExecutorSide;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/// Gives each executor its engine: `--conf spark.plugins=io.millrace.spark.MillracePlugin`.
///
/// The engine starts with the first task that needs it and ends with the executor. Run one executor a host, and one
/// task at a time on it, because the engine uses all its cores: `spark.task.cpus` as large as `spark.executor.cores`.
///
/// | configuration              | meaning                                                  | default                |
/// |----------------------------|----------------------------------------------------------|------------------------|
/// | `spark.millrace.memory`    | size of the mapped file, such as `8g`                    | `1g`                   |
/// | `spark.millrace.workers`   | workers of the engine                                    | cores of the executor  |
/// | `spark.millrace.workerKind`| `process` or `thread`                                    | `process`              |
public final class MillracePlugin implements SparkPlugin {

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverSide();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorSide();
    }
}

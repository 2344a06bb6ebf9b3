package io.millrace.spark.internal.node;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;

/// Tells executors which arrays are open.
public final class DriverSide implements DriverPlugin {

    /// @throws IllegalStateException this Java does not serve
    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
        JavaVersions.require(spark.version(), Runtime.version());
        return Map.of();
    }

    @Override
    public Object receive(Object message) {
        if (message.equals(ExecutorSide.WHICH_ARE_OPEN)) {
            return OpenArrayIds.now().message();
        }
        throw new IllegalArgumentException("not known: message=" + message);
    }
}

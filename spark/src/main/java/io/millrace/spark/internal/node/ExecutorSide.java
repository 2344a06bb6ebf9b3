package io.millrace.spark.internal.node;

import io.millrace.shm.SharedMemory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts and stops the engine of an executor.
public final class ExecutorSide implements ExecutorPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorSide.class);

    /// What an executor asks the driver. See [OpenIds] for why it has no class of its own.
    static final String WHICH_ARE_OPEN = "which arrays are open";

    /// Where caches of loaded classes lie. Off here unless the user chose: Spark copies the jars of each application to
    /// new paths, so that no later one could use the cache.
    private static final String CACHE = "millrace.cache";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /// When the driver is gone, Spark's worker ends this JVM while Spark's own thread is about to call [#shutdown].
    private final Thread atExit = new Thread(this::close, "millrace-executor-exit");

    private volatile @Nullable Node node;
    private @Nullable ScheduledExecutorService looks;

    /// Never throws: Spark would start another executor, which would fail as well, for ever. The tasks tell.
    @Override
    public void init(PluginContext context, Map<String, String> extra) {
        try {
            JavaVersions.warn(Runtime.version()).ifPresent(LOG::warn);
            System.getProperties().putIfAbsent(CACHE, "off");
            SharedMemory.sweep(); // what a killed executor left, whose place this one takes
            Node made = new Node(
                    NodeOptions.of(context.conf()),
                    () -> OpenIds.ofMessage((long[]) context.ask(WHICH_ARE_OPEN)));
            node = made;
            made.publish();
            Runtime.getRuntime().addShutdownHook(atExit);
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("millrace-closed-arrays").factory());
            looks = thread;
            thread.scheduleWithFixedDelay(
                    () -> look(made), BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Throwable failure) {
            LOG.error("the engine of this executor cannot start", failure);
            Node.failed(failure);
        }
    }

    /// Never throws, which would end the looks.
    private static void look(Node node) {
        try {
            node.dropClosed();
        } catch (RuntimeException failure) {
            LOG.warn("cannot drop the parts of closed arrays; trying again soon", failure);
        }
    }

    @Override
    public void shutdown() {
        ScheduledExecutorService thread = looks;
        if (thread != null) {
            thread.shutdownNow();
        }
        close();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // it runs
        }
    }

    private void close() {
        Node made = node;
        if (made != null) {
            made.close();
        }
    }
}

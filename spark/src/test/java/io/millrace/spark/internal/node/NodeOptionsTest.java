package io.millrace.spark.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.WorkerKind;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeOptionsTest {
    private final SparkConf conf = new SparkConf(false);

    @Test
    void whatIsNotSetFollowsFromTheExecutor() {
        conf.set("spark.executor.cores", "1");
        assertEquals(new NodeOptions(1L << 30, 1, WorkerKind.PROCESS), NodeOptions.of(conf));
    }

    @Test
    void whatIsSetCounts() {
        conf.set("spark.millrace.memory", "64m");
        conf.set("spark.millrace.workers", "3");
        conf.set("spark.millrace.workerKind", "thread");
        assertEquals(new NodeOptions(64L << 20, 3, WorkerKind.THREAD), NodeOptions.of(conf));
    }

    @ParameterizedTest
    @CsvSource({"spark.millrace.workers, 0", "spark.millrace.workerKind, fast", "spark.millrace.memory, much"})
    void aWrongValueIsRefusedWithItsKey(String key, String value) {
        conf.set(key, value);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> NodeOptions.of(conf));
        assertTrue(refused.getMessage().contains(value), refused::getMessage);
    }
}

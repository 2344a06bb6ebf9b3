package io.millrace.engine.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
    private static final List<String> NEEDED = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    @Test
    void aWorkerHasEveryFlagThatPipesAndMessagesOfItsTasksNeedOnce() {
        List<String> flags = JvmFlags.of(64 << 20, Path.of("crash-%p.log"), false);
        for (String flag : NEEDED) {
            assertEquals(1, Collections.frequency(flags, flag), flag);
        }
        assertTrue(flags.contains("-Xmx64m"));
    }
}

package io.millrace.engine.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

    private static List<String> flags(List<String> chosen, String... inherited) {
        return JvmFlags.of(new JvmFlags.Wanted(64 << 20, Path.of("crash-%p.log"), false, chosen), List.of(inherited));
    }

    @Test
    void aChildHasEveryFlagThatPipesAndMessagesOfItsTasksNeedOnce() {
        List<String> flags = flags(List.of(), NEEDED.toArray(String[]::new));
        for (String flag : NEEDED) {
            assertEquals(1, Collections.frequency(flags, flag), flag);
        }
        assertTrue(flags.contains("-Xmx64m"));
    }

    @Test
    void systemPropertiesAndModuleFlagsArePassedOn() {
        String[] passedOn = {
            "-Da=b c", "-Dempty", "--add-opens=java.base/java.io=ALL-UNNAMED", "--add-modules=java.sql", "--enable-preview"
        };
        assertTrue(flags(List.of(), passedOn).containsAll(List.of(passedOn)));
    }

    @Test
    void whatWouldStopAtTheSamePortOrWriteTheSameFileIsNot() {
        String[] own = {
            "-javaagent:agent.jar",
            "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
            "-Dcom.sun.management.jmxremote.port=9999",
            "-Xmx8g",
            "-Xms8g",
            "-Xlog:gc:file=gc.log",
            "-XX:StartFlightRecording=filename=all.jfr",
            "-XX:+UseZGC",
            "-Djdk.module.main=app",
            "-Dmillrace.process.name=process-1",
            "--add-modules=jdk.incubator.vector"
        };
        List<String> flags = flags(List.of(), own);
        for (String flag : own) {
            assertFalse(flags.contains(flag), flag);
        }
    }

    @Test
    void theUsersFlagsComeLastAndMayChooseAnotherCollector() {
        List<String> flags = flags(List.of("-XX:+UseParallelGC", "-Xmx1g"));
        assertEquals(List.of("-XX:+UseParallelGC", "-Xmx1g"), flags.subList(flags.size() - 2, flags.size()));
        assertFalse(flags.contains("-XX:+UseSerialGC"));
        assertTrue(flags(List.of()).contains("-XX:+UseSerialGC"));
    }
}

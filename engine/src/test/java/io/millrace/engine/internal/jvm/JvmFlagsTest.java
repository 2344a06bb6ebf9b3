package io.millrace.engine.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
    private static final List<String> NEEDED = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static List<String> flags(List<String> chosen, String... inherited) {
        return JvmFlags.of(new JvmFlags.Wanted(64 << 20, false, false, chosen), List.of(inherited));
    }

    @Test
    void aChildGetsEachFlagThatPipesAndMessagesNeedOnce() {
        List<String> flags = flags(List.of(), NEEDED.toArray(String[]::new));
        for (String flag : NEEDED) {
            assertEquals(1, Collections.frequency(flags, flag), flag);
        }
        assertTrue(flags.contains("-Xmx64m"));
    }

    @Test
    void aChildOnAModulePathGetsTheFlagsOfTheNamedModules() {
        List<String> flags = JvmFlags.of(new JvmFlags.Wanted(0, false, true, List.of()), List.of());
        assertTrue(flags.contains("--enable-native-access=ALL-UNNAMED,io.millrace.shm,io.millrace.ckernel"));
        assertTrue(flags.contains("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED,org.agrona"));
    }

    @Test
    void systemPropertiesAndModuleFlagsAreInherited() {
        String[] passedOn = {
            "-Da=b c", "-Dempty", "--add-opens=java.base/java.io=ALL-UNNAMED", "--add-modules=java.sql",
            "--enable-preview",
            "--limit-modules=java.base", "--illegal-native-access=deny", "-Xbootclasspath/a:/boot.jar"
        };
        assertTrue(flags(List.of(), passedOn).containsAll(List.of(passedOn)));
    }

    /// Two archives would stop the child: the launcher gives it either these or Millrace's own.
    @Test
    void archivesStandApartFromTheOtherFlags() {
        List<String> given = List.of("-XX:SharedArchiveFile=all.jsa", "-XX:AOTCache=all.aot", "-XX:AOTMode=record");
        assertEquals(given.subList(0, 2), JvmFlags.archives(given));
        assertTrue(flags(List.of(), given.toArray(String[]::new)).stream().noneMatch(given::contains));
    }

    @Test
    void flagsThatOpenAPortOrWriteAFileAreNotInherited() {
        String[] own = {
            "-javaagent:agent.jar",
            "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
            "-Dcom.sun.management.jmxremote.port=9999",
            "-Xmx8g",
            "-Xms8g",
            "-Xlog:gc:file=gc.log",
            "-XX:StartFlightRecording=filename=all.jfr",
            "-XX:ErrorFile=/var/log/app.log",
            "-XX:MaxGCPauseMillis=5",
            "-Xss8m",
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

    @Test
    void aChildInheritsWhichAssertionsAreOnAndOff() {
        List<String> given =
                List.of("-ea", "-da:org.example...", "-esa", "-ea:org.example.Main", "-enableassertions", "-ea");
        List<String> flags = flags(List.of("-da"), given.toArray(String[]::new));
        int from = flags.indexOf("-ea");
        assertEquals(given, flags.subList(from, from + given.size()));
        assertEquals("-da", flags.getLast());
    }

    @Test
    void aChildInheritsTheCollectorUnlessItsFlagsChooseOne() {
        List<String> flags = flags(List.of(), "-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC");
        assertTrue(flags.containsAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC")));
        assertFalse(flags.contains("-XX:+UseSerialGC"));
        List<String> chosen = flags(List.of("-XX:+UseParallelGC"), "-XX:+UseZGC");
        assertEquals(1, chosen.stream().filter(flag -> flag.contains("Use") && flag.endsWith("GC")).count());
        assertTrue(
                flags(List.of(), "-XX:-UseZGC", "-XX:+UseAdaptiveSizePolicyWithSystemGC").contains("-XX:+UseSerialGC"));
    }
}

package io.millrace.engine.internal.aot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyTest {
    private static final long HEAP = 1L << 30;

    @TempDir
    Path folder;

    private Path before;
    private Path millrace;
    private Path behind;
    private Path java;

    @BeforeEach
    void makeJars() throws IOException {
        folder = folder.toRealPath();
        before = Files.writeString(folder.resolve("before.jar"), "before");
        millrace = Files.writeString(folder.resolve("millrace.jar"), "millrace");
        behind = Files.writeString(folder.resolve("behind.jar"), "behind");
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.createDirectories(folder.resolve("jdk/lib/server"));
        java = Files.writeString(folder.resolve("jdk/bin/java"), "java");
        Files.writeString(folder.resolve("jdk/lib/modules"), "modules");
        Files.writeString(folder.resolve("jdk/lib/server/libjvm.so"), "jvm");
    }

    private KeyOrReason keyOf(List<String> flags, long heap, Path... classPath) {
        List<File> path = new ArrayList<>();
        for (Path entry : classPath) {
            path.add(entry.toFile());
        }
        return CacheKey.of(new ChildJvm(java.toFile(), flags, path, heap), List.of(millrace.toFile()));
    }

    private String text(String... flags) {
        return ((CacheKey) keyOf(List.of(flags), HEAP, before, millrace, behind)).text();
    }

    private static void setTime(Path file, long millis) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }

    @Test
    void aJarThatChangesInSizeOrTimeChangesTheKey() throws IOException {
        for (Path jar : List.of(before, millrace)) {
            setTime(jar, 1_000_000);
            String first = text();
            assertEquals(first, text());
            setTime(jar, 2_000_000);
            String later = text();
            assertNotEquals(first, later, jar::toString);
            Files.writeString(jar, "longer than before");
            setTime(jar, 2_000_000);
            assertNotEquals(later, text(), jar::toString);
        }
    }

    @Test
    void aKeyIsNoLongerCurrentWhenAJarWasBuiltAnew() throws IOException {
        CacheKey key = (CacheKey) keyOf(List.of(), HEAP, before, millrace, behind);
        assertTrue(key.isCurrent());
        Files.writeString(millrace, "built anew");
        assertFalse(key.isCurrent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"modules", "server/libjvm.so"})
    void anotherJdkIsAnotherKey(String file) throws IOException {
        String first = text();
        Files.writeString(folder.resolve("jdk/lib").resolve(file), "of another release");
        assertNotEquals(first, text());
    }

    @Test
    void whatStandsBehindMillraceDoesNotCount() throws IOException {
        String first = text();
        Files.writeString(behind, "built anew");
        assertEquals(first, text());
        KeyOrReason withFolder = keyOf(List.of(), HEAP, before, millrace, folder);
        assertEquals(first, ((CacheKey) withFolder).text());
        assertEquals(List.of(before.toFile(), millrace.toFile()), ((CacheKey) withFolder).classPath());
    }

    @Test
    void aFolderBeforeMillraceIsAReason() {
        KeyOrReason found = keyOf(List.of(), HEAP, folder, millrace);
        assertEquals(new KeyOrReason.Reason("a folder stands before Millrace on the class path: " + folder), found);
    }

    @Test
    void anEntryMayBeASymbolicLinkToTheJar() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.jar"), millrace);
        CacheKey key = (CacheKey) keyOf(List.of(), HEAP, link, behind);
        assertEquals(List.of(link.toFile()), key.classPath());
    }

    @Test
    void whereAManifestLeadsToMillraceTheWholeClassPathCounts() throws IOException {
        CacheKey key = (CacheKey) keyOf(List.of(), HEAP, before, behind);
        assertEquals(List.of(before.toFile(), behind.toFile()), key.classPath());
        Files.writeString(millrace, "built anew");
        assertNotEquals(key.text(), ((CacheKey) keyOf(List.of(), HEAP, before, behind)).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "-XX:+UseG1GC", "--add-opens=java.base/java.io=ALL-UNNAMED", "--add-modules=java.sql", "--enable-preview",
        "-ea", "-ea:org.example...", "-XX:+UseCompactObjectHeaders", "-XX:-UseCompressedOops",
        "-XX:ObjectAlignmentInBytes=16", "--enable-native-access=ALL-UNNAMED",
        "-Dmillrace.process.lesson=org.example.Lesson"
    })
    void flagsThatDecideAboutLoadedClassesAreInTheKey(String flag) {
        assertNotEquals(text(), text(flag));
    }

    /// They may name files and commands, which a training must not touch.
    @ParameterizedTest
    @ValueSource(strings = {
        "-Drun=17", "-Xlog:gc:file=gc.log", "-Xmx2g", "-Xss4m", "-XX:StartFlightRecording=filename=all.jfr",
        "-XX:OnOutOfMemoryError=reboot", "-XX:MaxGCPauseMillis=5", "-verbose:gc"
    })
    void otherFlagsAreNot(String flag) {
        assertEquals(text(), text(flag));
        assertEquals(List.of(), ((CacheKey) keyOf(List.of(flag), HEAP, millrace)).flags());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "-javaagent:agent.jar", "-agentlib:jdwp=transport=dt_socket", "-Xshare:off", "-XX:SharedArchiveFile=own.jsa",
        "-XX:AOTCache=own.aot", "-XX:AOTMode=off", "--patch-module=java.base=x", "--limit-modules=java.base",
        "--module-path=/modules", "-Xbootclasspath/a:/boot.jar", "-Djava.system.class.loader=Own"
    })
    void flagsWithWhichTheJvmWouldNotUseACacheAreAReason(String flag) {
        assertTrue(keyOf(List.of(flag), HEAP, millrace) instanceof KeyOrReason.Reason(var text)
                && text.endsWith(flag));
    }

    @Test
    void aHeapWithWideReferencesHasItsOwnKey() {
        CacheKey small = (CacheKey) keyOf(List.of(), HEAP, millrace);
        CacheKey large = (CacheKey) keyOf(List.of(), 32L << 30, millrace);
        assertNotEquals(small.text(), large.text());
        assertEquals(List.of("-XX:-UseCompressedOops"), large.flags());
    }

    @Test
    void aPathWithALineBreakCannotForgeALine() {
        String forged = text("--add-modules=a\nflag -ea");
        assertNotEquals(text("--add-modules=a", "-ea"), forged);
    }
}

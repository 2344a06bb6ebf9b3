package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The script `millrace` of a checkout, with a program `mvn` that notes its arguments and copies the jar of this build.
@Timeout(120)
class LauncherIT {
    private static final Path ROOT = Path.of("..");
    private static final Path JAR = Path.of("target/benchmarks.jar");
    private static final String BUILD = "-B -pl %s -am -Dmaven.test.skip=true -Denforcer.skip=true package";

    @TempDir
    Path folder;

    private Path checkout;
    private Path tools;
    private Path calls;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectory(folder.resolve("a checkout"));
        tools = Files.createDirectory(folder.resolve("tools"));
        calls = Files.createFile(folder.resolve("calls"));
        copy("millrace");
        copy("engine/src/main/build/jar.sh");
        for (String module : List.of("shm", "native", "engine", "bench")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.createFile(checkout.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(checkout.resolve("pom.xml"));
        mvn("""
                mkdir -p bench/target engine/target
                cp '%1$s' bench/target/benchmarks.jar
                cp '%1$s' engine/target/millrace.jar
                """.formatted(JAR.toAbsolutePath()));
    }

    private void copy(String file) throws IOException {
        Path copy = checkout.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(ROOT.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void mvn(String body) throws IOException {
        Path mvn = tools.resolve("mvn");
        Files.writeString(mvn, "#!/bin/sh\necho \"$*\" >> '%s'\n%s".formatted(calls, body));
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Said millrace(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("millrace").toString()));
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, Files.readString(errors));
    }

    private void change(String source) throws IOException {
        Files.writeString(checkout.resolve(source), "");
        Files.setLastModifiedTime(checkout.resolve(source), FileTime.from(Instant.now().plusSeconds(60)));
    }

    @Test
    void benchBuildsItsJarOnceAndAgainAfterAChange() throws Exception {
        Said first = millrace("bench", "--help");
        assertEquals(0, first.code(), first.err());
        assertTrue(first.out().startsWith("Usage: millrace bench "), first.out());
        assertEquals(List.of(BUILD.formatted("bench")), Files.readAllLines(calls));
        Said second = millrace("help", "bench", "limits");
        assertTrue(second.out().startsWith("Usage: millrace bench limits "), second.out() + second.err());
        assertEquals(1, Files.readAllLines(calls).size());
        change("bench/src/main/Changed.java");
        assertEquals(2, millrace("bench", "limts").code());
        assertEquals(2, Files.readAllLines(calls).size());
        millrace("squares", "--help");
        assertEquals(2, Files.readAllLines(calls).size(), "squares was built for a change in the benchmarks");
    }

    @Test
    void aBuildThatFailsIsToldAndLeavesNoJar() throws Exception {
        mvn("echo '[ERROR] no disk'; exit 1");
        Said said = millrace("bench", "limits");
        assertEquals(1, said.code());
        assertTrue(said.err().contains("no disk\n") && said.err().contains("the whole log is in "), said.err());
        assertFalse(Files.exists(checkout.resolve("bench/target/benchmarks.jar")));
    }

    @Test
    void wordsBehindBenchReachTheReportAsTheyAre() throws Exception {
        Said said = millrace("bench", "stream", "--folder", "/no where");
        assertEquals(1, said.code(), said.err());
        assertTrue(said.err().contains("(/no where/"), said.err());
        Said jmh = millrace("bench", "jmh", "-l");
        assertEquals(0, jmh.code(), jmh.err());
        assertTrue(jmh.out().contains("io.millrace.bench.MapBlockBenchmark.map\n"), jmh.out());
    }
}

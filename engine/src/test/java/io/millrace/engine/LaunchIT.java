package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Children and workers find their classes however their parent was started.
@Timeout(60)
class LaunchIT {
    private static final String PROGRAM =
            """
            package app;

            import io.millrace.engine.*;
            import io.millrace.engine.kernel.*;
            import io.millrace.shm.SharedMemory;
            import io.millrace.shm.data.*;
            import java.lang.management.ManagementFactory;

            public class Program {
                public static void main(String[] arguments) throws Exception {
                    try (SharedMemory memory = SharedMemory.temporary(1 << 20)) {
                        DoubleArray data = memory.newDoubleArray("data", 100);
                        int code = JvmProcess.start(memory, () -> compute(data)).join();
                        double sum = 0;
                        if (arguments.length > 0) {
                            try (Pool pool = Pool.start(memory, 1)) {
                                sum = pool.reduce(data, Reduction.SUM);
                            }
                        }
                        System.out.println("exit " + code + ", sum " + sum);
                    }
                }

                static void compute(DoubleArray data) {
                    data.fill(2);
                    String flags = ManagementFactory.getRuntimeMXBean().getInputArguments().toString();
                    System.out.println("child " + System.getProperty("given") + " " + flags.contains("Xmx77m")
                            + " " + Object.class.getModule().isOpen("java.util.zip", Program.class.getModule()));
                    System.out.println("assertions " + Program.class.desiredAssertionStatus() + ", collector "
                            + ManagementFactory.getGarbageCollectorMXBeans().getFirst().getName());
                }
            }
            """;

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void compile() throws IOException {
        classes = folder.resolve("my classes");
        Path source = Files.createDirectory(folder.resolve("app")).resolve("Program.java");
        Files.writeString(source, PROGRAM);
        assertEquals(0, javac("-cp", ownPath(), "-d", classes.toString(), source.toString()));
    }

    private static int javac(String... arguments) {
        return ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, arguments);
    }

    private static String ownPath() {
        return System.getProperty("java.class.path");
    }

    private static Stream<Path> ownEntries() {
        return Arrays.stream(ownPath().split(File.pathSeparator)).map(Path::of).filter(Files::exists);
    }

    /// What it prints, in whatever order: the child, then the program.
    private String java(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor() <= 1, output);
        return output;
    }

    private static void assertSays(String expected, String output) {
        assertTrue(output.contains(expected), output);
    }

    private static void jar(Path to, Path from, Map<String, String> attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(to));
                JarOutputStream jar = new JarOutputStream(file, manifest);
                Stream<Path> all = Files.walk(from)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String name = from.relativize(path).toString();
                if (!name.equals("META-INF/MANIFEST.MF")) {
                    jar.putNextEntry(new JarEntry(name));
                    Files.copy(path, jar);
                }
            }
        }
    }

    @Test
    void fromAClassPathWithSpacesAndFlagsOfAnArgumentFileAndOfTheEnvironment() throws Exception {
        Path arguments = folder.resolve("arguments");
        Files.writeString(arguments,
                "-cp \"my classes%s%s\" --add-opens java.base/java.util.zip=ALL-UNNAMED -Xmx77m -ea -XX:+UseParallelGC"
                .formatted(File.pathSeparator, ownPath()));
        String output = java(
                Map.of("JDK_JAVA_OPTIONS", "-Dgiven=\"a b\" -Xlog:gc:file=own.log"),
                "@" + arguments,
                "app.Program",
                "with a pool");
        assertSays("child a b false true", output);
        assertSays("assertions true, collector PS", output);
        assertSays("exit 0, sum 200.0", output);
    }

    @Test
    void functionsOfAProgramRunFromItsSourceAreRefusedWithTheRemedy() throws Exception {
        Path source = folder.resolve("Prog.java");
        Files.writeString(
                source,
                """
                import io.millrace.engine.Pool;
                import io.millrace.shm.NotTransportableException;
                import io.millrace.shm.data.DoubleArray;

                void main() {
                    try (Pool pool = Pool.start(1)) {
                        DoubleArray data = pool.memory().newDoubleArray("data", 100);
                        say(() -> pool.map(data, x -> 2 * x, data));
                        say(() -> pool.forRanges(0, 100, (from, to) -> {}));
                        say(() -> pool.submit(() -> 1));
                    }
                }

                void say(Runnable call) {
                    try {
                        call.run();
                    } catch (NotTransportableException refusal) {
                        IO.println(refusal.getMessage());
                    }
                }
                """);
        String output = java(Map.of(), "-cp", ownPath(), source.toString());
        assertEquals(
                3, output.lines().filter(line -> line.contains("compile it first")).count(), output);
    }

    @Test
    void fromAnExecutableJarWithItsManifest() throws Exception {
        String needed = ownEntries().map(path -> path.toUri().toString()).collect(Collectors.joining(" "));
        jar(
                folder.resolve("the app.jar"),
                classes,
                Map.of("Main-Class", "app.Program", "Class-Path", needed, "Add-Opens", "java.base/java.util.zip"));
        String output = java(Map.of(), "-Dgiven=x", "-jar", "the app.jar", "with a pool");
        assertSays("child x false true", output);
        assertSays("assertions false, collector Copy", output); // the serial one
        assertSays("exit 0, sum 200.0", output);
    }

    @Test
    void fromNamedModules() throws Exception {
        Path modules = Files.createDirectory(folder.resolve("modules"));
        Compiled.modulesInto(modules);
        Path sources = Files.createDirectories(folder.resolve("src"));
        Files.writeString(sources.resolve("module-info.java"),
                "module app { requires io.millrace.engine; requires java.management; }");
        assertEquals(
                0,
                javac(
                        "-p", modules.toString(),
                        "-d", modules.resolve("app").toString(),
                        sources.resolve("module-info.java").toString(),
                        folder.resolve("app/Program.java").toString()));
        String output = java(
                Map.of(),
                "-Dgiven=y",
                "--enable-native-access=io.millrace.shm,io.millrace.ckernel",
                "-p",
                "modules",
                "-m",
                "app/app.Program",
                "with a pool");
        assertSays("child y false false", output);
        assertSays("exit 0, sum 200.0", output);
    }

    @Test
    void noPoolStartsFromASourceThatIsCompiledInMemory() throws Exception {
        String output = java(Map.of(), "-cp", ownPath(), "app/Program.java");
        assertSays("NotTransportableException", output);
        assertSays("memory only", output);
        assertSays("javac -cp millrace.jar -d classes", output);
    }
}

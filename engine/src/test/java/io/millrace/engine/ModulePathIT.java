package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.Jvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/// Programs on the module path: they compile against the API packages and no others, and their
/// workers run on the same module path.
@Timeout(120)
class ModulePathIT {
    private static final String MODULE = "module app { requires io.millrace.engine; }";

    private static final String PROGRAM = """
            package app;

            import io.millrace.engine.*;
            import io.millrace.engine.kernel.*;
            import io.millrace.shm.SharedMemory;
            import io.millrace.shm.data.*;
            import io.millrace.shm.message.*;
            import io.millrace.shm.sync.SharedLock;

            class Main {
                public static void main(String[] arguments) throws Exception {
                    KernelKind kernel = KernelKind.valueOf(arguments[0]);
                    try (SharedMemory memory = SharedMemory.temporary(16 << 20);
                            Pool pool = Pool.start(memory, PoolOptions.defaults().workers(2).kernel(kernel))) {
                        DoubleArray data = memory.newDoubleArray("data", 100_000);
                        data.setAll(i -> i % 10);
                        pool.map(data, DoubleUnaryOp.SQUARE, data);
                        pool.map(data, x -> x + 1, data);
                        System.out.println("sum " + pool.reduce(data, Reduction.SUM));
                        System.out.println("own reduction " + pool.reduce(data, Reduction.of(0, (x, y) -> Math.max(x, y))));
                        System.out.println("low and high " + java.util.Arrays.toString(pool.histogram(data, 0, 100, 2)));
                        pool.forRanges(0, data.length(), (from, to) -> {
                            for (long i = from; i < to; i++) {
                                data.set(i, -data.get(i));
                            }
                        });
                        System.out.println("negated " + pool.reduce(data, Reduction.SUM));
                        LongValue count = memory.newLongValue("count", 0);
                        SharedLock lock = memory.newLock("lock");
                        SharedQueue<String> queue = memory.newQueue("queue", Codec.utf8());
                        Pipe<String, String> pipe = memory.newPipe("pipe", Codec.utf8(), 1 << 12);
                        for (int i = 0; i < 10; i++) {
                            pool.submit(() -> {
                                lock.lock();
                                try {
                                    count.set(count.get() + 1);
                                } finally {
                                    lock.unlock();
                                }
                                return null;
                            }).get();
                        }
                        long parent = ProcessHandle.current().pid();
                        pool.submit(() -> {
                            boolean elsewhere = ProcessHandle.current().pid() != parent;
                            queue.put(Main.class.getModule() + (elsewhere ? ", elsewhere" : ", here"));
                            pipe.second().send("piped");
                            return null;
                        }).get();
                        SharedQueue<Object> functions = memory.newQueue("functions", Codec.any());
                        functions.put(DoubleUnaryOps.scale(2));
                        pool.submit(() -> {
                            functions.put(((DoubleUnary) functions.take()).applyAsDouble(21));
                            return null;
                        }).get();
                        System.out.println("function " + functions.take());
                        System.out.println("count " + count.get() + ", " + queue.take() + ", "
                                + pipe.first().receive());
                    }
                }
            }
            """;

    private static final String OUTPUT = """
            sum 2950000.0
            own reduction 82.0
            low and high [70000, 30000]
            negated -2950000.0
            function 42.0
            count 10, module app, elsewhere, piped
            """;

    /// The automatic modules of Chronicle cannot say what they require.
    private static final String CHRONICLE_MODULE = """
            module app {
                requires io.millrace.shm;
                requires chronicle.bytes;
                requires java.logging;
                requires java.management;
                requires jdk.unsupported;
                requires org.slf4j;
            }
            """;

    private static final String CHRONICLE_PROGRAM = """
            package app;

            import io.millrace.shm.SharedMemory;
            import io.millrace.shm.interop.ChronicleCodecs;
            import io.millrace.shm.message.*;

            class Main {
                public static void main(String[] arguments) throws Exception {
                    Codec<String> codec = ChronicleCodecs.of("text", (text, out) -> out.writeUtf8(text), in -> in.readUtf8());
                    try (SharedMemory memory = SharedMemory.temporary(4 << 20)) {
                        SharedQueue<String> queue = memory.newQueue("queue", codec);
                        queue.put("hello");
                        System.out.println(queue.take());
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private Path modules;
    private Path app;

    @BeforeEach
    void layModules() throws IOException {
        modules = Files.createDirectory(folder.resolve("modules"));
        app = Files.createDirectory(folder.resolve("app"));
        Compiled.modulesInto(modules);
    }

    private void compile(String module, String program) {
        Compiled.into(
                app,
                List.of("--module-path", modules.toString(), "-Xlint:all,-requires-automatic", "-Werror"),
                "module-info.java",
                module,
                "app/Main.java",
                program);
    }

    /// Standard output and standard error of the program and its workers.
    private String run(List<String> flags, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of("--module-path", modules + File.pathSeparator + app, "-m", "app/app.Main"));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said.txt");
        Process java = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int code = java.waitFor();
        String output = Files.readString(said);
        assertEquals(0, code, output);
        return output;
    }

    @Test
    void aProgramComputesInWorkerProcessesWithTheFlagsOfTheReadme() throws Exception {
        List<String> flags = List.of("--enable-native-access=io.millrace.shm,io.millrace.ckernel");
        String readme = Files.readString(Path.of("..", "README.md"));
        flags.forEach(flag -> assertTrue(readme.contains(flag), flag));
        compile(MODULE, PROGRAM);
        assertEquals(OUTPUT, run(flags, "AUTO"));
    }

    @Test
    void theVectorKernelsComputeThereToo() throws Exception {
        compile(MODULE, PROGRAM);
        String output = run(List.of("--add-modules=jdk.incubator.vector"), "VECTOR");
        assertTrue(output.endsWith(OUTPUT), output); // after the warnings of the JDK
    }

    @Test
    void messagesOfChronicleBytesAreSent() throws Exception {
        Compiled.asModule(Bytes.class, "chronicle.bytes", modules);
        Compiled.asModule(Jvm.class, "chronicle.core", modules);
        Compiled.asModule(Logger.class, "org.slf4j", modules);
        compile(CHRONICLE_MODULE, CHRONICLE_PROGRAM);
        List<String> flags = List.of("--enable-native-access=io.millrace.shm", "--sun-misc-unsafe-memory-access=allow");
        assertEquals("hello\n", run(flags));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "io.millrace.engine.cli.Main",
        "io.millrace.engine.internal.jvm.JvmLauncher",
        "io.millrace.shm.internal.codec.ValueCodec",
        "io.millrace.shm.internal.region.Region"
    })
    void aProgramThatImportsAnInternalPackageDoesNotCompile(String type) {
        String source = "package app; import " + type + "; class Main {}";
        AssertionError refusal = assertThrows(AssertionError.class, () -> compile(MODULE, source));
        String named = type.substring(0, type.lastIndexOf('.'));
        assertTrue(refusal.getMessage().contains("package " + named + " is not visible"), refusal::getMessage);
    }
}

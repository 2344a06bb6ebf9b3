package io.millrace.engine.internal.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.Compiled;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.RemoteCallable;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.SharedLock;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sends functions to other JVMs: from the class path, from the executable jar, in a named module,
/// and to a JVM without one of the classes.
@Timeout(120)
class FunctionTravelIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String ELSEWHERE = """
            package elsewhere;
            public class Giver {
                public record Part(int number) {}
                public static io.millrace.engine.RemoteCallable<Object> give(int captured) {
                    return () -> "given " + captured;
                }
                public static io.millrace.engine.RemoteCallable<Object> giveRecord() {
                    Part part = new Part(7);
                    return () -> part.number();
                }
            }
            """;

    private static final String MODULE = "module app { requires io.millrace.shm; requires io.millrace.engine; }";

    private static final String MODULE_MAIN = """
            package app;
            import io.millrace.engine.*;
            import io.millrace.shm.SharedMemory;
            import io.millrace.shm.message.Codec;
            import io.millrace.shm.sync.SharedLock;
            import java.lang.foreign.*;
            import java.nio.file.Path;
            public class Main {
                public static void main(String[] arguments) throws Exception {
                    try (SharedMemory memory = SharedMemory.create(Path.of(arguments[0]), 1 << 16);
                            Arena arena = Arena.ofConfined()) {
                        SharedLock lock = memory.newLock("l");
                        int captured = 21;
                        DoubleUnary twice = x -> x * 2;
                        RemoteCallable<Object> call = () -> {
                            lock.lock();
                            try {
                                return twice.andThen(x -> x + 0.5).applyAsDouble(captured);
                            } finally {
                                lock.unlock();
                            }
                        };
                        Codec<RemoteCallable<Object>> codec = Codec.<RemoteCallable<Object>>any().bind(memory);
                        MemorySegment bytes = arena.allocate(10_000);
                        RemoteCallable<Object> back = codec.decode(bytes.asSlice(0, codec.encode(call, bytes)));
                        System.out.println(back.call() + " in " + Main.class.getModule());
                    }
                }
            }
            """;

    private final MemoryFolder folder = MemoryFolder.create();
    private SharedMemory memory;
    private SharedQueue<RemoteCallable<Object>> calls;
    private SharedQueue<String> answers;

    @TempDir
    Path scratch;

    @BeforeEach
    void makeQueues() {
        memory = SharedMemory.create(folder.file("f.mill"), 4 << 20);
        QueueOptions few = QueueOptions.defaults().capacity(8).maxMessageByteSize(4_096);
        calls = memory.newQueue("calls", Codec.any(), few);
        answers = memory.newQueue("answers", Codec.utf8(), few);
    }

    @AfterEach
    void closeAll() {
        memory.close();
        folder.close();
    }

    private String ask(RemoteCallable<Object> call) throws InterruptedException {
        calls.put(call);
        String answer = answers.poll(SOON);
        assertTrue(answer != null, "the other process does not answer");
        return answer;
    }

    private ChildJvm.Builder echo() {
        return ChildJvm.of(FunctionEcho.class, folder.file("f.mill"));
    }

    private void end(ChildJvm child) throws InterruptedException {
        assertEquals("end", ask(FunctionEcho.last()));
        assertEquals(0, child.await(SOON), child::story);
    }

    @SuppressWarnings("unchecked")
    private static RemoteCallable<Object> call(Class<?> giver, String method, Object... arguments) throws Exception {
        Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {int.class};
        return (RemoteCallable<Object>) giver.getMethod(method, types).invoke(null, arguments);
    }

    @Test
    void aFunctionFromTheClassPathRunsInAnotherProcessWithTheSameHandles() throws Exception {
        LongArray counters = memory.newLongArray("counters", 2);
        SharedLock lock = memory.newLock("lock");
        DoubleUnary scale = x -> x * 1.5;
        DoubleUnary composed = scale.andThen(x -> x + 1);
        long here = ProcessHandle.current().pid();
        try (ChildJvm child = echo().start()) {
            assertEquals("4.0", ask(() -> composed.applyAsDouble(2)));
            lock.lock();
            assertEquals("false", ask(lock::tryLock));
            lock.unlock();
            assertEquals("true", ask(() -> {
                counters.set(0, ProcessHandle.current().pid());
                return counters.get(0) != here && counters.length() == 2;
            }));
            assertEquals(child.pid(), counters.get(0));
            assertEquals("java.io.IOException: from there", ask(() -> {
                throw new java.io.IOException("from there");
            }));
            end(child);
        }
    }

    @Test
    void aClassThatTheOtherProcessLacksIsNamedThere() throws Exception {
        Compiled.into(scratch, List.of("-cp", Compiled.home(DoubleUnary.class).toString()), "elsewhere/Giver.java",
                ELSEWHERE);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {scratch.toUri().toURL()});
                ChildJvm child = echo().start()) {
            Class<?> giver = loader.loadClass("elsewhere.Giver");
            String refusal = ask(call(giver, "give", 3));
            assertTrue(refusal.startsWith("io.millrace.shm.NotTransportableException: "), refusal);
            assertTrue(refusal.contains("class=elsewhere.Giver;") && refusal.contains("class path"), refusal);
            assertTrue(child.isAlive());
        }
    }

    @Test
    void functionsAreSentToAProcessThatRunsFromTheExecutableJar() throws Exception {
        Path jar = Path.of("target", "millrace.jar").toAbsolutePath();
        assumeTrue(Files.exists(jar), "the executable jar was not built");
        Compiled.into(scratch, List.of("-cp", Compiled.home(DoubleUnary.class).toString()), "elsewhere/Giver.java",
                ELSEWHERE);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {scratch.toUri().toURL()});
                ChildJvm child = echo()
                        .classPath(jar, scratch, Compiled.home(FunctionEcho.class))
                        .start()) {
            Class<?> giver = loader.loadClass("elsewhere.Giver");
            assertEquals("given 3", ask(call(giver, "give", 3)));
            assertEquals("7", ask(call(giver, "giveRecord")));
            end(child);
        }
    }

    @Test
    void functionsOfAModuleThatOpensNoPackageAreSentButNotWithoutTheReflectionFactory() throws Exception {
        Path modules = Files.createDirectory(scratch.resolve("modules"));
        Path app = Files.createDirectory(scratch.resolve("app"));
        Compiled.modulesInto(modules);
        Compiled.into(
                app, List.of("--module-path", modules.toString()), "module-info.java", MODULE, "app/Main.java",
                MODULE_MAIN);
        assertEquals(
                "42.5 in module app\n",
                run("--enable-native-access=io.millrace.shm", "--module-path", modules + ":" + app, "-m",
                        "app/app.Main"));
        String without = run(
                "--enable-native-access=ALL-UNNAMED",
                "--limit-modules=java.base",
                "-cp",
                modules.resolve("*") + ":" + app,
                "app.Main");
        assertTrue(without.contains("MillraceException: functions cannot travel"), without);
        assertTrue(without.contains("add --add-modules jdk.unsupported"), without);
    }

    private String run(String... arguments) throws Exception {
        Path file = folder.file("module.mill");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(java.waitFor(30, TimeUnit.SECONDS));
        Files.deleteIfExists(file);
        return said;
    }
}

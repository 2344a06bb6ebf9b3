package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.shm.WorkerException;
import io.millrace.testing.MemoryFolder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two users of one machine and one folder for temporary files: what the one plants and looks for, while
/// the other's workers run and crash. Needs root, to become both. Where it may be set,
/// `fs.protected_symlinks` is off: the kernel does not help.
@Timeout(120)
class TwoUsersIT {
    private static final int DEAD_WORKER = 54_321;
    private static final int ATTACKER = 54_322;
    private static final Path PROTECTION = Path.of("/proc/sys/fs/protected_symlinks");
    private static final String SECRET = "swordfish";

    private MemoryFolder base;
    private Path shared;
    private Path home;
    private String protection;

    @BeforeEach
    void makeFolders() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
        protection = Files.readString(PROTECTION).strip();
        protect("0");
        base = MemoryFolder.create();
        Files.setPosixFilePermissions(base.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
        shared = Files.createDirectory(base.file("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        home = Files.createDirectory(base.file("home"));
        Files.setAttribute(home, "unix:uid", DEAD_WORKER);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        copyClasses(Files.createDirectory(base.file("classes")));
    }

    @AfterEach
    void restore() {
        if (base != null) {
            protect(protection);
            base.close();
        }
    }

    private static void protect(String value) {
        try {
            Files.writeString(PROTECTION, value);
        } catch (IOException readOnly) {
            // in a container: the tricks are tried with what is there
        }
    }

    /// Neither user may read those of the build.
    private static void copyClasses(Path to) throws IOException {
        int count = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path target = to.resolve(count++ + "-" + from.getFileName());
                try (Stream<Path> all = Files.walk(from)) {
                    for (Path path : all.toList()) {
                        Files.copy(path, target.resolve(from.relativize(path).toString()),
                                StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
        run(0, "chmod -R a+rX " + to);
    }

    private static ProcessBuilder as(int user, List<String> command) {
        List<String> line = new ArrayList<>(
                List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--"));
        line.addAll(command);
        return new ProcessBuilder(line).redirectErrorStream(true);
    }

    /// What a shell of that user prints.
    private static String run(int user, String script) throws IOException {
        Process process = as(user, List.of("sh", "-c", script)).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes()).strip();
    }

    private Process startVictim() throws IOException {
        String classPath;
        try (Stream<Path> entries = Files.list(base.file("classes"))) {
            classPath = entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
        Path arguments = home.resolve("arguments");
        Files.writeString(
                arguments,
                String.join(
                        "\n",
                        "-Dpassword=" + SECRET,
                        "-Djava.io.tmpdir=" + shared,
                        "-Dmillrace.folder=" + home.resolve("files"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp " + classPath));
        Files.setAttribute(arguments, "unix:uid", DEAD_WORKER);
        Files.setPosixFilePermissions(arguments, PosixFilePermissions.fromString("rw-------"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return as(DEAD_WORKER, List.of(java, "@" + arguments, DeadWorker.class.getName()))
                .directory(base.path().toFile())
                .start();
    }

    /// Starts a worker, tells its pid, and lets it crash when it is told to.
    static final class DeadWorker {
        private DeadWorker() {}

        public static void main(String[] arguments) throws Exception {
            try (Pool pool =
                    Pool.start(PoolOptions.defaults().workers(1).maxAttempts(1).output(WorkerOutput.DISCARD))) {
                pool.awaitWorkers();
                System.out.println("pid " + pool.workers().getFirst().pid());
                System.in.read();
                try {
                    pool.submit(DeadWorker::crash).get();
                } catch (ExecutionException death) {
                    WorkerException story = (WorkerException) death.getCause();
                    System.out.println("signal " + story.signal().orElse(0));
                    System.out.println("log " + story.crashLog().orElseThrow());
                }
                System.in.read();
            }
            System.out.println("closed");
        }

        @SuppressWarnings("restricted")
        private static int crash() {
            return MemorySegment.ofAddress(16).reinterpret(64).get(ValueLayout.JAVA_INT, 0);
        }
    }

    private static String said(BufferedReader output, String word) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word)) {
                return line.substring(word.length()).strip();
            }
            lines.add(line);
        }
        throw new AssertionError("not said: " + word + ", but " + lines);
    }

    @Test
    void anotherUserCannotWriteReadOrRemoveOurFiles() throws Exception {
        run(DEAD_WORKER, "umask 077; cd " + home + "; mkdir trap; echo precious > trap/lock; echo precious > precious");
        run(ATTACKER, "cd " + shared + "; ln -s " + home + "/trap millrace-jvm-1; mkdir -m 777 millrace-jvm-2; ln -s "
                + home + "/precious millrace-jvm-2/lock; touch millrace-jvm-2/arguments-1");
        Process deadWorker = startVictim();
        try (BufferedReader output = deadWorker.inputReader()) {
            String pid = said(output, "pid");
            run(ATTACKER, "cd " + shared + "; for n in $(seq 1 20) " + pid + "; do ln -s " + home
                    + "/precious millrace-crash-$n.log; ln -s " + home + "/precious hs_err_pid$n.log; done");
            String list = run(ATTACKER, "ps ax -o args; tr '\\0' ' ' < /proc/" + pid + "/cmdline");
            assertTrue(list.contains("WorkerMain"), list);
            assertFalse(list.contains(SECRET), list);
            assertEquals("", run(ATTACKER, "grep -rl " + SECRET + " " + shared + " 2> /dev/null"));

            deadWorker.getOutputStream().write('\n');
            deadWorker.getOutputStream().flush();
            assertEquals("11", said(output, "signal"));
            Path log = Path.of(said(output, "log"));
            assertTrue(Files.readString(log).contains("pid=" + pid), log::toString);
            assertEquals(shared, log.getParent().getParent());
            assertEquals("", run(ATTACKER, "cat " + log + " 2> /dev/null"));
            assertEquals("", run(ATTACKER, "grep -rl " + SECRET + " " + shared + " 2> /dev/null"));
            assertNotEquals("", run(DEAD_WORKER, "cat " + log));
            run(ATTACKER, "rm -rf " + log.getParent() + "; mv " + log.getParent() + " " + shared + "/mine");
            assertTrue(Files.exists(log));

            deadWorker.getOutputStream().write('\n');
            deadWorker.getOutputStream().flush();
            said(output, "closed");
            assertEquals(0, deadWorker.waitFor());
            assertFalse(Files.exists(log.getParent()), "it goes with its process");
        } finally {
            deadWorker.destroyForcibly();
        }
        assertEquals("precious", Files.readString(home.resolve("precious")).strip());
        assertEquals("precious", Files.readString(home.resolve("trap/lock")).strip());
        assertEquals(
                List.of("millrace-jvm-1", "millrace-jvm-2"),
                Arrays.stream(shared.toFile().list()).filter(name -> name.startsWith("millrace-jvm")).sorted()
                        .toList());
    }
}

package io.millrace.shm.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.DoorsMain;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kernels, file systems and sandboxes that lack a system call, or forbid it: strace stands in for
/// them, one call and one error at a time, by each way to make calls.
@ParameterizedClass
@ValueSource(booleans = {true, false})
class SandboxIT {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final List<String> FINE = List.of(
            "create: fine", "openOrCreate: fine", "attachReadOnly: fine", "temporary: fine", "sweep: fine");

    @Parameter
    private boolean jni;

    private final MemoryFolder folder = MemoryFolder.create();
    private final Path file = folder.file("test.mill");

    @AfterEach
    void cleanUp() {
        folder.close();
    }

    /// What the doors said; `strace` is followed by what it injects.
    private List<String> doors(String... strace) {
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
        command.addAll(Arrays.asList(strace));
        ChildJvm child = ChildJvm.of(DoorsMain.class, file)
                .property("millrace.folder", folder.file("default"))
                .property(JniCall.PROPERTY, jni)
                .by(command.toArray(String[]::new))
                .start();
        try (child) {
            assertEquals(0, child.await(LONG), child::story);
        }
        return child.rest();
    }

    private static String inject(String call, String error) {
        return "inject=" + call + ":error=" + error;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "fallocate:ENOSYS", "fallocate:EPERM", "fallocate:EOPNOTSUPP",
        "fstatfs:ENOSYS", "fstatfs:EPERM",
        "statx:ENOSYS",
        "madvise:EINVAL", "madvise:ENOSYS", "madvise:EPERM", "madvise:EAGAIN",
        "membarrier:ENOSYS", "membarrier:EPERM"
    })
    void aMissingSystemCallIsReplacedByAFallback(String missing) {
        String[] parts = missing.split(":");
        List<String> said = doors("-e", "trace=" + parts[0], "-e", inject(parts[0], parts[1]));
        assertEquals(FINE, said.subList(0, FINE.size()), said::toString);
        assertEquals("attach: fine", said.getLast());
        assertEquals(List.of("default"), folder.names());
    }

    /// `-P` narrows it to the folder itself, where only files without a name are made.
    @ParameterizedTest
    @ValueSource(strings = {"EOPNOTSUPP", "EINVAL", "EISDIR", "ENOSYS", "EPERM"})
    void withoutUnnamedFilesATemporaryNameIsUsed(String error) {
        List<String> said =
                doors("-P", folder.path().toString(), "-e", "trace=openat", "-e", inject("openat", error) + ":when=1");
        assertEquals("create: fine", said.getFirst(), said::toString);
        assertEquals("attach: fine", said.getLast());
        assertEquals(List.of("default"), folder.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EINVAL", "ENOSYS", "EPERM"})
    void withoutASafeRenameAFileGetsItsNameByALink(String error) {
        List<String> said = doors(
                "-P", folder.path().toString(), "-P", file.toString(), "-e", "trace=openat,renameat2",
                "-e", inject("openat", "EOPNOTSUPP") + ":when=1", "-e", inject("renameat2", error));
        assertEquals("create: fine", said.getFirst(), said::toString);
        assertEquals("attach: fine", said.getLast());
        assertEquals(List.of("default"), folder.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EINVAL", "ENOSYS", "EPERM"})
    void withoutLocksOnBytesOneMessageSaysWhatTheyNeed(String error) {
        SharedMemory.create(file, MemoryOptions.defaults().byteSize(100).engineByteSize(0)).close();
        List<String> said =
                doors("-P", file.toString(), "-e", "trace=fcntl", "-e", inject("fcntl", error));
        assertTrue(said.getLast().startsWith("attach: FileAccessException: this system has no locks on bytes of files"),
                said::toString);
        assertTrue(said.getLast().contains("error=" + error), said::toString);
        assertTrue(said.getLast().contains("they need Linux 3.15 or later"), said::toString);
    }

    @Test
    void aFileThatCannotBeMappedSaysWhy() {
        SharedMemory.create(file, MemoryOptions.defaults().byteSize(100).engineByteSize(0)).close();
        List<String> said = doors("-P", file.toString(), "-e", "trace=mmap", "-e", inject("mmap", "ENOMEM"));
        assertTrue(said.getLast().startsWith("attach: FileAccessException: the file cannot be mapped"), said::toString);
        assertTrue(said.getLast().contains("raise ulimit -v"), said::toString);
    }
}

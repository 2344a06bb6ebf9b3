package io.millrace.shm.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a fresh JVM does to open and close one memory: which classes it loads and makes, held by
/// counts and not by a clock, and how it makes system calls.
class FirstMemoryIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path TEST_CLASSES = Path.of("target", "test-classes");

    /// Made at run time by the JDK itself, for memory segments; 18 in JDK 25.
    private static final int MADE_BY_THE_JDK = 30;
    private static final Pattern LOADED = Pattern.compile("\\S*\\s*(\\S+) source: (.*)");

    /// The JVM loads these in every program, but for the last, which comes with memory segments.
    private static final Set<String> NO_LINKING = Set.of(
            "jdk.internal.foreign.abi.NativeEntryPoint",
            "jdk.internal.foreign.abi.ABIDescriptor",
            "jdk.internal.foreign.abi.VMStorage",
            "jdk.internal.foreign.abi.UpcallLinker$CallRegs",
            "jdk.internal.foreign.abi.SharedUtils");

    private final MemoryFolder folder = MemoryFolder.create();
    private final Path jar = folder.file("shm.jar");
    private final Path temporary = folder.file("tmp");

    @BeforeEach
    void makeAJar() throws IOException {
        assumeTrue(Files.isRegularFile(CLASSES.resolve(packed())), "built without a C compiler");
        Files.createDirectory(temporary);
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"));
                Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inside = zip.getPath("/").resolve(CLASSES.relativize(file).toString());
                Files.createDirectories(inside.getParent());
                Files.copy(file, inside);
            }
        }
    }

    @AfterEach
    void cleanUp() {
        folder.close();
    }

    private static String packed() {
        return "META-INF/native/linux-" + (Platform.X86 ? "x86_64" : "aarch64") + "/libmillrace-syscall.so";
    }

    private void pack(byte[] library) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Files.write(zip.getPath("/").resolve(packed()), library);
        }
    }

    private ChildJvm.Builder child(Object... arguments) {
        return ChildJvm.of(FirstMemoryMain.class, arguments)
                .classPath(jar, TEST_CLASSES)
                .property("java.io.tmpdir", temporary)
                .property("millrace.folder", folder.file("default"));
    }

    private static String answer(ChildJvm.Builder builder) {
        try (ChildJvm child = builder.start()) {
            String answer = child.receive(LONG);
            assertEquals(0, child.await(LONG), child::story);
            return answer;
        }
    }

    private List<String> log(Object... arguments) throws IOException {
        Path log = folder.file("classes.log");
        assertEquals("by the library", answer(child(arguments).flag("-Xlog:class+load:file=" + log + ":uptime")));
        return Files.readAllLines(log);
    }

    private static void requireLean(List<String> log) {
        Set<String> made = new TreeSet<>();
        Set<String> loaded = new TreeSet<>();
        for (String line : log) {
            Matcher match = LOADED.matcher(line);
            if (match.matches()) {
                String name = match.group(1);
                boolean archived = match.group(2).startsWith("shared objects file");
                (name.contains("/0x") && !archived ? made : loaded).add(name);
            }
        }
        assertEquals(Set.of(), startingWith(made, "io.millrace."), "classes made at run time");
        assertTrue(made.size() <= MADE_BY_THE_JDK, made::toString);
        Set<String> linking = startingWith(loaded, "jdk.internal.foreign.abi.");
        linking.removeAll(NO_LINKING);
        assertEquals(Set.of(), linking, "the foreign linker");
        assertEquals(Set.of(), startingWith(loaded, "java.security.SecureRandom"), "random numbers of the JDK");
        assertEquals(Set.of(), startingWith(loaded, "java.lang.ProcessHandleImpl"), "a pool of threads");
        assertEquals(Set.of(), startingWith(loaded, "java.util.logging."), "a logger");
        assertTrue(loaded.contains("io.millrace.shm.SharedMemory"), "the log is read wrongly");
        assertTrue(made.stream().anyMatch(name -> name.contains("LambdaForm")), "the log is read wrongly");
    }

    private static Set<String> startingWith(Set<String> names, String start) {
        return names.stream().filter(name -> name.startsWith(start)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aTemporaryMemoryMakesNoClassAndLinksNoFunction() throws IOException {
        answer(child()); // copies the library, makes the folder
        requireLean(log());
    }

    @Test
    void attachingMakesNoClassAndLinksNoFunction() throws IOException {
        Path file = folder.file("test.mill");
        try (SharedMemory memory = SharedMemory.create(file, 1 << 20)) {
            memory.newDoubleArray("array", 10);
            answer(child());
            requireLean(log(file));
        }
    }

    @Test
    void theLibraryIsCopiedOnceIntoAFolderOfTheUserAlone() throws IOException {
        assertEquals("by the library", answer(child()));
        List<Path> folders = list(temporary);
        assertEquals(1, folders.size(), folders::toString);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folders.getFirst())));
        List<Path> copies = list(folders.getFirst());
        assertEquals(1, copies.size(), copies::toString);
        Object inode = Files.getAttribute(copies.getFirst(), "unix:ino");
        assertEquals("by the library", answer(child()));
        assertEquals(copies, list(folders.getFirst()));
        assertEquals(inode, Files.getAttribute(copies.getFirst(), "unix:ino"));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aPropertySwitchesTheLibraryOff() throws IOException {
        assertEquals("by foreign functions", answer(child().property("millrace.jni", "false")));
        assertEquals(List.of(), list(temporary));
    }

    @Test
    void aFolderThatOthersMayEnterIsNotUsed() throws IOException {
        answer(child());
        Path own = list(temporary).getFirst();
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals("by foreign functions", answer(child()));
    }

    @Test
    void aCopyWithAnotherContentIsReplaced() throws IOException {
        answer(child());
        Path copy = list(list(temporary).getFirst()).getFirst();
        byte[] content = Files.readAllBytes(copy);
        Files.write(copy, new byte[content.length]);
        assertEquals("by the library", answer(child()));
        assertEquals(-1, Files.mismatch(copy, CLASSES.resolve(packed())));
    }

    /// Of another machine, cut short, of somebody else, empty, or not there.
    @ParameterizedTest
    @ValueSource(strings = {"another machine", "short", "no library", "another library", "empty", "missing"})
    void whereTheLibraryCannotBeLoadedForeignFunctionsServe(String fault) throws IOException {
        byte[] content = Files.readAllBytes(CLASSES.resolve(packed()));
        switch (fault) {
            case "another machine" -> content[18] = 40; // 32-bit ARM
            case "short" -> content = Arrays.copyOf(content, 100);
            case "no library" -> content = "#!/bin/sh\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
            case "another library" -> content =
                    Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjimage.so"));
            default -> content = new byte[0];
        }
        pack(content);
        if (fault.equals("missing")) {
            try (FileSystem zip = FileSystems.newFileSystem(jar)) {
                Files.delete(zip.getPath("/").resolve(packed()));
            }
        }
        // another library is loaded, found to lack the method, and left alone
        String expected = fault.equals("another library") ? "by the library" : "by foreign functions";
        assertEquals(expected, answer(child()));
    }

    @Test
    void besideClassesInAFolderTheLibraryIsUsedWhereItIs() throws IOException {
        ChildJvm.Builder child = ChildJvm.of(FirstMemoryMain.class)
                .classPath(CLASSES, TEST_CLASSES)
                .property("java.io.tmpdir", temporary)
                .property("millrace.folder", folder.file("default"));
        assertEquals("by the library", answer(child));
        assertEquals(List.of(), list(temporary));
    }
}

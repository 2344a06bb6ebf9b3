package io.millrace.engine.internal.jvm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds where this JVM loads its classes from, and says so in arguments for a child JVM.
///
/// | this JVM was started       | a child gets                                                          |
/// |----------------------------|-----------------------------------------------------------------------|
/// | `java -cp PATH Main`       | the same path, its entries made absolute                              |
/// | `java -jar app.jar`        | the jar as its path, and the module flags of its manifest             |
/// | `java -p MODS -m app/Main` | the same module path, with the modules that were found on it as roots |
/// | from an IDE                | the path that the IDE's argument file or class-path jar contains      |
/// | `java Prog.java`           | the class path; the classes of the program are in memory only         |
///
/// The `Class-Path` in the manifest of a jar counts too.
///
/// A program that loads Millrace in another way, as some servers and nested jars do, has to give
/// the class path in its options.
final class CodePath {
    private static final String CLASS_PATH = "-cp";
    private static final String REMEDY = "give the class path of the child JVMs (classPath of the options)";

    private final Class<?> main;

    CodePath(Class<?> main) {
        this.main = main;
    }

    /// A program as arguments of the launcher.
    ///
    /// @param paths arguments with class and module path; may be long
    /// @param main arguments that name the main class
    record Program(List<String> paths, List<String> main) {
        /// The entries of the class path.
        List<File> classPath() {
            int flag = paths.indexOf(CLASS_PATH);
            return flag < 0
                    ? List.of()
                    : Arrays.stream(paths.get(flag + 1).split(File.pathSeparator)).map(File::new).toList();
        }

        /// The arguments other than the class path.
        List<String> flags() {
            List<String> flags = new ArrayList<>(paths);
            int flag = flags.indexOf(CLASS_PATH);
            if (flag >= 0) {
                flags.subList(flag, flag + 2).clear();
            }
            return flags;
        }
    }

    /// Whether a child finds Millrace on a module path.
    ///
    /// @param given the class path from the options, which replaces all paths of this JVM
    boolean isOfModules(List<Path> given) {
        return given.isEmpty() && main.getModule().isNamed();
    }

    /// The arguments for the child's main class.
    ///
    /// @param given the class path from the options; empty: the class path of this JVM
    /// @throws IllegalStateException when the class path of this JVM cannot be found out
    Program arguments(List<Path> given) {
        if (!given.isEmpty()) {
            String path = given.stream()
                    .map(entry -> entry.toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
            return new Program(List.of(CLASS_PATH, path), List.of(main.getName()));
        }
        requireFindable(given);
        String path = System.getProperty("java.class.path", "");
        List<String> arguments = new ArrayList<>(moduleArguments());
        boolean named = isOfModules(given);
        if (!path.isEmpty()) {
            arguments.addAll(List.of(CLASS_PATH, absolute(path)));
            arguments.addAll(manifestFlags(path));
        }
        return new Program(
                arguments,
                named ? List.of("-m", main.getModule().getName() + "/" + main.getName()) : List.of(main.getName()));
    }

    private static List<String> moduleArguments() {
        String path = System.getProperty("jdk.module.path", "");
        if (path.isEmpty()) {
            return List.of();
        }
        String roots = ModuleLayer.boot().configuration().modules().stream()
                .filter(module -> module.reference()
                        .location()
                        .filter(location -> !location.getScheme().equals("jrt"))
                        .isPresent())
                .map(module -> module.name())
                .sorted()
                .collect(Collectors.joining(","));
        List<String> arguments = new ArrayList<>(List.of("--module-path", absolute(path)));
        if (!roots.isEmpty()) {
            arguments.addAll(List.of("--add-modules", roots));
        }
        return arguments;
    }

    /// Checks that a child will find its main class.
    ///
    /// @param given the class path from the options; empty: the class path of this JVM
    /// @throws IllegalStateException when it will not
    void requireFindable(List<Path> given) {
        if (!given.isEmpty() || isOfModules(given)) {
            return;
        }
        String path = System.getProperty("java.class.path", "");
        if (path.isEmpty()) {
            throw new IllegalStateException(
                    "cannot find out the class path for child JVMs: java.class.path is empty; " + REMEDY);
        }
        if (main.getClassLoader() != ClassLoader.getSystemClassLoader() && !isListed(path, origin())) {
            throw new IllegalStateException(
                    "cannot find out the class path for child JVMs: Millrace was loaded by %s, java.class.path=%s; "
                                    .formatted(main.getClassLoader(), path)
                            + REMEDY);
        }
    }

    private @Nullable File origin() {
        CodeSource source = main.getProtectionDomain().getCodeSource();
        try {
            return source == null || source.getLocation() == null
                    ? null
                    : new File(source.getLocation().toURI()).getAbsoluteFile();
        } catch (Exception notAFile) {
            return null;
        }
    }

    private static boolean isListed(String path, @Nullable File origin) {
        return origin != null && Arrays.asList(absolute(path).split(File.pathSeparator)).contains(origin.getPath());
    }

    /// The flags in the manifest of the program's jar: the launcher reads them with `-jar` only.
    private static List<String> manifestFlags(String path) {
        String command = System.getProperty("sun.java.command", "");
        if (!(command.equals(path) || command.startsWith(path + " ")) || !Files.isRegularFile(Path.of(path))) {
            return List.of();
        }
        try (JarFile jar = new JarFile(path)) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? List.of() : flagsOf(manifest.getMainAttributes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "cannot read the jar of this program: path=%s, cause=%s; ".formatted(path, unreadable.getMessage())
                            + REMEDY,
                    unreadable);
        }
    }

    static List<String> flagsOf(Attributes manifest) {
        List<String> flags = new ArrayList<>();
        words(manifest, "Add-Exports").forEach(what -> flags.add("--add-exports=" + what + "=ALL-UNNAMED"));
        words(manifest, "Add-Opens").forEach(what -> flags.add("--add-opens=" + what + "=ALL-UNNAMED"));
        return flags;
    }

    private static List<String> words(Attributes manifest, String name) {
        String value = manifest.getValue(name);
        return value == null || value.isBlank() ? List.of() : List.of(value.strip().split("\\s+"));
    }

    /// The path with absolute entries, because a child may run in another folder.
    static String absolute(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }
}

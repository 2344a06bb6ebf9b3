package io.millrace.engine.internal.aot;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a cache of classes depends on. Two children with the same key may start from the same cache.
///
/// | line of the text         | holds                                                               |
/// |--------------------------|---------------------------------------------------------------------|
/// | `format`                 | how this release trains and keeps caches                            |
/// | `java`                   | path of the command                                                 |
/// | `size`, `time`, `file`   | a file: the JDK's classes, its JVM, each jar                        |
/// | `flag`                   | a flag that decides about loaded classes                            |
/// | `path`                   | an entry of the class path                                          |
///
/// Of the class path only the entries up to the last jar with Millrace count: what stands behind
/// them cannot change which of Millrace's classes are loaded. The JVM of release 25 does not compare
/// the class path itself, when a cache was assembled from a recording, so the key alone decides.
///
/// Each program computes a key when it starts: no regular expression, lambda or `+` of texts, which
/// cost milliseconds at first.
///
/// @param text all of it; decides
/// @param java the `java` command
/// @param flags the flags that decide about loaded classes
/// @param classPath the entries that count
/// @param origins the jars from which this JVM loaded Millrace
record CacheKey(String text, File java, List<String> flags, List<File> classPath, List<File> origins)
        implements KeyOrReason {
    private static final String FORMAT = "1";

    /// A JVM with such a heap has wider references.
    private static final long WIDE_REFERENCES_BYTES = 32L << 30;

    private static final String NO_COMPRESSED_REFERENCES = "-XX:-UseCompressedOops";

    /// Beginnings of flags that decide about loaded classes; the last one names what else is trained.
    /// All others stay out of the key and of the training: they may name files, ports and commands.
    private static final List<String> DECIDING = List.of(
            "--add-opens=", "--add-exports=", "--add-reads=", "--add-modules=", "--enable-native-access=",
            "--illegal-native-access=", "--enable-preview", "--sun-misc-unsafe-memory-access=",
            "-ea", "-da", "-esa", "-dsa", "-enableassertions", "-disableassertions", "-enablesystemassertions",
            "-disablesystemassertions", "-XX:+UseCompressed", "-XX:-UseCompressed", "-XX:+UseCompactObjectHeaders",
            "-XX:-UseCompactObjectHeaders", "-XX:ObjectAlignmentInBytes=", "-XX:+UnlockExperimentalVMOptions",
            "-XX:+UnlockDiagnosticVMOptions", "-Dmillrace.process.lesson=");

    /// Beginnings of flags with which a JVM uses no cache, or only one that the user names.
    private static final List<String> EXCLUDING = List.of(
            "-javaagent:", "-agentlib:", "-agentpath:", "-Xrun", "-Xshare", "-XX:AOT", "-XX:+AOT", "-XX:-AOT",
            "-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:+AutoCreateSharedArchive", "-XX:Flags=",
            "-XX:VMOptionsFile=", "--patch-module", "--limit-modules", "--upgrade-module-path", "--module-path", "-p",
            "-Xbootclasspath", "-Djava.system.class.loader=", "@");

    CacheKey {
        flags = List.copyOf(flags);
        classPath = List.copyOf(classPath);
        origins = List.copyOf(origins);
    }

    /// The key of a child.
    ///
    /// @param origins the jars or folders from which this JVM loaded Millrace
    static KeyOrReason of(ChildJvm child, List<File> origins) {
        for (String flag : child.flags()) {
            if (begins(flag, EXCLUDING)) {
                return new Reason("the JVM would not use it beside " + flag);
            }
        }
        List<File> path = child.classPath().subList(0, end(child.classPath(), origins));
        for (File entry : path) {
            if (entry.isDirectory()) {
                return new Reason("a folder stands before Millrace on the class path: " + entry);
            }
        }
        List<String> flags = deciding(child);
        return new CacheKey(text(child.java(), flags, path, origins), child.java(), flags, path, origins);
    }

    /// How many entries of the class path count: all, unless each origin is one of them.
    private static int end(List<File> path, List<File> origins) {
        int end = 0;
        for (File origin : origins) {
            int index = index(path, origin);
            if (index < 0) {
                return path.size();
            }
            end = Math.max(end, index + 1);
        }
        return end;
    }

    /// An origin has no symbolic links in its path, an entry may have.
    private static int index(List<File> path, File origin) {
        int index = path.indexOf(origin);
        for (int i = 0; index < 0 && i < path.size(); i++) {
            if (canonical(path.get(i)).equals(origin)) {
                index = i;
            }
        }
        return index;
    }

    private static File canonical(File file) {
        try {
            return file.getCanonicalFile();
        } catch (IOException unreadable) {
            return file;
        }
    }

    private static List<String> deciding(ChildJvm child) {
        List<String> flags = new ArrayList<>();
        for (String flag : child.flags()) {
            if (begins(flag, DECIDING) || isCollector(flag)) {
                flags.add(flag);
            }
        }
        if (child.heapByteSize() >= WIDE_REFERENCES_BYTES) {
            flags.add(NO_COMPRESSED_REFERENCES);
        }
        return flags;
    }

    private static boolean begins(String flag, List<String> beginnings) {
        for (String beginning : beginnings) {
            if (flag.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCollector(String flag) {
        return (flag.startsWith("-XX:+Use") || flag.startsWith("-XX:-Use")) && flag.endsWith("GC");
    }

    private static String text(File java, List<String> flags, List<File> path, List<File> origins) {
        StringBuilder text = new StringBuilder();
        line(text, "format", FORMAT);
        line(text, "java", java.getPath());
        File home = java.getParentFile().getParentFile();
        file(text, new File(home, "lib/modules"));
        file(text, new File(home, "lib/server/libjvm.so"));
        for (String flag : flags) {
            line(text, "flag", flag);
        }
        for (File entry : path) {
            line(text, "path", entry.getPath());
            file(text, entry);
        }
        for (File origin : origins) {
            file(text, origin);
        }
        return text.toString();
    }

    private static void file(StringBuilder text, File file) {
        line(text, "size", Long.toString(file.length()));
        line(text, "time", Long.toString(file.lastModified()));
        line(text, "file", file.getPath());
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(what).append(' ').append(value.replace("\n", "\n ")).append('\n');
    }

    /// Whether the files are still the same: a jar may be built anew while a program runs.
    boolean isCurrent() {
        return text(java, flags, classPath, origins).equals(text);
    }

    /// The name of the folder of the cache. Keys of the same name are told apart by their text.
    String name() {
        return Integer.toHexString(text.hashCode());
    }

    /// The class path that counts, as one argument.
    String classPathArgument() {
        return classPath.stream().map(File::getPath).collect(Collectors.joining(File.pathSeparator));
    }
}

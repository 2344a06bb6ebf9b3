package io.millrace.junit;

import io.millrace.shm.internal.file.DefaultFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The memories in the default folder that this program had open before a test, to compare with those after
/// it. The system names a file that was made without a name and linked later by its inode.
///
/// What other tests map at the same time cannot be told apart, so nothing is compared where tests run in
/// parallel.
///
/// @param isCompared false where tests run in parallel
record FilesInUse(boolean isCompared, Set<String> before) {
    static FilesInUse of(ExtensionContext context) {
        boolean isAlone = context.getExecutionMode() == ExecutionMode.SAME_THREAD;
        return new FilesInUse(isAlone, isAlone ? mapped() : Set.of());
    }

    /// A line for each that was opened since.
    List<String> newFiles() {
        if (!isCompared) {
            return List.of();
        }
        return mapped().stream()
                .filter(file -> !before.contains(file))
                .map("another memory is open: file=%s; close or delete it"::formatted)
                .toList();
    }

    /// As [#newFiles], without the memory that was given to the test.
    List<String> newFilesBut(Path ofTest) {
        return newFiles().stream().filter(line -> !line.contains(ofTest.toString())).toList();
    }

    private static Set<String> mapped() {
        Set<String> files = new TreeSet<>();
        String folder = " " + DefaultFolder.path() + "/";
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            lines.filter(line -> line.contains(folder))
                    .forEach(line -> files.add(line.substring(line.indexOf(folder)).strip()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return files;
    }
}

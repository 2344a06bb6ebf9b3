package io.millrace.engine.internal.jvm;

import io.millrace.engine.internal.worker.ArgumentFile;
import io.millrace.engine.internal.worker.ChildFolder;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files of one child JVM. The child deletes its argument file after it has read it. The crash
/// log has a name that no other child uses; the parent deletes it if it is empty when the child has
/// exited.
final class ChildFiles {
    private static final String ERROR_FILE = "-XX:ErrorFile=";

    private final ChildFolder folder;
    private final Path errorFile;
    private final @Nullable String chosenErrorFile;
    private final FileTime made;
    private @Nullable Path arguments;
    private @Nullable Optional<CrashLog> crashLog;

    /// @param chosen the flags that the user chose, which may name another crash log
    ChildFiles(List<String> chosen) {
        folder = ChildFolder.own();
        errorFile = folder.newFile("crash");
        chosenErrorFile = chosen.stream()
                .filter(flag -> flag.startsWith(ERROR_FILE))
                .map(flag -> flag.substring(ERROR_FILE.length()))
                .reduce((earlier, later) -> later)
                .orElse(null);
        made = modified(errorFile);
    }

    /// The flag that names the crash log. The JVM reads `%` as the start of a pattern, so it is
    /// doubled.
    String errorFileFlag() {
        return ERROR_FILE + errorFile.toString().replace("%", "%%");
    }

    /// Writes the argument file.
    ///
    /// @return the launcher's argument that names the file
    String write(List<String> flags) {
        Path file = folder.newFile("arguments");
        arguments = file;
        List<String> all = new ArrayList<>(List.of(ChildFolder.flag(file)));
        all.addAll(flags);
        ChildFolder.write(file, ArgumentFile.of(all));
        return "@" + file;
    }

    /// Deletes the files of a child that could not be started.
    void notStarted() {
        deleteArguments();
        ChildFolder.delete(errorFile);
    }

    /// Deletes the files that a child which has exited does not need.
    void ended(End end) {
        deleteArguments();
        crashLog(end);
    }

    private void deleteArguments() {
        if (arguments != null) {
            ChildFolder.delete(arguments);
        }
    }

    /// A process that has exited.
    ///
    /// @param folder its working directory
    record End(long pid, Path folder) {}

    /// The crash log of the child, if it wrote one; called after the child has exited.
    synchronized Optional<CrashLog> crashLog(End end) {
        Optional<CrashLog> known = crashLog;
        if (known == null) {
            known = CrashLog.read(errorFile);
            if (known.isPresent()) {
                folder.keep(errorFile);
            } else {
                ChildFolder.delete(errorFile);
                known = chosenErrorFile == null ? known : chosen(chosenErrorFile, end);
            }
            crashLog = known;
        }
        return known;
    }

    /// The crash log at the path that the user chose; a file older than the child belongs to
    /// another process.
    private Optional<CrashLog> chosen(String pattern, End end) {
        String name = pattern.replace("%%", "%\0").replace("%p", Long.toString(end.pid())).replace("%\0", "%");
        Path path = end.folder().resolve(name);
        FileStatus status = Stat.ofPath(path);
        boolean own = status != null && status.isRegular() && status.owner() == Stat.effectiveUser();
        return own && modified(path).compareTo(made) >= 0 ? CrashLog.read(path) : Optional.empty();
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }
}

package io.millrace.shm.internal.file;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.Stat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Candidates for the default folder, in the order in which they are tried. An empty or blank
/// setting counts as not set.
///
/// ```text
///   -Dmillrace.folder=PATH              only this one
///   /dev/shm/millrace-UID
///   $XDG_RUNTIME_DIR/millrace-UID       if it is an absolute path to a folder of this user alone
///   <java.io.tmpdir>/millrace-UID
/// ```
///
/// @param chosen the system property
/// @param memory folder of the memory file system
/// @param runtime the environment variable
/// @param temporary folder of temporary files
/// @param user whose number is in the name
record FolderChoices(
        @Nullable String chosen, Path memory, @Nullable String runtime, String temporary, int user) {
    private static final String PREFIX = "millrace-";

    static FolderChoices ofSystem() {
        return new FolderChoices(
                System.getProperty("millrace.folder"),
                Path.of("/dev/shm"),
                System.getenv("XDG_RUNTIME_DIR"),
                System.getProperty("java.io.tmpdir"),
                Stat.effectiveUser());
    }

    /// All candidates as absolute paths; at least one.
    List<Path> paths() {
        if (isSet(chosen)) {
            return List.of(Path.of(chosen).toAbsolutePath());
        }
        List<Path> paths = new ArrayList<>();
        for (Path root : roots()) {
            paths.add(root.resolve(PREFIX + user));
        }
        return paths;
    }

    /// Whether a folder has the name of some user's default folder.
    boolean hasNameOf(Path folder) {
        Path name = folder.getFileName();
        return paths().contains(folder)
                || name != null && isNameOfSomeUser(name.toString()) && roots().contains(folder.getParent());
    }

    /// No regular expression: the first memory of a program would wait for its classes.
    private static boolean isNameOfSomeUser(String name) {
        int digits = 0;
        while (digits < name.length() && isDigit(name.charAt(name.length() - 1 - digits))) {
            digits++;
        }
        return digits > 0 && name.substring(0, name.length() - digits).equals(PREFIX);
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private List<Path> roots() {
        List<Path> roots = new ArrayList<>(List.of(memory));
        if (isSet(runtime) && Path.of(runtime).isAbsolute() && isOfUserAlone(Path.of(runtime))) {
            roots.add(Path.of(runtime));
        }
        roots.add(Path.of(temporary).toAbsolutePath());
        return roots;
    }

    private boolean isOfUserAlone(Path folder) {
        FileStatus status = look(folder);
        return status != null && status.isFolder() && status.owner() == user && !status.isOpenToOthers();
    }

    /// The status of a folder; null if it does not exist or cannot be examined.
    static @Nullable FileStatus look(Path folder) {
        try {
            return Stat.ofPath(folder);
        } catch (FileAccessException hidden) {
            return null;
        }
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }
}

package io.millrace.ckernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the folder with the copy of the library may be, in the order in which they are tried:
/// folders that do not allow execution, or where somebody else has one of that name, are passed over.
///
/// ```text
///   <java.io.tmpdir>
///   $XDG_RUNTIME_DIR                    if it is a folder of this user alone
///   /dev/shm
///   $XDG_CACHE_HOME, else ~/.cache      if it is there and this user's
/// ```
///
/// What is empty or no absolute path is as if it were not set, but for the first, which is taken from
/// the current folder.
final class LibraryFolders {
    private LibraryFolders() {}

    static List<Path> ofSystem() throws IOException {
        String cache = System.getenv("XDG_CACHE_HOME");
        return of(
                System.getProperty("java.io.tmpdir"),
                System.getenv("XDG_RUNTIME_DIR"),
                absolute(cache) != null ? cache : System.getProperty("user.home") + "/.cache");
    }

    static List<Path> of(String temporary, @Nullable String runtime, @Nullable String cache) throws IOException {
        List<Path> folders = new ArrayList<>(List.of(Path.of(temporary).toAbsolutePath()));
        Path ofRuntime = absolute(runtime);
        if (ofRuntime != null && isOwn(ofRuntime) && isClosed(ofRuntime)) {
            folders.add(ofRuntime);
        }
        folders.add(Path.of("/dev/shm"));
        Path ofCache = absolute(cache);
        if (ofCache != null && isOwn(ofCache)) {
            folders.add(ofCache);
        }
        return folders;
    }

    private static @Nullable Path absolute(@Nullable String path) {
        try {
            return path != null && Path.of(path).isAbsolute() ? Path.of(path) : null;
        } catch (InvalidPathException _) {
            return null;
        }
    }

    /// In whose name this process makes files.
    static Object user() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static boolean isOwn(Path folder) throws IOException {
        return Files.isDirectory(folder) && Files.getAttribute(folder, "unix:uid").equals(user());
    }

    private static boolean isClosed(Path folder) throws IOException {
        String permissions = PosixFilePermissions.toString(
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS).permissions());
        return permissions.endsWith("------");
    }
}

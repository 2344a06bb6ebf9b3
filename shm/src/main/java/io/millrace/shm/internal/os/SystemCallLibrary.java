package io.millrace.shm.internal.os;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Finds the library of [JniCall]: beside the classes as a file, or inside a jar or an image of
/// modules, from which it is copied into a folder of this user.
///
/// ```text
///   <java.io.tmpdir>/millrace-native-UID/    mode 0700, owned by this user, else there is no library
///       libmillrace-syscall-CHECKSUM.so      used only with that content, else replaced
/// ```
///
/// A copy appears whole (written aside, then renamed), so processes that start together do no harm
/// to each other.
///
/// This is on the way to the first memory of every program: it reads the jar that the JVM has open
/// anyway, and uses no part of the JDK that the JVM has not loaded by then.
final class SystemCallLibrary {
    private static final String NAME = "libmillrace-syscall";
    private static final Integer FOLDER_OF_OWNER = 0040700; // as in st_mode

    private SystemCallLibrary() {}

    /// The library that may be loaded; null if there is none for this machine, or no safe place for
    /// its copy.
    static @Nullable Path file() throws IOException {
        String resource = "META-INF/native/linux-" + (Platform.X86 ? "x86_64" : "aarch64") + "/" + NAME + ".so";
        Path home = home();
        if (home == null) {
            try (InputStream in = SystemCallLibrary.class.getResourceAsStream("/" + resource)) {
                return in == null ? null : copy(in.readAllBytes(), temporary());
            }
        }
        if (Files.isDirectory(home)) {
            Path file = home.resolve(resource);
            return Files.isRegularFile(file) ? file : null;
        }
        try (ZipFile jar = new ZipFile(home.toFile())) {
            ZipEntry entry = jar.getEntry(resource);
            if (entry == null) {
                return null;
            }
            try (InputStream in = jar.getInputStream(entry)) {
                return copy(in.readAllBytes(), temporary());
            }
        }
    }

    /// The jar or the folder with this class; null if it is in something else.
    private static @Nullable Path home() {
        CodeSource source = SystemCallLibrary.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            URI location = source.getLocation().toURI();
            return "file".equals(location.getScheme()) ? Path.of(location) : null;
        } catch (URISyntaxException odd) {
            return null;
        }
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }

    /// The copy of `content` in the folder of this user; null if that folder is not safe.
    static @Nullable Path copy(byte[] content, Path temporary) throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path folder = temporary.resolve("millrace-native-" + user);
        try {
            if (!isOfUserAlone(folder, user)) {
                return null;
            }
        } catch (NoSuchFileException first) {
            make(folder);
            if (!isOfUserAlone(folder, user)) {
                return null;
            }
        }
        CRC32 checksum = new CRC32();
        checksum.update(content);
        Path copy = folder.resolve(NAME + "-" + Long.toHexString(checksum.getValue()) + ".so");
        if (!isThere(copy, content)) {
            write(copy, content);
        }
        return copy;
    }

    private static boolean isOfUserAlone(Path folder, Object user) throws IOException {
        Map<String, Object> status = Files.readAttributes(folder, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        return user.equals(status.get("uid")) && FOLDER_OF_OWNER.equals(status.get("mode"));
    }

    private static void make(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly()));
            Files.setPosixFilePermissions(folder, ownerOnly()); // whatever the user's mask took away
        } catch (FileAlreadyExistsException another) {
            // made by another process; looked at by the caller
        }
    }

    private static Set<PosixFilePermission> ownerOnly() {
        return PosixFilePermissions.fromString("rwx------");
    }

    private static boolean isThere(Path copy, byte[] content) throws IOException {
        return Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)
                && Arrays.equals(content, Files.readAllBytes(copy));
    }

    private static void write(Path copy, byte[] content) throws IOException {
        Path aside = copy.resolveSibling("new-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        try {
            Files.write(aside, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.setPosixFilePermissions(aside, ownerOnly());
            Files.move(aside, copy, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}

package io.millrace.ckernel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Finds libmillrace.so: on the class path as a file, or inside a jar, from which it is copied into
/// the first of [LibraryFolders] where it can be opened.
///
/// ```text
///   FOLDER/millrace-native-UID/              mode 0700, owned by this user, else passed over
///       libmillrace-CHECKSUM.so              used only with that content, else replaced
/// ```
///
/// A copy appears whole (written aside, then renamed), so processes that start together do no harm
/// to each other.
final class LibraryFile {
    private static final String NAME = "libmillrace.so";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private LibraryFile() {}

    /// Opens it where it can be.
    ///
    /// @param open of one file; throws [NativeLibraryException], caused by an `IllegalArgumentException`,
    ///         when the system does not open it there
    /// @throws NativeLibraryException with what is wrong with each folder
    static <L> L open(Function<Path, L> open) throws IOException {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        String resource = "/META-INF/native/" + platform + "/" + NAME;
        return open(CLibrary.class.getResource(resource), platform, LibraryFolders.ofSystem(), open);
    }

    /// The folder of this system inside the jar.
    static String platform(String system, String machine) {
        if (system.equals("Linux")) {
            switch (machine) {
                case "amd64", "x86_64" -> {
                    return "linux-x86_64";
                }
                case "aarch64", "arm64" -> {
                    return "linux-aarch64";
                }
                default -> {}
            }
        }
        throw new NativeLibraryException(
                ("there is no C library for this system: system=%s, machine=%s; it is built for Linux on x86-64"
                        + " and AArch64")
                        .formatted(system, machine));
    }

    static <L> L open(@Nullable URL packed, String platform, List<Path> folders, Function<Path, L> open)
            throws IOException {
        if (packed == null) {
            throw new NativeLibraryException(
                    ("this build holds no C library: platform=%s; build it where a C compiler (cc, gcc or clang) and"
                            + " make are installed")
                            .formatted(platform));
        }
        if (packed.getProtocol().equals("file")) {
            return open.apply(Path.of(URI.create(packed.toString())));
        }
        byte[] content;
        try (InputStream in = packed.openStream()) {
            content = in.readAllBytes();
        }
        return openCopy(content, folders, open);
    }

    private static <L> L openCopy(byte[] content, List<Path> folders, Function<Path, L> open) {
        List<String> reasons = new ArrayList<>();
        for (Path folder : folders) {
            Path copy;
            try {
                copy = copy(content, folder);
            } catch (NativeLibraryException refused) {
                reasons.add(refused.getMessage());
                continue;
            } catch (IOException error) {
                reasons.add("no copy of the C library there: folder=%s, reason=%s".formatted(folder, error));
                continue;
            }
            try {
                return open.apply(copy);
            } catch (NativeLibraryException refused) {
                if (!(refused.getCause() instanceof IllegalArgumentException)) {
                    throw refused; // not for the folder's sake
                }
                reasons.add(refused.getMessage());
            }
        }
        throw new NativeLibraryException(
                "%s; -Djava.io.tmpdir=FOLDER chooses another folder".formatted(String.join("; ", reasons)));
    }

    /// The copy of `content` in the folder of this user.
    static Path copy(byte[] content, Path temporary) throws IOException {
        Path folder = ownFolder(temporary);
        Path copy = folder.resolve("libmillrace-%s.so".formatted(checksum(content)));
        if (Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS) && Arrays.equals(content, Files.readAllBytes(copy))) {
            return copy;
        }
        Path aside = Files.createTempFile(folder, "new-", ".so", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        aside.toFile().deleteOnExit(); // a program may end while a daemon thread writes
        try {
            Files.write(aside, content);
            Files.move(aside, copy, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
        return copy;
    }

    private static Path ownFolder(Path temporary) throws IOException {
        Object user = LibraryFolders.user();
        Path folder = temporary.resolve("millrace-native-" + user);
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.setPosixFilePermissions(folder, OWNER_ONLY); // whatever the user's mask took away
        } catch (FileAlreadyExistsException e) {
            // Made by an earlier run, or put there by somebody else: looked at below.
        }
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory() || !owner.equals(user) || !attributes.permissions().equals(OWNER_ONLY)) {
            throw new NativeLibraryException(
                    ("the folder for the C library is not safe: folder=%s, owner=%s, permissions=%s, wanted=a folder"
                            + " of user %s with rwx------")
                            .formatted(folder, owner, PosixFilePermissions.toString(attributes.permissions()), user));
        }
        return folder;
    }

    /// Tells builds from each other; what counts is the content.
    private static String checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return "%08x".formatted(checksum.getValue());
    }
}

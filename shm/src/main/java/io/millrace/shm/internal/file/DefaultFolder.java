package io.millrace.shm.internal.file;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.Stat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder for files that get no path: a folder that only this user may enter, in memory if
/// there is such a place.
///
/// It is the first of [FolderChoices] that is such a folder, or that can be created as one. A
/// folder that another user made under that name (or root, outside of this container) is passed
/// over.
public final class DefaultFolder {
    private DefaultFolder() {}

    /// The path of the folder, which need not exist yet. If no choice can be used, it is the first
    /// one; `prepare` says why.
    public static Path path() {
        List<Path> choices = choices().paths();
        return choices.stream()
                .filter(DefaultFolder::isUsable)
                .findFirst()
                .orElse(choices.getFirst());
    }

    private static FolderChoices choices() {
        return FolderChoices.ofSystem();
    }

    /// Creates the folder if it does not exist.
    ///
    /// @throws FileAccessException when none of the choices can be a folder of this user alone
    public static Path prepare() {
        return prepare(choices().paths());
    }

    static Path prepare(List<Path> choices) {
        List<String> reasons = new ArrayList<>();
        for (Path choice : choices) {
            String reason = make(choice);
            if (reason == null) {
                return choice;
            }
            reasons.add("path=" + choice + ", " + reason);
        }
        throw new FileAccessException("no default folder that is a folder of this user alone: "
                + String.join("; ", reasons) + "; choose one of yours (chmod 700): -Dmillrace.folder=PATH");
    }

    /// The choices that exist and belong to this user alone. Each of them may hold files that dead
    /// processes left.
    public static List<Path> existing() {
        List<Path> existing = new ArrayList<>();
        for (Path choice : choices().paths()) {
            if (isThere(choice) && refusal(choice) == null) {
                existing.add(choice);
            }
        }
        return existing;
    }

    /// Requires that the folder of a file can be trusted. A folder that has the name of a default
    /// folder but belongs to another user, or is open to others, cannot: anyone may have chosen the
    /// names of its files.
    ///
    /// @throws FileAccessException when the folder cannot be trusted
    public static void requireTrusted(Path file) {
        Path folder = file.getParent();
        if (folder == null || !choices().hasNameOf(folder) || !isThere(folder)) {
            return;
        }
        String refusal = refusal(folder);
        if (refusal != null) {
            throw new FileAccessException("file refused, its folder is not a folder of this user alone: path=" + file
                    + ", " + refusal + "; choose another folder");
        }
    }

    private static boolean isThere(Path folder) {
        return FolderChoices.look(folder) != null;
    }

    private static boolean isUsable(Path choice) {
        if (isThere(choice)) {
            return refusal(choice) == null;
        }
        Path parent = choice.getParent();
        return parent != null && Files.isDirectory(parent) && Files.isWritable(parent);
    }

    /// The reason why the folder cannot be created or used; null if it exists and belongs to this
    /// user.
    private static @Nullable String make(Path choice) {
        try {
            if (!isThere(choice)) {
                Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rwx------");
                Files.createDirectory(choice, PosixFilePermissions.asFileAttribute(ownerOnly));
                Files.setPosixFilePermissions(choice, ownerOnly); // whatever the umask has removed
            }
            return refusal(choice);
        } catch (FileAlreadyExistsException another) {
            return refusal(choice); // another process has created it
        } catch (IOException error) {
            return "it cannot be created: " + error;
        }
    }

    /// The reason why a folder is refused; null for a folder of this user alone.
    private static @Nullable String refusal(Path folder) {
        FileStatus status = FolderChoices.look(folder);
        if (status == null || !status.isFolder()) {
            return "it is not a folder, or a symbolic link to one";
        }
        if (status.owner() != Stat.effectiveUser()) {
            return "owner=" + status.owner() + ", user=" + Stat.effectiveUser();
        }
        if (status.isOpenToOthers()) {
            return "others may enter it, mode=" + status.permissions();
        }
        return Files.isWritable(folder) ? null : "it cannot be written, mode=" + status.permissions();
    }
}

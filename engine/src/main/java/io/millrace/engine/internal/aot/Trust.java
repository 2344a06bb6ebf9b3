package io.millrace.engine.internal.aot;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.internal.os.FileStatus;
import io.millrace.shm.internal.os.Stat;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Decides which folders and files nobody but this user and root could have written. A cache is code
/// that children run.
final class Trust {
    private static final int ROOT = 0;
    private static final int STICKY = 01000;

    private Trust() {}

    /// Why a folder is not trusted; null if it is trusted: a folder of this user alone, below
    /// folders in which nobody else can rename it.
    ///
    /// @param folder an existing folder
    static @Nullable String refusal(Path folder) {
        try {
            String refusal = refusalOfFolder(folder);
            return refusal != null ? refusal : refusalFrom(folder.toRealPath().getParent());
        } catch (FileAccessException | IOException unreachable) {
            return "it cannot be examined: " + unreachable.getMessage();
        }
    }

    /// Why no folder may be made in another one; null if one may.
    ///
    /// @param parent an existing folder
    static @Nullable String refusalBelow(Path parent) {
        try {
            return refusalFrom(parent.toRealPath());
        } catch (FileAccessException | IOException unreachable) {
            return "it cannot be examined: " + unreachable.getMessage();
        }
    }

    private static @Nullable String refusalFrom(@Nullable Path real) {
        String refusal = null;
        for (Path above = real; refusal == null && above != null; above = above.getParent()) {
            refusal = refusalAbove(above);
        }
        return refusal;
    }

    private static @Nullable String refusalOfFolder(Path folder) {
        FileStatus status = Stat.ofPath(folder);
        if (status == null || !status.isFolder()) {
            return "it is not a folder, or a symbolic link to one";
        }
        if (status.owner() != Stat.effectiveUser()) {
            return "it belongs to another user";
        }
        return status.isOpenToOthers() ? "others may enter it, mode=" + status.permissions() : null;
    }

    private static @Nullable String refusalAbove(Path folder) {
        FileStatus status = Stat.ofPath(folder);
        if (status == null) {
            return "it is being removed";
        }
        if (status.owner() != ROOT && status.owner() != Stat.effectiveUser()) {
            return "%s belongs to another user".formatted(folder);
        }
        return status.isWritableByOthers() && (status.mode() & STICKY) == 0
                ? "others may write %s, mode=%s".formatted(folder, status.permissions())
                : null;
    }

    /// Whether this is a folder that nobody else may enter.
    static boolean isOwnFolder(Path folder) {
        try {
            return refusalOfFolder(folder) == null;
        } catch (FileAccessException unreachable) {
            return false;
        }
    }

    /// Whether this is a regular file with one name that nobody else may write.
    static boolean isOwnFile(Path file) {
        try {
            FileStatus status = Stat.ofPath(file);
            return status != null
                    && status.isRegular()
                    && status.owner() == Stat.effectiveUser()
                    && !status.isWritableByOthers()
                    && status.links() == 1;
        } catch (FileAccessException unreachable) {
            return false;
        }
    }
}

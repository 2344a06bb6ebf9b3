package io.millrace.engine.cli.squares;

import io.millrace.engine.cli.text.Count;
import io.millrace.shm.ElementType;
import io.millrace.shm.internal.file.DefaultFolder;
import io.millrace.shm.internal.os.MemoryLimit;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The number of elements of `squares` without `--elements`.
///
/// @param elements the number
/// @param explanation why it is smaller than usual; empty when it is not
record DefaultSize(long elements, Optional<String> explanation) {
    private static final long DEFAULT_ELEMENTS = 64_000_000;
    private static final long ROUND = 1_000_000;

    /// At most half of the memory that the file system, the control group and the machine have
    /// available.
    static DefaultSize of(ElementType type, boolean inPlace, @Nullable Path keep) {
        Path folder = keep == null ? DefaultFolder.path() : keep.toAbsolutePath();
        long space = space(folder);
        long memory = Math.min(MemoryLimit.available(), MemoryLimit.machineAvailable());
        long each = type.byteSize() + (inPlace ? 0 : SquaresPlan.widened(type).byteSize());
        return of(Math.min(space, memory), each, space <= memory ? "free space for the file" : "free memory");
    }

    /// @param available bytes that are available
    /// @param each bytes for one element and its square
    static DefaultSize of(long available, long each, String what) {
        long comfortable = available / 2 / each;
        if (comfortable >= DEFAULT_ELEMENTS) {
            return new DefaultSize(DEFAULT_ELEMENTS, Optional.empty());
        }
        long elements = comfortable >= ROUND ? comfortable / ROUND * ROUND : Math.max(comfortable, 1);
        return new DefaultSize(
                elements,
                Optional.of("taking %s instead of %s: %s is %s; --elements chooses another number"
                        .formatted(Count.of(elements, "number"), Count.grouped(DEFAULT_ELEMENTS), what,
                                Count.bytes(available))));
    }

    /// The usable space of a file system. A file system in memory without a limit (ramfs, tmpfs
    /// with size=0) reports a total of 0; the memory of the machine is its limit.
    static long space(long total, long usable) {
        return total == 0 ? Long.MAX_VALUE : usable;
    }

    /// The usable space of the file system of the nearest existing folder.
    private static long space(Path path) {
        for (Path folder = path; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder)) {
                try {
                    FileStore store = Files.getFileStore(folder);
                    return space(store.getTotalSpace(), store.getUsableSpace());
                } catch (IOException unknown) {
                    return Long.MAX_VALUE;
                }
            }
        }
        return Long.MAX_VALUE;
    }
}

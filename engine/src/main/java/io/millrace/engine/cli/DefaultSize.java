package io.millrace.engine.cli;

import io.millrace.shm.ElementType;
import io.millrace.shm.file.DefaultFolder;
import io.millrace.shm.os.MemoryLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How many numbers `squares` takes when nobody says.
///
/// @param elements as many
/// @param explanation why they are fewer than usual
record DefaultSize(long elements, Optional<String> explanation) {
    private static final long USUAL = 64_000_000;
    private static final long ROUND = 1_000_000;

    /// At most half of what the file's folder, the control group and the machine can give now.
    static DefaultSize of(ElementType type, boolean inPlace, @Nullable Path keep) {
        Path folder = keep == null ? DefaultFolder.path() : keep.toAbsolutePath();
        long space = space(folder);
        long memory = Math.min(MemoryLimit.available(), MemoryLimit.machineAvailable());
        long each = type.byteSize() + (inPlace ? 0 : SquaresPlan.widened(type).byteSize());
        return of(Math.min(space, memory), each, space <= memory ? "free space for the file" : "free memory");
    }

    /// @param available bytes that could be taken
    /// @param each bytes for one element and its square
    static DefaultSize of(long available, long each, String what) {
        long comfortable = available / 2 / each;
        if (comfortable >= USUAL) {
            return new DefaultSize(USUAL, Optional.empty());
        }
        long elements = comfortable >= ROUND ? comfortable / ROUND * ROUND : Math.max(comfortable, 1);
        return new DefaultSize(
                elements,
                Optional.of("taking %s instead of %,d: %s is %s; --elements says otherwise"
                        .formatted(Count.of(elements, "number"), USUAL, what, Count.bytes(available))));
    }

    /// Of the file system below the nearest folder that exists.
    private static long space(Path path) {
        for (Path folder = path; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder)) {
                try {
                    return Files.getFileStore(folder).getUsableSpace();
                } catch (IOException unknown) {
                    return Long.MAX_VALUE;
                }
            }
        }
        return Long.MAX_VALUE;
    }
}

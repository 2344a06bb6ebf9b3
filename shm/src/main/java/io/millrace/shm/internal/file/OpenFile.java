package io.millrace.shm.internal.file;

import io.millrace.shm.internal.os.OpenDescriptor;
import java.nio.file.Path;
import java.util.UUID;

/// A mapped file, as a process describes it to its children: they attach to this very file, even if
/// its name has changed.
///
/// @param path its name when the process created it or attached to it
/// @param open its descriptor in the process
/// @param id in its header
public record OpenFile(Path path, OpenDescriptor open, UUID id) {
    private static final String SEPARATOR = ":";
    private static final int PARTS = 5;

    /// All but the path, as one word.
    public String word() {
        return String.join(
                SEPARATOR,
                Long.toString(open.pid()),
                Integer.toString(open.number()),
                Long.toHexString(open.device()),
                Long.toString(open.inode()),
                id.toString());
    }

    /// Reads what [#word] wrote.
    ///
    /// @throws IllegalArgumentException when `word` has another form
    public static OpenFile of(Path path, String word) {
        String[] parts = word.split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("no open file: word=" + word + "; give PID:NUMBER:DEVICE:INODE:ID");
        }
        OpenDescriptor open = new OpenDescriptor(
                Long.parseLong(parts[0]),
                Integer.parseInt(parts[1]),
                Long.parseUnsignedLong(parts[2], 16),
                Long.parseLong(parts[3]));
        return new OpenFile(path, open, UUID.fromString(parts[4]));
    }
}

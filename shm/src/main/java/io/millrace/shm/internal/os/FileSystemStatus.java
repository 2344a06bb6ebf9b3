package io.millrace.shm.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The file system of an open file, as `fstatfs(2)` reports it.
///
/// @param type magic number of the file system
/// @param availableByteSize bytes that this user may still allocate; `Long.MAX_VALUE` when
///         unlimited
public record FileSystemStatus(long type, long availableByteSize) {
    private static final long TMPFS = 0x01021994L;
    private static final long RAMFS = 0x858458F6L;
    private static final Map<Long, String> REMOTE = Map.of(
            0x6969L, "NFS",
            0x517BL, "SMB",
            0xFF534D42L, "CIFS",
            0xFE534D42L, "SMB2",
            0x5346414FL, "AFS",
            0x00C36400L, "Ceph",
            0x01021997L, "9P",
            0x0BD00BD0L, "Lustre",
            0x7461636FL, "OCFS2",
            0x01161970L, "GFS2");

    /// For a system that does not report it: a lack of space shows when the file is allocated.
    private static final FileSystemStatus UNKNOWN = new FileSystemStatus(0, Long.MAX_VALUE);

    /// The file system that holds `file`.
    public static FileSystemStatus of(Descriptor file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256, 8);
            long result = SystemCall.FSTATFS.callThroughSignals(file.number(), buffer.address());
            if (Errno.isAbsent(result)) {
                return UNKNOWN;
            }
            Errno.check(result, "fstatfs", "descriptor " + file.number());
            long blockByteSize = buffer.get(JAVA_LONG, 8);
            long blocks = buffer.get(JAVA_LONG, 16);
            long available = buffer.get(JAVA_LONG, 32);
            boolean unlimited = blocks == 0; // a tmpfs of size=0, a ramfs
            return new FileSystemStatus(
                    buffer.get(JAVA_LONG, 0), unlimited ? Long.MAX_VALUE : available * blockByteSize);
        }
    }

    /// Whether the file system keeps files in memory only.
    public boolean isMemory() {
        return type == TMPFS || type == RAMFS;
    }

    /// The network protocol behind the file system; null for a local file system. Byte locks of a
    /// network file system may be local to one machine, or not exist.
    public @Nullable String remoteName() {
        return REMOTE.get(type & 0xFFFFFFFFL);
    }
}

package io.millrace.shm.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `fstatfs(2)` says of the file system under an open file.
///
/// @param type magic number of the file system
/// @param availableByteSize what this user may still allocate; `Long.MAX_VALUE` when unlimited
public record FileSystemStatus(long type, long availableByteSize) {
    private static final long TMPFS = 0x01021994L;
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

    /// Of the file system that holds `file`.
    public static FileSystemStatus of(Descriptor file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256, 8);
            Errno.check(SystemCall.FSTATFS.call(file.number(), buffer.address()), "fstatfs", "descriptor " + file.number());
            long blockByteSize = buffer.get(LibC.LONG, 8);
            long blocks = buffer.get(LibC.LONG, 16);
            long available = buffer.get(LibC.LONG, 32);
            boolean unlimited = blocks == 0;
            return new FileSystemStatus(
                    buffer.get(LibC.LONG, 0), unlimited ? Long.MAX_VALUE : available * blockByteSize);
        }
    }

    /// Whether files live in memory only.
    public boolean isMemory() {
        return type == TMPFS;
    }

    /// The name of the network protocol behind it, whose byte locks may be local or absent; null
    /// for local ones.
    public @Nullable String remoteName() {
        return REMOTE.get(type & 0xFFFFFFFFL);
    }
}

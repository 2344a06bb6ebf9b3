package io.millrace.shm.internal.os;

import io.millrace.shm.internal.os.Descriptor.Access;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/// Maps a file into memory (`mmap(2)`, shared). It does not use a `FileChannel`, because an
/// interrupt of the thread closes one.
public final class Mapping {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final int MS_SYNC = 4;

    private Mapping() {}

    /// Maps the first `byteSize` bytes until `arena` is closed; read-only with `READ`.
    ///
    /// @throws io.millrace.shm.FileAccessException when the system refuses; the message says why
    @SuppressWarnings("restricted")
    public static MemorySegment of(Descriptor file, long byteSize, Access access, Arena arena) {
        int protection = access == Access.READ ? PROT_READ : PROT_READ | PROT_WRITE;
        long address = Errno.check(
                SystemCall.MMAP.call(0, byteSize, protection, MAP_SHARED, file.number(), 0),
                "mmap",
                byteSize + " bytes");
        MemorySegment memory =
                MemorySegment.ofAddress(address).reinterpret(byteSize, arena, new Unmap());
        return access == Access.READ ? memory.asReadOnly() : memory;
    }

    private static final class Unmap implements Consumer<MemorySegment> {
        @Override
        public void accept(MemorySegment memory) {
            long result = SystemCall.MUNMAP.call(memory.address(), memory.byteSize());
            assert result == 0 : "munmap failed: errno=" + -result;
        }
    }

    /// Writes changed pages to the disk (`msync(2)`).
    public static void force(MemorySegment memory) {
        long result;
        do {
            result = SystemCall.MSYNC.call(memory, memory.byteSize(), MS_SYNC);
        } while (result == -Errno.EINTR);
        Errno.check(result, "msync", memory.byteSize() + " bytes");
    }
}

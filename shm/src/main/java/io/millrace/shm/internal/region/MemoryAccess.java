package io.millrace.shm.internal.region;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.internal.file.OpenFile;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Leads from a `SharedMemory`, which shows users only the API, to its [Regions], for Millrace's
/// own packages. It works like `SharedSecrets` of the JDK: the static initializer of `SharedMemory`
/// registers the [Door], so no package needs to import `SharedMemory`.
///
/// The static field is written once, by the thread that initializes `SharedMemory`.
public final class MemoryAccess {
    private static volatile @Nullable Door door;

    private MemoryAccess() {}

    /// What `SharedMemory` does for the rest of Millrace.
    public interface Door {
        /// The regions of a memory.
        ///
        /// @throws IllegalArgumentException it is no `SharedMemory`
        Regions regionsOf(MemoryHandle memory);

        /// Attaches to the file that the parent of this process has open, whatever has become of its
        /// name.
        MemoryHandle attach(OpenFile file, String role, String name);
    }

    /// Called once, by `SharedMemory`.
    public static void register(Door only) {
        door = only;
    }

    /// The regions of a memory.
    ///
    /// @throws IllegalArgumentException it is not of Millrace
    public static Regions regionsOf(MemoryHandle memory) {
        Objects.requireNonNull(memory, "memory");
        return memory instanceof Regions regions ? regions : door().regionsOf(memory);
    }

    /// Attaches to the file that the parent of this process has open, whatever has become of its
    /// name.
    ///
    /// @param memory `SharedMemory.class`, which need not be initialized yet
    public static <M extends MemoryHandle> M attach(
            Class<M> memory, OpenFile file, String role, String name) {
        try {
            MethodHandles.lookup().ensureInitialized(memory);
        } catch (IllegalAccessException notPublic) {
            throw new IllegalArgumentException("no memory: class=" + memory.getName(), notPublic);
        }
        return memory.cast(door().attach(file, role, name));
    }

    private static Door door() {
        Door registered = door;
        if (registered == null) {
            throw new IllegalArgumentException("no memory is open: SharedMemory is not initialized");
        }
        return registered;
    }
}

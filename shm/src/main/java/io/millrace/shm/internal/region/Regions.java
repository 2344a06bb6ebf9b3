package io.millrace.shm.internal.region;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.file.OpenFile;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.view.FileView;
import java.util.List;
import java.util.function.Function;

/// The regions of one attached file, and the process slot that uses them: the interface of a
/// `SharedMemory` for Millrace's own packages. [MemoryAccess] leads from a `SharedMemory` to it.
public interface Regions extends MemoryHandle {
    /// Creates a region. Regions of kind `ENGINE` lie in the engine's area and have their own name
    /// space.
    ///
    /// @throws io.millrace.shm.RegionExistsException the name is taken
    /// @throws io.millrace.shm.OutOfSpaceException no free space is large enough, or the directory is full
    Region createRegion(RegionRequest request);

    /// Opens a region; waits while it is being created or dropped.
    ///
    /// @throws io.millrace.shm.NoSuchRegionException there is no region of that name
    /// @throws io.millrace.shm.WrongRegionTypeException the region is of another kind
    Region openRegion(String name, RegionKind kind);

    /// Opens the region that a handle of another process names.
    ///
    /// @throws io.millrace.shm.RegionDroppedException that generation of the row is gone
    Region openRegion(int row, long generation);

    /// Opens all regions of that kind that exist now. Never waits: a region that is being created or
    /// dropped is left out. The sweepers of dead processes use this method, so they never hang on a
    /// process that is stopped.
    List<Region> openAll(RegionKind kind);

    /// All regions, those of the engine too.
    List<RegionInfo> allRegions();

    /// The file as a whole.
    FileView fileView();

    /// Calls `look` with a read-only attachment of the same file, which takes no slot and is closed
    /// afterwards; with this one when it is read-only itself.
    <T> T observe(Function<Regions, T> look);

    /// Frees exactly that region.
    ///
    /// @throws io.millrace.shm.RegionDroppedException the region is gone already
    /// @throws IllegalStateException a running job uses it, or a library that reads an Arrow export of it
    void drop(Region region);

    /// The slot of this memory; slot 0 when it is read-only.
    ProcessSlotHolder slotHolder();

    /// One more slot, with its own open file description, for a worker thread. Closing it gives the
    /// slot back.
    ProcessSlotHolder join(String role, String name);

    /// Protects code that uses the bare address of a region.
    GracePeriod gracePeriod();

    /// While the pin is open, closing the memory throws `IllegalStateException` naming `what`.
    Pin pin(String what);

    /// The open file, as a child of this process needs it to attach.
    ///
    /// @throws IllegalStateException the memory is closed
    OpenFile openFile();

    /// The `SharedMemory` that users hold.
    MemoryHandle handle();

    /// Keeps the memory open.
    interface Pin extends AutoCloseable {
        @Override
        void close();
    }
}

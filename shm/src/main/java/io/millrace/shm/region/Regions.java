package io.millrace.shm.region;

import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.process.Attachment;
import java.nio.file.Path;
import java.util.List;

/// Opens and creates regions by name; implemented by `SharedMemory`. An inner seam of Millrace,
/// public only because packages differ.
public interface Regions {
    /// Makes a region; `ENGINE` ones lie in the engine's area and have names of their own.
    /// `RegionExistsException`, `OutOfSpaceException`.
    Region createRegion(RegionRequest request);

    /// Opens a region; waits for one that is being made or condemned. `NoSuchRegionException`,
    /// `WrongRegionTypeException`.
    Region openRegion(String name, RegionKind kind);

    /// Opens what a handle of another process names; `RegionDroppedException` when that generation
    /// is gone.
    Region openRegion(int row, long generation);

    /// Opens all regions of that kind that are there now. Waits for nobody: what is being made or
    /// dropped is left out. What sweeps the dead comes through here, so it never hangs on a process
    /// that is stopped.
    List<Region> openAll(RegionKind kind);

    /// All regions, those of the engine too.
    List<RegionInfo> allRegions();

    /// Frees exactly that region: `RegionDroppedException` when it is gone already;
    /// `IllegalStateException` while running work uses it.
    void drop(Region region);

    /// The slot of this memory; slot 0 when it is read-only.
    Attachment attachment();

    /// One more slot, with its own open file description, for a worker thread. Closing it gives the
    /// slot back.
    Attachment join(String role, String name);

    /// For code that touches regions by their bare address.
    BareAccess bareAccess();

    /// While the pin is open, closing the memory throws `IllegalStateException` naming `what`.
    Pin pin(String what);

    /// The path of the file.
    Path file();

    /// Keeps the memory open.
    interface Pin extends AutoCloseable {
        @Override
        void close();
    }
}

package io.millrace.engine.internal.job;

import io.millrace.shm.ElementType;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.os.RandomIds;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Regions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The array that holds pieces of a file while it streams through a pool: `stream-SLOT-PID-ID`, by the process that
/// made it, among the users' regions.
///
/// **Death.** The name says which process has to drop the region. The recoverer of that process drops it in its place.
/// While workers still compute a chunk of the dead process's job, the region is in use: then the next recoverer drops
/// it, or the next stream.
public final class StreamBuffers implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("stream-(\\d{1,4})-(\\d{1,18})-[0-9a-f-]+");

    private final Regions memory;
    private final Region region;

    private StreamBuffers(Regions memory, Region region) {
        this.memory = memory;
        this.region = region;
    }

    /// Makes an array.
    ///
    /// @throws OutOfSpaceException no free space of the memory is large enough
    public static StreamBuffers create(Regions memory, ElementType type, long length) {
        dropForgotten(memory, 0);
        ProcessSlotHolder slots = memory.slotHolder();
        String id = RandomIds.next().toString();
        String name = "stream-%s-%s-%s".formatted(slots.slot(), pid(slots, slots.slot()), id.substring(0, 13));
        return new StreamBuffers(memory, memory.createRegion(new RegionRequest(
                name, RegionKind.ARRAY, type, new long[] {length}, length * type.byteSize(), null)));
    }

    private static long pid(ProcessSlotHolder slots, int slot) {
        return slots.info(slot).pid();
    }

    public NumericArray array() {
        return DataAccess.array(region);
    }

    /// Drops the array; somebody else may have done that.
    @Override
    public void close() {
        drop(memory, region);
    }

    /// Drops the arrays of processes that are dead, as far as no job uses them.
    ///
    /// @param deadSlot of the process that the caller recovers; 0 for none
    static void dropForgotten(Regions memory, int deadSlot) {
        for (RegionInfo info : memory.allRegions()) {
            Matcher name = NAME.matcher(info.name());
            if (info.kind() == RegionKind.ARRAY && name.matches() && isForgotten(memory, name, deadSlot)) {
                dropUnlessUsed(memory, info.name());
            }
        }
    }

    private static boolean isForgotten(Regions memory, Matcher name, int deadSlot) {
        ProcessSlotHolder slots = memory.slotHolder();
        int slot = Integer.parseInt(name.group(1));
        return slot == deadSlot || !slots.isAlive(slot) || pid(slots, slot) != Long.parseLong(name.group(2));
    }

    private static void dropUnlessUsed(Regions memory, String name) {
        for (Region region : memory.openAll(RegionKind.ARRAY)) {
            if (region.name().equals(name)) {
                try {
                    drop(memory, region);
                } catch (IllegalStateException inUse) {
                    return; // a worker ends its chunk
                }
            }
        }
    }

    private static void drop(Regions memory, Region region) {
        try {
            memory.drop(region);
        } catch (RegionDroppedException | NoSuchRegionException quicker) {
            // another recoverer, or a user
        }
    }
}

package io.millrace.shm.internal.region;

import io.millrace.shm.ElementType;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.DirectoryEntry;
import io.millrace.shm.internal.layout.EntryFacts;
import io.millrace.shm.internal.layout.FileCodes;
import io.millrace.shm.internal.layout.Geometry;
import io.millrace.shm.internal.layout.HighWater;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.FileMutex;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.wait.Pause;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Creates regions: it reserves name and range under the file mutex, prepares the memory after the
/// mutex is released, then commits the region.
///
/// An error between D1 and D2 frees the row (D7).
///
/// **Death.** Before D1 only the bytes of the free row and the mark of the area may have changed,
/// which has no effect. Between D1 and D2 the row names the slot that reserved it, and the
/// recoverer frees it. The mark moves before D1, so memory that was once handed out is zeroed
/// before it is handed out again.
final class Reservation {
    private static final Duration DROP_TIMEOUT = Duration.ofSeconds(1);

    private final Directory directory;
    private final ProcessSlotHolder slotHolder;
    private final RegionReclaimer reclaimer;

    Reservation(Directory directory, ProcessSlotHolder slotHolder, RegionReclaimer reclaimer) {
        this.directory = directory;
        this.slotHolder = slotHolder;
        this.reclaimer = reclaimer;
    }

    /// Creates a region; returns its committed row.
    CheckedEntry create(RegionRequest request) {
        Reserved reserved = reserve(request);
        MemorySegment row = directory.bytes(reserved.index);
        CrashPoint.hit("reserve.done");
        try {
            prepare(request, reserved);
        } catch (RuntimeException | Error failure) {
            long free = DirectoryEntry.state(DirectoryEntry.FREE, 0, reserved.generation());
            DirectoryEntry.stateCas(row, reserved.state, free); // D7
            throw failure;
        }
        CrashPoint.hit("commit.before");
        long active = DirectoryEntry.state(DirectoryEntry.ACTIVE, 0, reserved.generation());
        DirectoryEntry.stateCas(row, reserved.state, active); // D2
        CrashPoint.hit("commit.done");
        return new CheckedEntry(reserved.index, active, reserved.info);
    }

    /// A row that this attachment has reserved.
    ///
    /// @param dirtyTo memory before this offset may hold old data
    private record Reserved(int index, long state, RegionInfo info, long dirtyTo) {
        long generation() {
            return DirectoryEntry.generation(state);
        }
    }

    private void prepare(RegionRequest request, Reserved reserved) {
        long offset = reserved.info.offset();
        long dirty = Math.min(reserved.dirtyTo, offset + Geometry.footprint(request.byteSize())) - offset;
        if (dirty > 0) {
            directory.memory().asSlice(offset, dirty).fill((byte) 0);
        }
        CrashPoint.hit("fill.zeroed");
        if (request.initialise() != null) {
            request.initialise().accept(directory.memory().asSlice(offset, request.byteSize()));
        }
        CrashPoint.hit("fill.initialised");
    }

    private Reserved reserve(RegionRequest request) {
        Pause pause = Pause.atMost(DROP_TIMEOUT);
        while (true) {
            List<CheckedEntry> rows;
            FreeSpace space;
            try (FileMutex.Pass _ = slotHolder.directoryMutex().enter()) {
                rows = directory.rows();
                refuseTaken(request, rows);
                space = FreeSpace.find(directory.geometry(), Area.of(request.kind()), rows, request.byteSize());
                int free = freeRow();
                if (space.offset() >= 0 && free >= 0) {
                    return write(request, space.offset(), free);
                }
            }
            boolean pending = rows.stream().anyMatch(this::mayBecomeFree);
            if (!pending || !pause.next()) {
                throw full(request, space);
            }
            slotHolder.recoverDead();
            reclaimer.reclaim();
        }
    }

    private boolean mayBecomeFree(CheckedEntry row) {
        return row.phase() == DirectoryEntry.DROPPING
                || row.phase() == DirectoryEntry.RESERVED && !slotHolder.isAlive(row.slot());
    }

    private void refuseTaken(RegionRequest request, List<CheckedEntry> rows) {
        Area area = Area.of(request.kind());
        for (CheckedEntry row : rows) {
            boolean taken = row.isNamed()
                    && Area.of(row.info().kind()) == area
                    && row.info().name().equals(request.name())
                    && !(row.phase() == DirectoryEntry.RESERVED && !slotHolder.isAlive(row.slot()));
            if (taken) {
                throw new RegionExistsException("the name is taken: region=" + row.info()
                        + "; open it, drop it, or choose another name");
            }
        }
    }

    private int freeRow() {
        for (int index = 0; index < directory.geometry().entryCount(); index++) {
            if (DirectoryEntry.phase(directory.state(index)) == DirectoryEntry.FREE) {
                return index;
            }
        }
        return -1;
    }

    private Reserved write(RegionRequest request, long offset, int index) {
        MemorySegment row = directory.bytes(index);
        Area area = Area.of(request.kind());
        MemorySegment file = directory.memory();
        long dirtyTo = HighWater.offset(area.mark(file));
        long end = offset + Geometry.footprint(request.byteSize());
        long free = DirectoryEntry.stateAcquire(row);
        long generation = DirectoryEntry.generation(free) + 1;
        String name = request.name() == null ? Names.madeUp(request.kind()) : request.name();
        RegionInfo info = new RegionInfo(
                name, request.kind(), request.elementType(), request.shape(), offset, request.byteSize());
        DirectoryEntry.write(row, facts(info, generation));
        CrashPoint.hit("reserve.written");
        if (end > dirtyTo) {
            area.mark(file, HighWater.of(end));
        }
        CrashPoint.hit("reserve.marked");
        long state = DirectoryEntry.state(DirectoryEntry.RESERVED, slotHolder.slot(), generation);
        if (!DirectoryEntry.stateCas(row, free, state)) { // D1
            throw EntryCheck.damaged(index, "a free row changed under the file mutex");
        }
        CrashPoint.hit("reserve.inGate");
        return new Reserved(index, state, info, dirtyTo);
    }

    private static EntryFacts facts(RegionInfo info, long generation) {
        @Nullable ElementType type = info.elementType();
        return new EntryFacts(
                info.name(),
                FileCodes.of(info.kind()),
                type == null ? 0 : FileCodes.of(type),
                info.shape(),
                info.offset(),
                info.byteSize(),
                generation);
    }

    private OutOfSpaceException full(RegionRequest request, FreeSpace space) {
        if (space.offset() >= 0) {
            return new OutOfSpaceException(
                    "the directory is full: maxRegions=" + directory.geometry().entryCount()
                            + "; drop some regions, or create the file with more maxRegions",
                    request.byteSize(),
                    0);
        }
        boolean engine = request.kind() == RegionKind.ENGINE;
        return new OutOfSpaceException(
                "the file has no room for %s: needed=%s, available=%s, used=%s; %s, or create the file with %s=%s"
                        .formatted(
                                engine ? "a pool" : "the region: name=" + request.name(),
                                request.byteSize(),
                                space.largest(),
                                space.used(),
                                engine ? "close other pools" : "drop regions",
                                engine ? "engineByteSize" : "byteSize",
                                enough(request, space)),
                request.byteSize(),
                space.largest());
    }

    /// The `byteSize` that the file would need for all existing regions and this one. If enough
    /// bytes are free but in pieces, this assumes that the new region lies behind all others.
    private long enough(RegionRequest request, FreeSpace space) {
        Area area = Area.of(request.kind());
        long quota = area.quota(directory.geometry());
        long all = area == Area.ENGINE
                ? space.taken() + Geometry.footprint(request.byteSize())
                : saturatedSum(space.used(), request.byteSize());
        return all > quota ? all : saturatedSum(quota, request.byteSize());
    }

    private static long saturatedSum(long first, long second) {
        return first > Long.MAX_VALUE - second ? Long.MAX_VALUE : first + second;
    }
}

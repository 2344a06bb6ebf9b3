package io.millrace.shm.region;

import io.millrace.shm.ElementType;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.DirectoryEntry;
import io.millrace.shm.layout.EntryFacts;
import io.millrace.shm.layout.Geometry;
import io.millrace.shm.layout.HighWater;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.os.Pause;
import io.millrace.shm.process.Attachment;
import io.millrace.shm.process.Gate;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes regions: name and range are reserved under the gate, the memory is prepared outside it,
/// then the region is committed.
///
/// **Death.** Before D1 only the free row's bytes and the area's mark may have changed, which
/// nobody misses. Between D1 and D2 the row says whose it is and the recoverer frees it. The mark
/// is moved before D1, so memory that was ever handed out is zeroed before it is handed out again.
final class Reservation {
    private static final Duration DROP_PATIENCE = Duration.ofSeconds(1);

    private final Directory directory;
    private final Attachment attachment;
    private final Dropping dropping;

    Reservation(Directory directory, Attachment attachment, Dropping dropping) {
        this.directory = directory;
        this.attachment = attachment;
        this.dropping = dropping;
    }

    /// A committed row.
    Row create(RegionRequest request) {
        Reserved reserved = reserve(request);
        MemorySegment row = directory.bytes(reserved.index);
        CrashPoint.hit("reserve.done");
        try {
            prepare(request, reserved);
        } catch (RuntimeException | Error failure) {
            DirectoryEntry.stateCas(
                    row, reserved.state, DirectoryEntry.state(DirectoryEntry.FREE, 0, reserved.generation())); // D7
            throw failure;
        }
        CrashPoint.hit("commit.before");
        long active = DirectoryEntry.state(DirectoryEntry.ACTIVE, 0, reserved.generation());
        DirectoryEntry.stateCas(row, reserved.state, active); // D2
        CrashPoint.hit("commit.done");
        return new Row(reserved.index, active, reserved.info);
    }

    /// A row in this attachment's hands.
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
        Pause pause = Pause.atMost(DROP_PATIENCE);
        while (true) {
            List<Row> rows;
            FreeSpace space;
            try (Gate.Pass _ = attachment.directoryGate().enter()) {
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
            attachment.recoverDead();
            dropping.settle();
        }
    }

    private boolean mayBecomeFree(Row row) {
        return row.phase() == DirectoryEntry.DROPPING
                || row.phase() == DirectoryEntry.RESERVED && !attachment.isAlive(row.slot());
    }

    private void refuseTaken(RegionRequest request, List<Row> rows) {
        Area area = Area.of(request.kind());
        for (Row row : rows) {
            boolean taken = row.isNamed()
                    && Area.of(row.info().kind()) == area
                    && row.info().name().equals(request.name())
                    && !(row.phase() == DirectoryEntry.RESERVED && !attachment.isAlive(row.slot()));
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
        long state = DirectoryEntry.state(DirectoryEntry.RESERVED, attachment.slot(), generation);
        if (!DirectoryEntry.stateCas(row, free, state)) { // D1
            throw RowCheck.damaged(index, "a free row changed under the gate");
        }
        CrashPoint.hit("reserve.inGate");
        return new Reserved(index, state, info, dirtyTo);
    }

    private static EntryFacts facts(RegionInfo info, long generation) {
        @Nullable ElementType type = info.elementType();
        return new EntryFacts(
                info.name(),
                info.kind().code(),
                type == null ? 0 : type.code(),
                info.shape(),
                info.offset(),
                info.byteSize(),
                generation);
    }

    private OutOfSpaceException full(RegionRequest request, FreeSpace space) {
        if (space.offset() >= 0) {
            return new OutOfSpaceException(
                    "the directory is full: maxRegions=" + directory.geometry().entryCount()
                            + "; drop some regions, or make the file with more maxRegions",
                    request.byteSize(),
                    0);
        }
        return new OutOfSpaceException(
                "the file has no room for %s: needed=%d, available=%d, used=%d; %s"
                        .formatted(
                                request.kind() == RegionKind.ENGINE ? "a pool" : "the region: name=" + request.name(),
                                request.byteSize(),
                                space.largest(),
                                space.used(),
                                request.kind() == RegionKind.ENGINE
                                        ? "close other pools, or make the file with a larger engineByteSize"
                                        : "drop regions, or make the file with a larger byteSize"),
                request.byteSize(),
                space.largest());
    }
}

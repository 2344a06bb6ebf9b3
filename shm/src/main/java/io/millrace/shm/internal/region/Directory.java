package io.millrace.shm.internal.region;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.file.MappedFile;
import io.millrace.shm.internal.layout.DirectoryEntry;
import io.millrace.shm.internal.layout.Geometry;
import io.millrace.shm.internal.wait.Pause;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the rows of the directory. It reads a row again if the row changes meanwhile. A row that
/// is invalid and does not change is a `FileFormatException`.
final class Directory {
    private static final Duration TORN_ENTRY_TIMEOUT = Duration.ofMillis(200);

    private final MappedFile file;
    private final MemorySegment memory;
    private final Geometry geometry;

    /// Checks all rows on a private copy before it reads any through the mapping.
    Directory(MappedFile file) {
        this.file = file;
        memory = file.memory();
        geometry = file.constants().geometry();
        checkAll();
    }

    Geometry geometry() {
        return geometry;
    }

    MemorySegment memory() {
        return memory;
    }

    /// The bytes of a row.
    MemorySegment bytes(int index) {
        return memory.asSlice(offset(index), DirectoryEntry.LAYOUT.byteSize());
    }

    private long offset(int index) {
        if (index < 0 || index >= geometry.entryCount()) {
            throw new IllegalArgumentException("no such row: row=" + index + ", rows=" + geometry.entryCount());
        }
        return Geometry.entryOffset(index);
    }

    long state(int index) {
        return DirectoryEntry.stateAcquire(memory, offset(index));
    }

    /// The state words of all rows, for one pass.
    StateWords states() {
        return new StateWords(
                memory.asSlice(
                        Geometry.DIRECTORY_OFFSET, geometry.entryCount() * DirectoryEntry.LAYOUT.byteSize()));
    }

    /// One row; null if the row is free.
    @Nullable CheckedEntry read(int index) {
        MemorySegment bytes = bytes(index);
        while (true) {
            long state = DirectoryEntry.stateAcquire(bytes);
            if (DirectoryEntry.phase(state) == DirectoryEntry.FREE) {
                return null;
            }
            try {
                CheckedEntry row = EntryCheck.read(geometry, index, state, bytes);
                if (DirectoryEntry.stateAcquire(bytes) == state) {
                    return row;
                }
            } catch (FileFormatException wrong) {
                if (DirectoryEntry.stateAcquire(bytes) == state) {
                    throw wrong;
                }
            }
        }
    }

    /// All rows in use.
    List<CheckedEntry> rows() {
        List<CheckedEntry> rows = new ArrayList<>();
        StateWords states = states();
        for (int index = states.next(0); index >= 0; index = states.next(index + 1)) {
            CheckedEntry row = read(index);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    /// The row that has the name now, in the name space of that area.
    Optional<CheckedEntry> find(String name, Area area) {
        for (CheckedEntry row : rows()) {
            if (row.isNamed() && row.isEngine() == (area == Area.ENGINE) && row.info().name().equals(name)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /// Other processes write while this one joins. So a copy that looks invalid is taken again,
    /// until two copies are equal or the time-out passes.
    private void checkAll() {
        Pause pause = Pause.atMost(TORN_ENTRY_TIMEOUT);
        MemorySegment previous = MemorySegment.NULL;
        while (true) {
            MemorySegment copy =
                    file.copy(
                            Geometry.DIRECTORY_OFFSET,
                            geometry.entryCount() * DirectoryEntry.LAYOUT.byteSize());
            try {
                checkCopy(copy);
                return;
            } catch (FileFormatException wrong) {
                if (previous.mismatch(copy) == -1 || !pause.next()) {
                    throw wrong;
                }
                previous = copy;
            }
        }
    }

    private void checkCopy(MemorySegment copy) {
        long rowByteSize = DirectoryEntry.LAYOUT.byteSize();
        List<CheckedEntry> rows = new ArrayList<>();
        StateWords states = new StateWords(copy);
        for (int index = states.next(0); index >= 0; index = states.next(index + 1)) {
            MemorySegment bytes = copy.asSlice(index * rowByteSize, rowByteSize);
            rows.add(EntryCheck.read(geometry, index, states.state(index), bytes));
        }
        if (rows.size() > 1) {
            rows.sort(Comparator.comparingLong(row -> row.info().offset()));
        }
        for (int next = 1; next < rows.size(); next++) {
            if (rows.get(next - 1).end() > rows.get(next).info().offset()) {
                throw EntryCheck.damaged(rows.get(next).index(), "overlaps row " + rows.get(next - 1).index());
            }
        }
    }
}

package io.millrace.shm.internal.region;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.DirectoryEntry;
import io.millrace.shm.internal.layout.EntryFacts;
import io.millrace.shm.internal.layout.FileCodes;
import io.millrace.shm.internal.layout.Geometry;
import io.millrace.shm.internal.layout.ProcessSlot;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Decodes the bytes of a row, or reports what is wrong with them.
final class EntryCheck {
    private EntryCheck() {}

    /// Decodes a row whose state is not `FREE`. It throws `FileFormatException` if the state or the
    /// bytes are invalid.
    static CheckedEntry read(Geometry geometry, int index, long state, MemorySegment bytes) {
        int phase = DirectoryEntry.phase(state);
        int slot = DirectoryEntry.slot(state);
        boolean ownerPlausible = phase == DirectoryEntry.ACTIVE ? slot == 0 : slot >= 1 && slot <= ProcessSlot.COUNT;
        if (phase > DirectoryEntry.DROPPING || !ownerPlausible) {
            throw damaged(index, "state=" + Long.toHexString(state));
        }
        if (!DirectoryEntry.isIntact(bytes)) {
            throw damaged(index, "checksum wrong");
        }
        EntryFacts facts = DirectoryEntry.read(bytes);
        if (facts.generation() != DirectoryEntry.generation(state)) {
            throw damaged(index, "generation=" + facts.generation() + ", state=" + Long.toHexString(state));
        }
        RegionInfo info = info(index, facts);
        checkRange(geometry, index, info);
        return new CheckedEntry(index, state, info);
    }

    private static RegionInfo info(int index, EntryFacts facts) {
        try {
            Names.check(facts.name());
            RegionKind kind = FileCodes.regionKind(facts.kind());
            return new RegionInfo(
                    facts.name(), kind, type(facts.elementType()), facts.shape(), facts.offset(), facts.byteSize());
        } catch (IllegalArgumentException wrong) {
            throw damaged(index, wrong.getMessage());
        }
    }

    private static @Nullable ElementType type(int code) {
        return code == 0 ? null : FileCodes.elementType(code);
    }

    private static void checkRange(Geometry geometry, int index, RegionInfo info) {
        boolean engine = info.kind() == RegionKind.ENGINE;
        long from = engine ? geometry.engineOffset() : geometry.userOffset();
        long to = engine ? geometry.engineOffset() + geometry.engineByteSize() : geometry.fileByteSize();
        boolean inside = info.byteSize() >= 0
                && info.offset() >= from
                && info.offset() % 64 == 0
                && info.byteSize() <= to - info.offset();
        if (!inside) {
            throw damaged(index, "range outside its area: " + info);
        }
    }

    static FileFormatException damaged(int index, @Nullable String what) {
        return new FileFormatException(
                "the directory is damaged: row=" + index + ", " + what + "; save what can be read to a new file");
    }
}

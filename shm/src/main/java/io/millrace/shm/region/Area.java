package io.millrace.shm.region;

import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.FileHeader;
import io.millrace.shm.layout.Geometry;
import java.lang.foreign.MemorySegment;

/// The two parts of the file that regions lie in; each has names and a mark of its own.
enum Area {
    USER,
    ENGINE;

    static Area of(RegionKind kind) {
        return kind == RegionKind.ENGINE ? ENGINE : USER;
    }

    long from(Geometry geometry) {
        return this == ENGINE ? geometry.engineOffset() : geometry.userOffset();
    }

    long to(Geometry geometry) {
        return this == ENGINE ? geometry.engineOffset() + geometry.engineByteSize() : geometry.fileByteSize();
    }

    /// What its regions may use together, without the rounding of each.
    long quota(Geometry geometry) {
        return this == ENGINE ? geometry.engineByteSize() : geometry.userByteSize();
    }

    long mark(MemorySegment file) {
        return this == ENGINE ? FileHeader.engineMarkAcquire(file) : FileHeader.userMarkAcquire(file);
    }

    void mark(MemorySegment file, long word) {
        if (this == ENGINE) {
            FileHeader.engineMarkRelease(file, word);
        } else {
            FileHeader.userMarkRelease(file, word);
        }
    }
}

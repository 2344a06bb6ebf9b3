package io.millrace.shm.internal.region;

import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.layout.Geometry;
import java.lang.foreign.MemorySegment;

/// The two parts of the file that hold regions: that of the users and that of the engine. Each has
/// its own name space and its own mark.
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

    /// Bytes that its regions may use together, without the rounding of each.
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

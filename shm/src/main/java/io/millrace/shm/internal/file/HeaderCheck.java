package io.millrace.shm.internal.file;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.layout.Geometry;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.os.OwnProcess;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Checks a private copy of the header, never the mapping. Each failure is a `FileFormatException`.
final class HeaderCheck {
    private HeaderCheck() {}

    /// The constants of an undamaged header of this format version, whatever its boot and file
    /// size.
    static FileHeader.Constants identity(Path path, MemorySegment copy) {
        if (copy.byteSize() < FileHeader.BYTE_SIZE) {
            throw bad("too short for a header", path, "byteSize=" + copy.byteSize(),
                    "it was truncated, or is no Millrace file: check the path");
        }
        long magic = FileHeader.longField(copy, "magic");
        if (magic != FileHeader.MAGIC) {
            throw bad("not a Millrace file", path, "magic=" + Long.toHexString(magic), "check the path");
        }
        int order = FileHeader.intField(copy, "byteOrder");
        if (order == Integer.reverseBytes(FileHeader.BYTE_ORDER)) {
            throw bad("written in another byte order", path, "byteOrder=" + order, "read it where it was written");
        }
        int version = FileHeader.intField(copy, "version");
        if (version != FileHeader.VERSION) {
            throw bad("of another format version", path, "version=" + version + ", supported=" + FileHeader.VERSION,
                    "use the release that wrote it, or write it again");
        }
        int crc = FileHeader.intField(copy, "crc");
        if (crc != FileHeader.checksum(copy) || order != FileHeader.BYTE_ORDER) {
            throw bad("header damaged", path, "crc=" + Integer.toHexString(crc), "delete it and write it again");
        }
        return FileHeader.read(copy);
    }

    /// Requires that the parts lie where this version places them, and that the file is complete.
    static void checkGeometry(Path path, MemorySegment copy, long actualByteSize) {
        Geometry geometry = FileHeader.read(copy).geometry();
        if (geometry.fileByteSize() != actualByteSize) {
            throw bad("not as long as its header says", path,
                    "byteSize=" + actualByteSize + ", expected=" + geometry.fileByteSize(),
                    "it was truncated or enlarged");
        }
        long directoryEnd = Geometry.entryOffset(geometry.entryCount());
        boolean plausible = FileHeader.longField(copy, "slotOffset") == Geometry.SLOT_OFFSET
                && FileHeader.intField(copy, "slotCount") == ProcessSlot.COUNT
                && FileHeader.longField(copy, "entryOffset") == Geometry.DIRECTORY_OFFSET
                && geometry.entryCount() > 0
                && directoryEnd <= geometry.engineOffset()
                && geometry.engineByteSize() >= 0
                && geometry.engineOffset() + geometry.engineByteSize() <= geometry.userOffset()
                && geometry.userByteSize() >= 0
                && geometry.userOffset() + geometry.userByteSize() <= geometry.fileByteSize();
        if (!plausible) {
            throw bad("its parts overlap", path, geometry.toString(), "delete it and write it again");
        }
    }

    /// Requires that the file was created since this machine started: memory that was not written
    /// to the disk before is lost.
    static void checkBoot(Path path, FileHeader.Constants constants) {
        if (!constants.boot().equals(OwnProcess.bootId())) {
            throw bad("of another boot of the machine, so it may be half written", path, "boot=" + constants.boot(),
                    "look at it with attachReadOnly, or delete it");
        }
    }

    private static FileFormatException bad(String why, Path path, String values, String remedy) {
        return new FileFormatException("file refused, " + why + ": path=" + path + ", " + values + "; " + remedy);
    }
}

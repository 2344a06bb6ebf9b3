package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// CRC-32C of a structure without its changing parts. Works on a copy in the heap: reading a
/// truncated mapping inside compiled checksum code would end the JVM.
final class Checksum {
    private Checksum() {}

    /// The checksum of `structure` with each `{from, to}` range of `holes` taken as zero.
    static int of(MemorySegment structure, long[][] holes) {
        byte[] copy = Bytes.of(structure);
        for (long[] hole : holes) {
            Arrays.fill(copy, (int) hole[0], (int) hole[1], (byte) 0);
        }
        CRC32C crc = new CRC32C();
        crc.update(copy, 0, copy.length);
        return (int) crc.getValue();
    }
}

package io.millrace.shm.internal.codec;

import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.layout.Text;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// The name of a codec as a region keeps it, in 64 bytes.
public final class CodecName {
    private static final int BYTE_SIZE = 64;

    private CodecName() {}

    /// That a region can keep the name; the name.
    ///
    /// @throws IllegalArgumentException it is empty, too long, or has a zero byte
    public static String checked(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes >= BYTE_SIZE || name.indexOf(0) >= 0) {
            throw new IllegalArgumentException(
                    "the name of a codec has 1 to 63 bytes of UTF-8, none of them zero: name=%s, bytes=%s"
                            .formatted(name, bytes));
        }
        return name;
    }

    /// Writes the name to `offset` of a new region.
    public static void write(MemorySegment region, long offset, String name) {
        Text.write(region.asSlice(offset, BYTE_SIZE), name);
    }

    /// The name at `offset` of a region.
    public static String read(MemorySegment region, long offset) {
        return Text.read(region.asSlice(offset, BYTE_SIZE));
    }

    /// That the region was made for the codec of that name.
    ///
    /// @throws WrongRegionTypeException it was made for another one
    public static void require(Region region, long offset, String name) {
        String found = read(region.segment(), offset);
        if (!found.equals(name)) {
            throw new WrongRegionTypeException(
                    ("the region carries messages of another codec: region=%s, codec=%s, wanted=%s; open it with the"
                            + " codec it was made with, of a record or class of the same full name and components")
                    .formatted(region.info(), found, name));
        }
    }

    /// What to throw when a codec says that it wrote an impossible number of bytes.
    public static IllegalStateException impossibleSize(String name, long byteSize, long largest) {
        return new IllegalStateException("the codec gave back an impossible size: codec=%s, byteSize=%s, largest=%s"
                .formatted(name, byteSize, largest));
    }
}

package io.millrace.shm.message;

import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.layout.Text;
import io.millrace.shm.region.Region;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// The name of a codec as a region keeps it, in 64 bytes.
final class CodecName {
    private static final int BYTE_SIZE = 64;

    private CodecName() {}

    /// That a region can keep the name.
    static void check(Codec<?> codec) {
        int bytes = codec.name().getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes >= BYTE_SIZE || codec.name().indexOf(0) >= 0) {
            throw new IllegalArgumentException("the name of a codec has 1 to 63 bytes of UTF-8, none of them zero: name="
                    + codec.name() + ", bytes=" + bytes);
        }
    }

    static void write(MemorySegment region, long offset, Codec<?> codec) {
        Text.write(region.asSlice(offset, BYTE_SIZE), codec.name());
    }

    /// That the region was made for that codec.
    static void require(Region region, long offset, Codec<?> codec) {
        String found = Text.read(region.segment().asSlice(offset, BYTE_SIZE));
        if (!found.equals(codec.name())) {
            throw new WrongRegionTypeException("the region carries messages of another codec: region=%s, codec=%s, wanted=%s; open it with the codec it was made with"
                    .formatted(region.info(), found, codec.name()));
        }
    }
}

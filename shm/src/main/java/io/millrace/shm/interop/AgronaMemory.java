package io.millrace.shm.interop;

import io.millrace.shm.MissingJvmFlagException;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.UnsafeBuffer;

/// Mapped memory as Agrona sees it: a bare address and a length below 2 GiB.
final class AgronaMemory {
    private static final String PACKAGE = "jdk.internal.misc";

    private AgronaMemory() {}

    /// Checks that this JVM was started with the flag that Agrona needs. Loads no class of Agrona that
    /// fails without the flag.
    ///
    /// @throws MissingJvmFlagException it was not; the message has the flag
    static void requireFlag() {
        Module agrona = UnsafeBuffer.class.getModule();
        if (!Object.class.getModule().isOpen(PACKAGE, agrona)) {
            String target = agrona.isNamed() ? agrona.getName() : "ALL-UNNAMED";
            throw new MissingJvmFlagException(
                    "Agrona views need a JVM flag; add to the command line: --add-opens"
                            + " java.base/"
                            + PACKAGE + "=" + target);
        }
    }

    /// Checks that the flag is there, and that Agrona can count the bytes of `segment`.
    ///
    /// @throws IllegalArgumentException 2 GiB or more
    static void requireSize(MemorySegment segment) {
        requireFlag();
        if (segment.byteSize() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "too large for an Agrona buffer: byteSize=%,d, limit=%,d; view a part of it"
                    .formatted(segment.byteSize(), Integer.MAX_VALUE));
        }
    }

    /// The bytes of `segment`; the caller keeps them mapped.
    ///
    /// @throws IllegalArgumentException 2 GiB or more
    static UnsafeBuffer over(MemorySegment segment) {
        requireSize(segment);
        return new UnsafeBuffer(segment.address(), (int) segment.byteSize());
    }
}

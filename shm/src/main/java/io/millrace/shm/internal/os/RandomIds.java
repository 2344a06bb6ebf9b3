package io.millrace.shm.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Random identities, from the kernel: its random numbers are as good as those of
/// `UUID.randomUUID`, whose first call in a JVM loads a hundred classes of `java.security`.
public final class RandomIds {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/random/uuid");

    private RandomIds() {}

    /// A UUID of version 4 (`random(4)`); from the JVM if the system does not show the file.
    public static UUID next() {
        try {
            return UUID.fromString(Files.readString(KERNEL).strip());
        } catch (IOException | IllegalArgumentException unknown) {
            return UUID.randomUUID();
        }
    }
}

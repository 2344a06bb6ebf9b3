package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Where Millrace cannot work, every door says so with the same message.
class PlatformIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int DOORS = 7;

    private static void assertRefusedAtEveryDoor(ChildJvm.Builder builder, String refusal) {
        try (ChildJvm child = builder.start()) {
            for (int door = 0; door < DOORS; door++) {
                String line = child.receive(LONG);
                assertTrue(line.substring(line.indexOf(' ') + 1).startsWith(refusal), line);
            }
            assertEquals(0, child.await(LONG), child::story);
        }
    }

    @Test
    void onAnotherSystemEveryDoorSaysSo() {
        try (MemoryFolder folder = MemoryFolder.create()) {
            assertRefusedAtEveryDoor(
                    ChildJvm.of(DoorsMain.class, folder.file("test.mill")).flag("-Dos.name=Mac OS X"),
                    "MillraceException: Millrace works on Linux on x86-64 and AArch64 only: system=Mac OS X, machine=");
        }
    }

    @Test
    void theErrorOfAJvmThatRefusesNativeCodeNamesTheFlag() {
        try (MemoryFolder folder = MemoryFolder.create()) {
            assertRefusedAtEveryDoor(
                    ChildJvm.of(DoorsMain.class, folder.file("test.mill"))
                            .withoutNativeAccess()
                            .flag("--illegal-native-access=deny"),
                    "MissingJvmFlagException: this JVM refuses native code, through which shared files are opened and"
                            + " locked: module=the unnamed one; add --enable-native-access=ALL-UNNAMED");
        }
    }
}
